"""What a workshop's report is made of, from its state, its members and the log. Knows nothing of files.

It says no more of answers than the events do: a share stands only where a result was let. Who completed is counted
from ordinary items that phones voted on; whose answers to sensitive ones were whose, nobody knows.
"""

from base64 import b64encode
from collections import Counter, defaultdict
from datetime import datetime
from typing import Literal

from ..analysis import participation
from ..clock import LOCAL_ZONE
from ..conversation import Reply
from ..items import Pack
from ..reports.naming import ReportFile
from ..reports.workshop import ItemLine, UnitLine, WorkshopReport
from ..reports.workshop import Round as RoundLine
from ..reports.workshop.files import export_workshop
from ..scoring import score_response
from ..store import ResponseLog
from ..store.board import Member
from ..text import say
from .commands import NotNowError
from .messages import FileMade, TextMade
from .results import read_answers
from .session import WorkshopSession
from .showing import Asking
from .state import Round, Turn
from .workshops import Workshops

FILE_CHARACTERS_MAX = 2_000_000
"""Longest file in base64: it travels over the page's one connection."""
ReportFormat = Literal["xlsx", "docx", "pdf", "csv", "text", "cards"]


def make_report(workshops: Workshops, session: WorkshopSession | None, format: ReportFormat) -> Reply:
    """A file or a text for the trainer. NotNowError without a workshop, but for cards to print."""
    if format == "cards":
        from ..reports.workshop.cards import export_voting_cards  # python-docx: only where it is asked for

        made = export_voting_cards()
        return _file(made)
    if session is None:
        raise NotNowError("no workshop is open in this room")
    session.refresh()
    report = build_report(session, workshops.log, now=workshops.clock.now())
    if format == "text":
        from ..reports.workshop.message import spell_message

        text: TextMade = {"kind": "text", "text": spell_message(report)}
        return text
    return _file(export_workshop(report, format))


def build_report(session: WorkshopSession, log: ResponseLog, *, now: datetime) -> WorkshopReport:
    """The workshop as it stands; of one that goes on, until `now`."""
    state, showing = session.state, session.showing
    members = session.fetch_members()
    asked = _asked(session)
    labels = dict.fromkeys(asking.item.requirements[0] for _, asking in asked)
    return WorkshopReport(
        title=state.plan.title,
        started=state.began_at.astimezone(LOCAL_ZONE),
        ended=(state.ended_at or max(now, state.began_at)).astimezone(LOCAL_ZONE),
        participants=len(members),
        revision=showing.pack.revision,
        is_rehearsal=state.plan.rehearsal,
        units=_units(session, log, members, asked),
        items=tuple(_line(n, turn, asking, pack=showing.pack) for n, (turn, asking) in enumerate(asked, start=1)),
        requirements=tuple((label, showing.pack.requirements[label].title) for label in labels),
    )


def count_attendance(session: WorkshopSession, log: ResponseLog) -> list[participation.UnitLine]:
    """Who came and who answered all, by unit of the plan; whoever named no unit of it stands last, under ""."""
    members = session.fetch_members()
    lines = _units(session, log, members, _asked(session))
    others = [one for one in members if one.unit not in {line.name for line in lines}]
    found = [participation.UnitLine(one.name, one.joined, one.completed, one.eligible) for one in lines]
    if not others:
        return found
    done = _find_completed(session, log, _asked(session))
    finished = sum(one.member in done for one in others)
    return [*found, participation.UnitLine("", len(others), finished, None)]


def _asked(session: WorkshopSession) -> list[tuple[Turn, Asking]]:
    turns = session.state.turns
    return [(turn, asking) for turn in turns if (asking := session.showing.find(turn.item)) is not None]


def _units(
    session: WorkshopSession, log: ResponseLog, members: list[Member], asked: list[tuple[Turn, Asking]]
) -> tuple[UnitLine, ...]:
    """Attendance of every unit of the plan."""
    joined = Counter(member.unit for member in members)
    done = _find_completed(session, log, asked)
    completed = Counter(member.unit for member in members if member.member in done)
    return tuple(
        UnitLine(unit.name, joined[unit.name], completed[unit.name], unit.eligible) for unit in session.state.plan.units
    )


def _find_completed(session: WorkshopSession, log: ResponseLog, asked: list[tuple[Turn, Asking]]) -> frozenset[str]:
    """Members who answered the first round of every ordinary item that phones voted on; none if there was no such."""
    by_phone = {
        asking.item.identifier
        for turn, asking in asked
        if not asking.sensitive and turn.rounds[0].is_counted and not turn.rounds[0].by_hand
    }
    answered: dict[str, set[str]] = defaultdict(set)
    if by_phone:
        for row in log.fetch_statements(occasion=session.hall.occasion(1)):
            if row.actor is not None:
                answered[row.actor].add(row.item_id)
    return frozenset(member for member, items in answered.items() if by_phone <= items)


def _line(number: int, turn: Turn, asking: Asking, *, pack: Pack) -> ItemLine:
    counted = [one for one in turn.rounds if one.is_counted]
    return ItemLine(
        number=number,
        topic=pack.topics[asking.scenario.topic].title,
        requirement=asking.item.requirements[0],
        prompt=asking.item.question,
        first=_round(counted[0], asking) if counted else None,
        second=_round(counted[1], asking) if len(counted) > 1 else None,
        seconds_open=round(sum(one.open_s for one in counted)) if counted else None,
    )


def _round(counted: Round, asking: Asking) -> RoundLine:
    """The mean of points over the maximum, of what may be said; of a sensitive item no share."""
    if counted.n == 0:
        return RoundLine(0, None, counted.by_hand)
    if counted.result is None or asking.sensitive:
        return RoundLine(None, None, counted.by_hand)
    answers = read_answers(asking.item, counted.result)
    n = sum(count for _, count in answers)
    if not n:
        return RoundLine(None, None, counted.by_hand)
    outcomes = [(score_response(asking.item, response), count) for response, count in answers]
    share = sum(one.score / one.max_score * count for one, count in outcomes) / n
    return RoundLine(n, min(1.0, share), counted.by_hand)


def _file(file: ReportFile) -> Reply:
    data = b64encode(file.data).decode()
    if len(data) > FILE_CHARACTERS_MAX:
        return {"kind": "refused", "message": say("workshop.file_too_large"), "stale": False}
    made: FileMade = {"kind": "file", "name": file.name, "mime": file.mime, "data": data}
    return made
