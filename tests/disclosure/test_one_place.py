"""One place decides what may be said of groups."""

import re
from pathlib import Path

import neuguong

PACKAGE = Path(neuguong.__file__).parent
NUMBERS = "(count|fetch)_(waiting|published)|fetch_first_answers|fetch_released|publish"
ASKING = re.compile(rf"(?<!self)\.({NUMBERS})\(")
ONE_BY_ONE = re.compile(r"fetch_statements\([^)]*apart=True")


def test_nobody_but_disclosure_asks_a_log_for_numbers_about_groups() -> None:
    asking = {
        path.relative_to(PACKAGE).parts[0] for path in PACKAGE.rglob("*.py") if ASKING.search(path.read_text("utf-8"))
    }
    assert asking == {"disclosure"}


def test_answers_of_nobody_known_are_read_one_by_one_for_no_product() -> None:
    asking = [path for path in PACKAGE.rglob("*.py") if ONE_BY_ONE.search(path.read_text("utf-8"))]
    assert asking == []
