"""What the package imports is what pyproject.toml declares: nothing is had only because something else brings it."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "modules" / "neuguong"


def imported_modules() -> dict[str, str]:
    """Top-level name of every module that the package imports anywhere → a file that does."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Import(names=names):
                    modules = [one.name for one in names]
                case ast.ImportFrom(module=str(module), level=0):
                    modules = [module]
                case _:
                    modules = []
            found |= {name.partition(".")[0]: path.relative_to(PACKAGE).as_posix() for name in modules}
    return found


def declared_distributions() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = [one for extra in project["optional-dependencies"].values() for one in extra]
    requirements = [*project["dependencies"], *optional]
    return {normalise(re.match(r"[\w.-]+", one)[0]) for one in requirements}  # type: ignore[index]


def normalise(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_distribution_that_is_imported_is_declared() -> None:
    brought_by = packages_distributions()
    undeclared = {
        f"{module} ({file})"
        for module, file in imported_modules().items()
        if module not in sys.stdlib_module_names and module != "neuguong"
        if not {normalise(one) for one in brought_by.get(module, [])} & declared_distributions()
    }
    assert undeclared == set()
