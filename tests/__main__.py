"""Everything that must hold, in one command: `python -m tests`. Run inside the project's environment (uv run).

Brings Debian's Chromium where no browser is found, then runs every check and says at the end which failed.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APT = "apt-get"
PACKAGES = ("chromium", "fonts-noto-core")
NBVAL = ("--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=120")


def main() -> int:
    bring_browser()
    python = sys.executable
    steps: list[tuple[str, Sequence[str]]] = [
        ("ruff", [python, "-m", "ruff", "check", "."]),
        ("format", [python, "-m", "ruff", "format", "--check", "."]),
        ("types", [python, "-m", "mypy"]),
        ("import contracts", [python, "-c", "from importlinter.cli import lint_imports_command as main; main()"]),
        ("content", [python, "-m", "neuguong", "check"]),
        ("tests", [python, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", *sys.argv[1:]]),
        (
            "notebooks",
            [python, "-m", "pytest", "-q", "-p", "no:xdist", "-W", "default", *NBVAL, "notebooks"],
        ),
    ]
    results = [(name, *run(name, command)) for name, command in steps]
    print()
    for name, ok, seconds in results:
        print(f"{'ok    ' if ok else 'FAILED'}  {name:18} {seconds:6.1f} s")
    return 0 if all(ok for _, ok, _ in results) else 1


def run(name: str, command: Sequence[str]) -> tuple[bool, float]:
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, check=False)
    return done.returncode == 0, time.monotonic() - began


def bring_browser() -> None:
    """Install Debian's Chromium where no browser is to be found and this machine lets us."""
    if os.environ.get("NEUGUONG_CHROMIUM") or any(map(shutil.which, BROWSERS)) or has_own_browser():
        return
    if shutil.which(APT) is None:
        print("Không tìm thấy Chromium hay Chrome; hãy cài một trình duyệt rồi chạy lại.", file=sys.stderr)
        return
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print("== chromium", flush=True)
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        subprocess.run([*prefix, APT, *words], check=False, env=quiet, stdout=subprocess.DEVNULL)


def has_own_browser() -> bool:
    """Whether Playwright has downloaded a browser of its own, or an installed Chrome is at a usual place."""
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    usual = ("/Applications/Google Chrome.app", "C:/Program Files/Google/Chrome/Application/chrome.exe")
    return any(cache.glob("chromium-*")) or any(Path(place).exists() for place in usual)


if __name__ == "__main__":
    raise SystemExit(main())
