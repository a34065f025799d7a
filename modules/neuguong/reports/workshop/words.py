"""How a workshop's report is worded, whatever the file: figures, moments, remarks, the name of a file.

Knows nothing of files' formats. Where there is no number stands one of three words: withheld, not asked, empty.
"""

from collections.abc import Iterator
from datetime import datetime

from ...clock import LOCAL_ZONE
from ...text import say
from ..naming import slug_of
from .report import ItemLine, RequirementLine, Round, UnitLine, WorkshopReport, ratio


def word(key: str, /, **values: object) -> str:
    return say(f"workshop_report.{key}", **values)


def spell_percent(share: float) -> str:
    """A share as per cent with two decimals and a comma: 0.875 is "87,50%"."""
    return word("percent", number=spell_points(share))


def spell_points(share: float) -> str:
    return f"{100 * share:z.2f}".replace(".", ",")


def spell_gain(gain: float) -> str:
    """In points of a per cent, with its sign: "+25,00", "-3,10", "0,00"."""
    points = spell_points(gain)
    return f"+{points}" if gain > 0 and points != spell_points(0) else points


def gap_of(one: Round | None) -> str | None:
    """The word in place of a round's share, if there is none."""
    if one is None:
        return word("not_asked")
    if one.is_empty:
        return word("empty")
    return word("withheld") if one.share is None else None


def answers_of(one: Round | None) -> int | str:
    """How many answered a round, or the word in its place."""
    if one is None:
        return word("not_asked")
    return word("withheld") if one.n is None else one.n


def gain_gap_of(item: ItemLine) -> str | None:
    """The word in place of a gain: that of the round which lacks a share."""
    return gap_of(item.first) or gap_of(item.second)


def requirement_gap_of(line: RequirementLine) -> str | None:
    if line.share is not None:
        return None
    return word("withheld" if line.is_withheld else "empty")


def spell_duration(seconds: int | None) -> str:
    return word("empty") if seconds is None else word("duration", minutes=seconds // 60, seconds=seconds % 60)


def remark_of(item: ItemLine) -> str:
    """Which rounds were counted from cards; nothing if none."""
    rounds = [
        number for number, one in enumerate((item.first, item.second), start=1) if one is not None and one.by_hand
    ]
    return word("by_hand_round", rounds=", ".join(map(str, rounds))) if rounds else ""


def spell_period(report: WorkshopReport) -> str:
    start, end = local(report.started), local(report.ended)
    if start.date() == end.date():
        return word("period", start=f"{start:%H:%M}", end=f"{end:%H:%M}", day=f"{start:%d/%m/%Y}")
    days = {"day": f"{start:%d/%m/%Y}", "last_day": f"{end:%d/%m/%Y}"}
    return word("period_nights", start=f"{start:%H:%M}", end=f"{end:%H:%M}", **days)


def spell_day(report: WorkshopReport) -> str:
    return f"{local(report.started):%d/%m/%Y}"


def spell_moment(moment: datetime) -> str:
    at = local(moment)
    return word("moment", hour=at.hour, minute=at.minute, day=f"{at:%d}", month=f"{at:%m}", year=at.year)


def local(moment: datetime) -> datetime:
    return moment.astimezone(LOCAL_ZONE)


def summary_of(report: WorkshopReport) -> str:
    """Who was there and how much was asked, in one line."""
    present = word("of", part=len(report.present), whole=len(report.units)) if report.units else word("empty")
    facts = [("participants", str(report.participants)), ("units", present)]
    sums = report.attendance
    share = ratio(sums.completed_of, sums.eligible)
    if share is not None:
        told = f"{word('of', part=sums.completed_of, whole=sums.eligible)} ({spell_percent(share)})"
        facts.append(("completed", told))
    facts.append(("items", str(report.all_requirements.asked)))
    return ". ".join(f"{word(f'fact_{name}')}: {told}" for name, told in facts) + "."


def unit_texts(line: UnitLine) -> tuple[str, ...]:
    """How many there are, joined, completed, and the rate of the last."""
    return _count(line.eligible), str(line.joined), str(line.completed), _rate(line.completed, line.eligible)


def units_total(report: WorkshopReport) -> tuple[str, ...]:
    """The row of sums under units: a number's empty cell, its name, and what `unit_texts` has."""
    sums = report.attendance
    counts = (_count(sums.eligible), str(sums.joined), str(sums.completed))
    return "", word("total"), *counts, _rate(sums.completed_of, sums.eligible)


def item_texts(line: ItemLine) -> tuple[str, ...]:
    """Number, question, requirement, both rounds, gain."""
    gain = gain_gap_of(line) or spell_gain(line.gain or 0.0)
    return str(line.number), line.prompt, line.requirement, _spell_round(line.first), _spell_round(line.second), gain


def requirement_texts(line: RequirementLine) -> tuple[str, str]:
    """Items told of those asked, and the share."""
    return word("of", part=line.shown, whole=line.asked), requirement_gap_of(line) or spell_percent(line.share or 0.0)


def _spell_round(one: Round | None) -> str:
    """Answers and share; one word alone where both lack for one reason."""
    if one is None:
        return word("not_asked")
    answers, share = str(answers_of(one)), gap_of(one) or spell_percent(one.share or 0.0)
    told = share if share == answers else f"{answers}: {share}"
    return f"{told} ({word('by_hand')})" if one.by_hand else told


def _count(number: int | None) -> str:
    return word("empty") if number is None else str(number)


def _rate(part: int, whole: int | None) -> str:
    share = ratio(part, whole)
    return word("empty") if share is None else spell_percent(share)


def unit_remarks(report: WorkshopReport) -> Iterator[str]:
    """What a reader of the units' table must know to read it rightly."""
    yield word("note_units")
    if 0 < report.attendance.counted_units < len(report.units):
        yield word("note_known", units=report.attendance.counted_units)
    over = [one.name for one in report.units if one.eligible is not None and one.joined > one.eligible]
    if over:
        yield word("note_over", units=", ".join(over))


def file_name(report: WorkshopReport, kind: str, suffix: str) -> str:
    """What it is, the day, the title without tone marks: bao-cao-buoi-hoc_2026-11-26_neu-guong.xlsx."""
    parts = [word(f"file_{kind}"), f"{local(report.started):%Y-%m-%d}", slug_of(report.title)]
    if report.is_rehearsal:
        parts.insert(0, word("file_rehearsal"))
    return f"{'_'.join(part for part in parts if part)}.{suffix}"
