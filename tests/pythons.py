"""The other declared Pythons of this machine: `python -m tests.pythons PYTHON` tests the core with one.

uv may download none, so those that are here are taken: on the PATH, Debian's, pyenv's.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FIRST, LAST = 11, 14
"""Python 3.11 is the oldest declared, 3.14 the newest released."""
CORE = (
    "items",
    "scoring",
    "study",
    "analysis",
    "board",
    "reports",
    "store/test_log_contract.py",
    "server/test_served.py",
)
"""Under `tests`: what the product does without a browser."""
SERVED = "tests/server/test_served.py"
"""One running server with its kernels."""
NOT_INSTALLED = 75
"""Exit code: the packages could not be had for that Python, so nothing was tested."""


def find_pythons() -> tuple[list[Path], list[str]]:
    """One interpreter of each other declared version, and the versions that are not here. None without uv."""
    if find_uv() is None:
        return [], ["any other, for there is no uv"]
    found = {version: path for path in reversed(list(candidates())) if (version := version_of(path)) is not None}
    wanted = [minor for minor in range(FIRST, LAST + 1) if minor != sys.version_info.minor]
    here = [found[minor] for minor in wanted if minor in found]
    return here, [f"3.{minor}" for minor in wanted if minor not in found]


def candidates() -> Iterator[Path]:
    for minor in range(FIRST, LAST + 1):
        for folder in (None, "/usr/bin", "/usr/local/bin"):
            if path := shutil.which(f"python3.{minor}", path=folder):
                yield Path(path)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from sorted(pyenv.glob("versions/3.*/bin/python"), reverse=True)


def version_of(python: Path) -> int | None:
    """N of 3.N, by its own word; None if it is no working CPython with a global lock, as pyenv's placeholders are."""
    asked = "import sys, sysconfig; print(sys.version_info[1], sysconfig.get_config_var('Py_GIL_DISABLED') or 0)"
    try:
        done = subprocess.run([python, "-c", asked], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    told = re.fullmatch(r"(\d+) 0\n", done.stdout)
    return int(told[1]) if told else None


def name_of(python: Path) -> str:
    return f"3.{version_of(python)}"


def find_uv() -> str | None:
    """uv: the one that runs this, one on the PATH, beside this Python, or in .tools as the README sets it up."""
    name = "uv.exe" if sys.platform == "win32" else "uv"
    beside = [Path(sys.executable).parent, ROOT / ".tools" / "bin", ROOT / ".tools" / "Scripts"]
    candidates = [os.environ.get("UV"), shutil.which("uv"), *(str(folder / name) for folder in beside)]
    return next((one for one in candidates if one and Path(one).is_file()), None)


def core_command(python: Path) -> list[str]:
    return [sys.executable, "-m", "tests.pythons", str(python)]


def main(python: Path) -> int:
    """Install the locked packages for that Python beside uv's own folder, compile every file, run the core's tests."""
    home = ROOT / ".tools" / f"python{name_of(python)}"
    uv = [str(find_uv()), "sync", "--frozen", "--quiet", "--python", str(python)]
    if subprocess.run(uv, cwd=ROOT, env={**os.environ, "UV_PROJECT_ENVIRONMENT": str(home)}, check=False).returncode:
        return NOT_INSTALLED
    own = str(home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    plain = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    for words in (
        ["-W", "error", "-m", "compileall", "-q", "-f", "modules"],
        ["-m", "neuguong", "check"],
        ["-m", "pytest", "-q", "-p", "no:cacheprovider", *(f"tests/{name}" for name in CORE), SERVED],
    ):
        if code := subprocess.run([own, *words], cwd=ROOT, env=plain, check=False).returncode:
            return code
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
