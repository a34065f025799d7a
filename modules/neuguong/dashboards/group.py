"""What a group knows: who has studied, what sits by requirement and unit, what to teach next, and how that went on.

Knows nothing of logs' rows: takes numbers as `disclosure` tells them. How they are put on a page is in `group_page`.
"""

from collections import defaultdict
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass

from ..analysis.distribution import ItemDistribution, describe_item
from ..analysis.participation import UnitLine
from ..clock import Clock
from ..disclosure.scopes import ALL_TIME, Scope, read_scope
from ..disclosure.sessions import ListSessions, Session, no_sessions
from ..items import Pack
from ..store import ItemCount, ResponseLog
from ..text import say
from .blocks import Block, Filter, Option
from .dashboard import File

BOTH, STUDY, HALLS = "ca-hai", "tu-hoc", "buoi-hoc"
WHERE = (BOTH, STUDY, HALLS)
ALWAYS = "tat-ca"


@dataclass(frozen=True)
class Period:
    """A period to choose: its months, none for all time."""

    identifier: str
    label: str
    months: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroupSource:
    """A `Source`. `eligible`: unit → how many ought to study, None where that is not known.

    teach_below, explain_from  the hall's thresholds, in per cent
    make_file                  the report on a choice (`where`, `period`) in a format
    attend                     who came to a session, by unit, "" for none
    """

    pack: Pack
    log: ResponseLog
    clock: Clock
    minimum: int
    eligible: Mapping[str, int | None]
    teach_below: int
    explain_from: int
    make_file: Callable[[Mapping[str, str], str], File]
    periods: Sequence[Period] = ()
    formats: Sequence[str] = ()
    sessions: ListSessions = no_sessions
    attend: Callable[[Session], Sequence[UnitLine]] = lambda _session: ()

    def filters(self) -> list[Filter]:
        topics = [one for one in self.pack.topics.values() if not one.sensitive]
        where: list[Option] = [{"id": one, "label": say(f"figures.where_{one.replace('-', '_')}")} for one in WHERE]
        group = say("figures.where_sessions")
        where += [{"id": one.identifier, "label": one.label, "group": group} for one in self.sessions()]
        periods: list[Option] = [{"id": ALWAYS, "label": say("figures.always")}]
        periods += [{"id": one.identifier, "label": one.label} for one in self.periods]
        return [
            {
                "name": "topic",
                "label": say("figures.topic"),
                "options": [{"id": one.identifier, "label": one.title} for one in topics],
            },
            {"name": "where", "label": say("figures.where"), "options": where},
            {
                "name": "period",
                "label": say("figures.period"),
                "options": periods,
                "needs": {"name": "where", "ids": list(WHERE)},
            },
        ]

    def files(self) -> list[Option]:
        return [{"id": one, "label": say(f"figures.file_{one}")} for one in self.formats]

    def build(self, chosen: Mapping[str, str]) -> Generator[float, None, list[Block]]:
        from .group_page import build_group_page  # numpy: not before something is to be worked out

        return (yield from build_group_page(self, Choice.of(self, chosen)))

    def export(self, chosen: Mapping[str, str], format: str) -> File:
        return self.make_file(chosen, format)

    def describe(self, scope: Scope, topic: str) -> list[ItemDistribution]:
        """A topic's live items, as far as something is told of them."""
        counts: dict[tuple[str, int], list[ItemCount]] = defaultdict(list)
        for one in read_scope(self.log, self.pack, scope):
            counts[one.item_id, one.item_version].append(one)
        return [
            describe_item(item, counts[key])
            for scenario, item in self.pack.live_items()
            if scenario.topic == topic and (key := (item.identifier, item.version)) in counts
        ]


@dataclass(frozen=True)
class Choice:
    """What is looked at. `session`: one alone, whatever the period. `sessions`: those that count, newest first."""

    topic: str
    studies: bool
    has_halls: bool
    session: Session | None
    sessions: tuple[Session, ...]
    period: Period

    @classmethod
    def of(cls, source: GroupSource, chosen: Mapping[str, str]) -> "Choice":
        where, held = chosen["where"], source.sessions()
        always = Period(ALWAYS, say("figures.always"))
        period = next((one for one in source.periods if one.identifier == chosen["period"]), always)
        session = next((one for one in held if one.identifier == where), None)
        if session is not None:
            return cls(chosen["topic"], False, True, session, (session,), always)
        here = () if where == STUDY else sessions_in(held, period.months)
        return cls(chosen["topic"], where != HALLS, where != STUDY, None, here, period)

    @property
    def scope(self) -> Scope:
        months = self.period.months or ALL_TIME
        return Scope(months if self.studies else (), self.sessions)

    @property
    def label(self) -> str:
        """Whose numbers these are, in words."""
        if self.session is not None:
            return say("figures.of_session", session=self.session.label)
        which = HALLS if not self.studies else BOTH if self.has_halls else STUDY
        return f"{say(f'figures.where_{which}'.replace('-', '_'))} · {self.period.label}"


def sessions_in(held: Sequence[Session], months: Sequence[str]) -> tuple[Session, ...]:
    """Those that began in these months of the calendar; all where none is named."""
    return tuple(one for one in held if not months or f"{one.day:%Y-%m}" in months)
