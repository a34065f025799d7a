"""Breaks the code on purpose, one small change at a time, and tells which changes no test noticed. By mutmut.

uv run --group mutation python tests/bench/mutants.py      all of scoring, study, board and store: hours
… tests/bench/mutants.py "neuguong.scoring.*" "*Session*"  the mutants whose names match

Once a test has been renamed, delete `.mutants` first: mutmut would ask for it by its old name.

A survivor is a rule that nothing holds: it wants a test, through the door the product uses, or a sentence why nobody
could tell the difference. `mutmut show <name>`, run in `.mutants`, prints one. What can be changed and which tests are
asked stands in `pyproject.toml`. mutmut leaves properties and constants as they are: change those by hand.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORK = ROOT / ".mutants"
"""mutmut names a mutant after its path from where it runs, which must be what the tests import: so not `modules/…`."""
LAID_OUT = {"neuguong": "modules/neuguong"} | {name: name for name in ("tests", "data", "notebooks", "pyproject.toml")}


def lay_out() -> None:
    """A folder that shows the tree as mutmut wants it; what it found before is kept there."""
    WORK.mkdir(exist_ok=True)
    for name, place in LAID_OUT.items():
        link = WORK / name
        link.unlink(missing_ok=True)
        link.symlink_to(ROOT / place)


def main(names: list[str]) -> int:
    """mutmut's end, not 0 if it could not run; what no test noticed is printed last."""
    lay_out()
    mutmut = Path(sys.executable).with_name("mutmut")
    ended = subprocess.run([mutmut, "run", *names], cwd=WORK).returncode
    found = subprocess.run([mutmut, "results"], cwd=WORK, stdout=subprocess.PIPE, encoding="utf-8").stdout
    print(*(line for line in found.splitlines() if not line.endswith("not checked")), sep="\n")
    return ended


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
