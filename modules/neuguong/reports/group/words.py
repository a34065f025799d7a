"""How a report on a period is worded, whatever the file. Knows nothing of files' formats.

Where there is no number stands one of three words: withheld, few, unknown.
"""

from typing import NamedTuple

from ...analysis.participation import UnitLine
from ...text import say
from ..naming import slug_of
from .report import GroupReport, RequirementLine


def word(key: str, /, **values: object) -> str:
    return say(f"group_report.{key}", **values)


class Participation(NamedTuple):
    """A table of who took part: `kind` names it, `heads` are of its name, eligible, people, finished, rate."""

    kind: str
    heads: tuple[str, ...]
    lines: tuple[UnitLine, ...]
    total: UnitLine
    share: float | None
    note: str


def participations(report: GroupReport) -> list[Participation]:
    """Who studied alone, by unit; the sessions of the hall. Only those that there are; the first where none is."""
    numbers = ("eligible", "people", "finished", "share")
    found = []
    if report.units or not report.sessions:
        heads = tuple(word(f"column_{name}") for name in ("unit", *numbers))
        found.append(Participation("units", heads, report.units, report.total, report.total_share, word("note_people")))
    if report.sessions:
        heads = (word("column_session"), *(word(f"column_session_{name}") for name in numbers))
        sums = report.sessions_total, report.sessions_share
        found.append(Participation("sessions", heads, report.sessions, *sums, word("note_sessions")))
    return found


def count_of(n: int | None) -> int | str:
    return word("withheld") if n is None else n


def eligible_of(line: UnitLine) -> int | str:
    return word("unknown") if line.eligible is None else line.eligible


def gap_of(line: UnitLine, share: float | None) -> str | None:
    """The word in place of a share of people, if there is none."""
    if share is not None:
        return None
    return word("withheld") if line.finished is None else word("unknown")


def requirement_gap_of(line: RequirementLine) -> str | None:
    if line.n is None:
        return word("withheld")
    return word("few") if line.share is None else None


def title_of(report: GroupReport) -> str:
    return f"{word('title')} – {report.period}"


def notes_of() -> list[str]:
    """What a reader of the requirements must know."""
    return [word(f"note_{name}") for name in ("requirements", "words", "sensitive")]


def short_mark(mark: str) -> str:
    """As much of a mark as goes into a file's name: what stands before a dash."""
    return mark.partition(" – ")[0]


def file_name(report: GroupReport, suffix: str) -> str:
    """What it is and of when, in letters that every computer and every mail takes."""
    parts = [word("file"), slug_of(report.period), f"{report.made:%Y-%m-%d}"]
    if report.mark:
        parts.insert(0, slug_of(short_mark(report.mark)))
    return f"{'_'.join(parts)}.{suffix}"
