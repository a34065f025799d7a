"""How a report on a period is worded, whatever the file. Knows nothing of files' formats.

Where there is no number stands one of three words: withheld, few, unknown.
"""

from ...text import say
from ..naming import slug_of
from .report import GroupReport, RequirementLine, UnitLine


def word(key: str, /, **values: object) -> str:
    return say(f"group_report.{key}", **values)


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
    return [word(f"note_{name}") for name in ("people", "requirements", "words", "sensitive")]


def short_mark(mark: str) -> str:
    """As much of a mark as goes into a file's name: what stands before a dash."""
    return mark.partition(" – ")[0]


def file_name(report: GroupReport, suffix: str) -> str:
    """What it is and of when, in letters that every computer and every mail takes."""
    parts = [word("file"), slug_of(report.period), f"{report.made:%Y-%m-%d}"]
    if report.mark:
        parts.insert(0, slug_of(short_mark(report.mark)))
    return f"{'_'.join(parts)}.{suffix}"
