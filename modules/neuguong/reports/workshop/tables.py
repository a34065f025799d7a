"""A workshop's report as tables for programs: one of units, one of items, one of requirements.

Knows nothing of how the office prints. Each row names its session, day and kind, so that tables of many sessions can be
put under one another and rehearsals left out.
"""

from collections.abc import Iterable

from ...interchange import Cell, Table
from .report import WorkshopReport
from .words import answers_of, gain_gap_of, gap_of, local, remark_of, requirement_gap_of, word

SESSION = ("session", "day", "kind")
UNIT_COLUMNS = ("unit", "eligible", "joined", "completed")
ITEM_COLUMNS = (
    "item", "topic", "requirement", "prompt", "first_n", "first_share", "second_n", "second_share",
    "gain", "seconds", "note",
)  # fmt: skip
REQUIREMENT_COLUMNS = ("requirement", "requirement_title", "shown", "asked", "answers", "facility")


def build_tables(report: WorkshopReport) -> dict[str, Table]:
    """Name of a file → its table. No totals: a program adds up by itself, and would count them twice."""
    return {
        "chi-bo": _table(report, "sheet_units", UNIT_COLUMNS, _unit_rows(report)),
        "cau-hoi": _table(report, "sheet_items", ITEM_COLUMNS, _item_rows(report)),
        "yeu-cau": _table(report, "table_requirements", REQUIREMENT_COLUMNS, _requirement_rows(report)),
    }


def _table(report: WorkshopReport, title: str, columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> Table:
    kind = word("rehearsal") if report.is_rehearsal else word("held")
    session: tuple[Cell, ...] = (report.title, f"{local(report.started):%Y-%m-%d}", kind)
    heads = tuple(word(f"column_{name}") for name in (*SESSION, *columns))
    return Table(word(title), heads, [(*session, *row) for row in rows])


def _unit_rows(report: WorkshopReport) -> Iterable[tuple[Cell, ...]]:
    for line in report.units:
        yield line.name, line.eligible, line.joined, line.completed


def _item_rows(report: WorkshopReport) -> Iterable[tuple[Cell, ...]]:
    for line in report.items:
        votes: list[Cell] = []
        for one in (line.first, line.second):
            votes += (answers_of(one), gap_of(one) or _points(one.share if one else None))
        gain = gain_gap_of(line) or _points(line.gain)
        yield line.number, line.topic, line.requirement, line.prompt, *votes, gain, line.seconds_open, remark_of(line)


def _requirement_rows(report: WorkshopReport) -> Iterable[tuple[Cell, ...]]:
    for line in report.by_requirement:
        share = requirement_gap_of(line) or _points(line.share)
        yield line.label, line.title, line.shown, line.asked, line.n, share


def _points(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 2)
