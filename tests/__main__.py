"""Everything that must hold, in one command: `python -m tests`. Run inside the project's environment (uv run).

Brings Debian's Chromium and PostgreSQL where they are not found, then runs every check and says at the end what failed,
how long each took and what could not be had. Words after the command go to pytest.
"""

import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from tests.postgres import VARIABLE, bring_postgres, find_programs
from tests.pythons import NOT_INSTALLED, core_command, find_pythons, name_of

ROOT = Path(__file__).parents[1]
SHELL = "chromium-headless-shell"
"""The same engine without windows: it opens a page in a quarter of the time. Not every system has the package."""
BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APT = "apt-get"
BROWSER_PACKAGES, DATABASE_PACKAGES = ("chromium", "fonts-noto-core"), ("postgresql",)
AT_ONCE = 2
WORKERS = 3
"""Of the tests: one more than the cores they were made for, since each waits a third of its time. Four were slower."""
NBVAL = ("-p", "tests.shown_cards", "--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=120")


class Result(NamedTuple):
    name: str
    code: int
    seconds: float
    told: str

    @property
    def word(self) -> str:
        return {0: "ok", NOT_INSTALLED: "SKIPPED"}.get(self.code, "FAILED")


@dataclass(frozen=True)
class Step:
    name: str
    command: Sequence[str]

    def run(self, *, quietly: bool, **environment: str) -> Result:
        """Run it; quietly: what it says is in the result."""
        began = time.monotonic()
        done = subprocess.run(
            self.command,
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1", **environment},
            check=False,
            stdout=subprocess.PIPE if quietly else None,
            stderr=subprocess.STDOUT if quietly else None,
            encoding="utf-8",
            errors="replace",
        )
        return Result(self.name, done.returncode, time.monotonic() - began, done.stdout or "")


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was brought is taken away again
    began = time.monotonic()
    python = sys.executable
    bring_packages()
    home = tempfile.TemporaryDirectory(prefix="ng-home-")
    os.environ["NEUGUONG_HOME"] = home.name  # what this machine's own user has is nobody's test
    keep_bytecode(Path(home.name) / "bytecode")
    pytest = [python, "-m", "pytest", "-q"]
    steps = [
        Step("types", [python, "-m", "mypy"]),
        Step("notebooks", [*pytest, "-p", "no:xdist", "-W", "default", *NBVAL, "notebooks"]),
        Step("ruff", [python, "-m", "ruff", "check", "."]),
        Step("format", [python, "-m", "ruff", "format", "--check", "."]),
        Step("import contracts", [python, "-c", "from importlinter.cli import lint_imports_command as main; main()"]),
        Step("content", [python, "-m", "neuguong", "check"]),
    ]
    others, missing = find_pythons()
    steps += [Step(f"Python {name_of(one)}", core_command(one)) for one in others]
    results = list(run_together(steps))
    with bring_postgres() as (address, about_postgres):
        print("\n== tests", flush=True)
        everything = Step("tests", [*pytest, "-n", str(WORKERS), "--dist", "loadgroup", "-rs", *sys.argv[1:]])
        results.append(everything.run(quietly=False, **({VARIABLE: address} if address else {})))
    print()
    for result in results:
        print(f"{result.word:8}{result.name:18} {result.seconds:6.1f} s")
    print(f"{'':8}{'all of it':18} {time.monotonic() - began:6.1f} s")
    print(f"PostgreSQL: {'' if address else 'SKIPPED: '}{about_postgres}")
    missing += [f"{result.name[-4:]} (its packages)" for result in results if result.code == NOT_INSTALLED]
    print(
        f"Pythons that could not be had: {', '.join(missing) or 'none'}; the whole ran on {platform.python_version()}"
    )
    return int(any(result.word == "FAILED" for result in results))


def run_together(steps: Sequence[Step]) -> Iterator[Result]:
    """Two at a time; what they say is printed one after another."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for result in pool.map(lambda step: step.run(quietly=True), steps):
            print(f"\n== {result.name}\n{result.told.rstrip()}", flush=True)
            yield result


def keep_bytecode(folder: Path) -> None:
    """Where Python is told to keep no compiled file beside its source, let it keep them in a folder of this run.

    Else each of the hundreds of processes that are started here would compile all it imports, which is most of what
    starting one takes: a server's start 4 s of CPU instead of 1.5.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder)


def bring_packages() -> None:
    """Install Debian's browser and database server where none is found and this machine lets us.

    What there is a stand-in for, only as root, as in a container: on a desk PostgreSQL's package would start a server
    that nobody asked for. Each is installed apart, so that one that cannot be had costs no other.
    """
    wanted: list[Sequence[str]] = []
    is_container = os.geteuid() == 0
    if not has_browser():
        wanted.append(BROWSER_PACKAGES)
    if is_container and not (os.environ.get("NEUGUONG_CHROMIUM") or shutil.which(SHELL)):
        wanted.append([SHELL])
    if is_container and not os.environ.get(VARIABLE) and find_programs() is None:
        wanted.append(DATABASE_PACKAGES)
    if wanted and shutil.which(APT):
        prefix = [] if is_container else ["sudo", "-n"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        print(f"== {' '.join(chain(*wanted))}", flush=True)
        install = ["install", "-y", "-qq", "--no-install-recommends"]
        for words in (["update", "-qq"], *([*install, *packages] for packages in wanted)):
            subprocess.run([*prefix, APT, *words], check=False, env=quiet, stdout=subprocess.DEVNULL)
    if not has_browser():
        print("Không tìm thấy Chromium hay Chrome; hãy cài một trình duyệt rồi chạy lại.", file=sys.stderr)


def has_browser() -> bool:
    """One is named or on the PATH, Playwright has downloaded its own, or an installed Chrome is at a usual place."""
    if os.environ.get("NEUGUONG_CHROMIUM") or any(map(shutil.which, BROWSERS)):
        return True
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    usual = ("/Applications/Google Chrome.app", "C:/Program Files/Google/Chrome/Application/chrome.exe")
    return any(cache.glob("chromium-*")) or any(Path(place).exists() for place in usual)


if __name__ == "__main__":
    raise SystemExit(main())
