"""A workshop's report as a message to paste into the group's chat: units present and absent.

Knows nothing of files. No result of an item is in it: a chat goes further than a report.
"""

from collections.abc import Iterator

from .report import UnitLine, WorkshopReport, ratio
from .words import spell_percent, spell_period, word


def spell_message(report: WorkshopReport) -> str:
    """Plain lines, without a line break at the end."""
    return "\n".join(_lines(report))


def _lines(report: WorkshopReport) -> Iterator[str]:
    if report.is_rehearsal:
        yield word("rehearsal")
    yield word("chat_title", title=report.title)
    yield spell_period(report)
    yield word("chat_people", participants=report.participants)
    sums = report.attendance
    share = ratio(sums.completed_of, sums.eligible)
    if share is not None:
        yield word("chat_completed", part=sums.completed_of, whole=sums.eligible, share=spell_percent(share))
    if report.present:
        yield word("chat_present", count=len(report.present))
        yield from (_spell_unit(number, one) for number, one in enumerate(report.present, start=1))
    if report.absent:
        yield word("chat_absent", count=len(report.absent))
        for number, one in enumerate(report.absent, start=1):
            yield word("chat_absent_unit", number=number, name=one.name)


def _spell_unit(number: int, unit: UnitLine) -> str:
    if unit.eligible is None:
        return word("chat_unit", number=number, name=unit.name, joined=unit.joined)
    return word("chat_unit_of", number=number, name=unit.name, joined=unit.joined, eligible=unit.eligible)
