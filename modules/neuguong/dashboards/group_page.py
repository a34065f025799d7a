"""A group's results as blocks: first the one page that is read in two minutes before a meeting, then the tables.

Knows nothing of logs' rows or of who may be told what: numbers come from `disclosure`. Where there is none stands one
of three words: withheld (there may be one, of too few people), not asked, nobody has answered.
"""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass

from ..analysis.evidence import COUNTS_ONLY_BELOW
from ..analysis.participation import UnitLine, add_by_name, add_up, sum_rate
from ..analysis.requirement_scores import ItemsScore, score_items, score_requirements
from ..clock import LOCAL_ZONE
from ..disclosure import group_size
from ..disclosure.figures import Figures, units_told, work_out_figures
from ..disclosure.scopes import Scope, is_untouched
from ..disclosure.sessions import Session
from ..items import Item
from ..scoring import scorer_of
from ..store.days import months_before
from ..text import say
from .blocks import Block, Cell, Tone, cell, head, heading, table, words
from .group import Choice, GroupSource, sessions_in
from .mistakes import Mistake, Sureness, find_mistake
from .numbers import clip, hundredths, percent, whole

MONTHS = 6
"""How far back the table over time goes."""
SESSIONS = 12
"""How many sessions are told one by one."""
TEACH_NEXT = 3


def build_group_page(source: GroupSource, choice: Choice) -> Generator[float, None, list[Block]]:
    figures = None
    if choice.studies:
        now = source.clock.now()
        figures = yield from work_out_figures(source.log, source.pack, now=now, minimum=source.minimum)
    page = _Page(source, choice, figures, choice.studies and is_untouched(source.log))
    blocks = [*page.what_next(), *page.people(), *page.attendance()]
    blocks += yield from page.heat_map()
    return [*blocks, *page.over_time(), *page.legend()]


def read_sureness(figures: Figures | None, *, minimum: int) -> Sureness:
    """As far as it is told of enough people."""
    return {
        (one.item.identifier, choice.choice): choice.sure / choice.said
        for one in (figures.items if figures else ())
        for choice in one.choices
        if choice.said >= minimum
    }


@dataclass(frozen=True)
class _Page:
    source: GroupSource
    choice: Choice
    figures: Figures | None
    is_untouched: bool

    @property
    def nothing(self) -> Cell:
        """Of who studies alone: some may have answered, or nobody has."""
        return _gap("nobody" if self.is_untouched else "withheld")

    @property
    def requirements(self) -> list[str]:
        """Those that the topic's items mainly ask for, in the pack's order."""
        return [name for name in self.source.pack.requirements if name in self._main.values()]

    # --- one page before a meeting

    def what_next(self) -> list[Block]:
        """The requirements that are held least, each with the wrong act that matters most, and why it is wrong."""
        found = self.source.describe(self.choice.scope, self.choice.topic)
        scores = [one for one in score_requirements(found) if not one.counts_only]
        judged = sorted(scores, key=lambda one: one.share or 0)[:TEACH_NEXT]
        titles = [self.source.pack.requirements[one.name].title for one in judged]
        lead = say("figures.group_lead", requirements="; ".join(titles)) if titles else self._no_lead
        blocks: list[Block] = [words(self._label), words(lead, strong=True)]
        if judged:
            blocks.append(heading(say("figures.teach_title")))
        sureness = read_sureness(self.figures, minimum=self.source.minimum)
        for number, one in enumerate(judged, start=1):
            blocks += self._teach(number, one, find_mistake(found, one.name, sureness))
        return blocks

    @property
    def _label(self) -> str:
        """Of what the page is; in print nothing else says so."""
        return f"{self.source.pack.topics[self.choice.topic].title} · {self.choice.label}"

    @property
    def _no_lead(self) -> str:
        if self.is_untouched and not self.choice.sessions:
            return say("figures.group_lead_nobody")
        is_asked = self.choice.studies or any(one in self._main for held in self.choice.sessions for one in held.asked)
        return say("figures.group_lead_none" if is_asked else "figures.group_lead_not_asked")

    def _teach(self, number: int, score: ItemsScore, mistake: Mistake | None) -> list[Block]:
        title = self.source.pack.requirements[score.name].title
        line = say("figures.teach_requirement", title=title, percent=percent(score.share or 0), n=whole(score.n))
        told: list[Block] = [heading(f"{number}. {line}", 3)]
        if mistake is None:
            return [*told, words(say("figures.teach_no_mistake", few=COUNTS_ONLY_BELOW))]
        return told + self._tell_mistake(mistake)

    def _tell_mistake(self, mistake: Mistake) -> list[Block]:
        item = mistake.item
        scenario, _ = self.source.pack.get_item(item.identifier)
        chosen = item.choice(mistake.choice)
        act = chosen.text if mistake.label is None else f"{chosen.text} → {mistake.label}"
        right = _right_act(item, mistake)
        line = say("figures.teach_wrong", choice=act, share=percent(mistake.share))
        if mistake.sure is not None:
            line += "; " + say("figures.teach_sure", sure=percent(mistake.sure))
        return [
            words(say("figures.teach_case", title=scenario.title, stimulus=" ".join(scenario.stimulus.split()))),
            words(item.question),
            words(line, tone="bad"),
            words(say("figures.teach_why", feedback=chosen.feedback)),
            *([words(right, tone="good")] if right else []),
        ]

    # --- who took part

    def people(self) -> list[Block]:
        """Who has studied alone, by unit; the total is that of the units told."""
        if self.figures is None:
            return []
        eligible, figures = self.source.eligible, self.figures
        lines = [
            UnitLine(name, figures.people.get(name), figures.finished.get(name), eligible.get(name))
            for name in units_told(figures, eligible)
        ]
        if not lines:
            return []
        hint = say("figures.people_hint", minimum=self.source.minimum)
        return self._participation("people", lines, self.nothing, hint)

    def attendance(self) -> list[Block]:
        """Who came to the sessions, by unit, as in the sessions' own reports."""
        lines = add_by_name(line for one in self.choice.sessions for line in self.source.attend(one))
        if not lines:
            return []
        hint = say("figures.attendance_hint", sessions=len(self.choice.sessions))
        return self._participation("attendance", lines, _gap("unknown"), hint)

    def _participation(self, kind: str, lines: Sequence[UnitLine], nothing: Cell, hint: str) -> list[Block]:
        def row(name: str, line: UnitLine, of: Sequence[UnitLine]) -> list[Cell]:
            return [head(name), *_numbers(line, nothing), _rate(of, nothing)]

        rows = [row(one.name or say("figures.unit_none"), one, [one]) for one in lines]
        total = row(say("figures.total"), add_up("", lines), lines)
        heads = [say("figures.column_unit"), *(say(f"figures.column_{kind}_{n}") for n in range(1, 5))]
        title = say(f"figures.{kind}_title")
        return [
            heading(title, new_page=kind == "people" or self.figures is None),
            table(title, heads, [*rows, total]),
            words(hint),
        ]

    # --- requirement by requirement

    def heat_map(self) -> Generator[float, None, list[Block]]:
        """Everybody, then unit × requirement of who studies alone, then session × requirement."""
        requirements = self.requirements
        units = list(self.source.eligible) if self.choice.studies else []
        sessions = self.choice.sessions[:SESSIONS]
        rows = [self._heat_row(self._all, self.choice.scope, requirements)]
        for unit in units:
            scope = Scope(self.choice.scope.months, unit=unit)
            rows.append(self._heat_row(unit, scope, requirements))
            yield len(rows) / (1 + len(units) + len(sessions))
        if self.choice.session is None:
            rows += [self._heat_row(one.label, Scope((), (one,)), requirements, session=one) for one in sessions]
        titles = (f"{one} {self.source.pack.requirements[one].title}" for one in requirements)
        title = say("figures.heat_title" if units else "figures.heat_title_sessions")
        return [
            heading(title),
            table(title, [say("figures.column_group"), *titles], rows, wide=True),
            words(say("figures.heat_hint", low=self.source.teach_below, high=self.source.explain_from)),
        ]

    @property
    def _all(self) -> str:
        return say("figures.unit_all") if self.choice.session is None else self.choice.session.label

    def _heat_row(
        self, name: str, scope: Scope, requirements: Iterable[str], *, session: Session | None = None
    ) -> list[Cell]:
        found = self.source.describe(scope, self.choice.topic)
        scores = {one.name: one for one in score_requirements(found)}
        session = session or self.choice.session
        return [head(name), *(self._heat(scores.get(one), one, session) for one in requirements)]

    def _heat(self, score: ItemsScore | None, requirement: str, session: Session | None) -> Cell:
        if score is None or score.share is None:
            return self.nothing if session is None else _gap(self._why_none(session, requirement))
        if score.counts_only:
            return {"text": say("figures.counts_n", n=score.n, few=COUNTS_ONLY_BELOW), "tone": "none"}
        return {"text": percent(score.share), "tone": self._tone(score.share)}

    def _why_none(self, session: Session, requirement: str) -> str:
        """Of a requirement of which a session tells nothing."""
        answered = [
            is_answered
            for name, is_answered in session.asked.items()
            if name in self._main and self._main[name] == requirement
        ]
        if not answered:
            return "not_asked"
        return "withheld" if any(answered) else "nobody"

    @property
    def _main(self) -> dict[str, str]:
        """Item of the topic → the requirement it mainly asks for."""
        live = self.source.pack.live_items()
        return {item.identifier: item.requirements[0] for scenario, item in live if scenario.topic == self.choice.topic}

    def _tone(self, share: float) -> Tone:
        if 100 * share < self.source.teach_below:
            return "bad"
        return "good" if 100 * share >= self.source.explain_from else "middle"

    # --- over time

    def over_time(self) -> list[Block]:
        """The last months, whole ones, of whatever is chosen; the answers of each are of other people and questions."""
        if self.choice.session is not None:
            return []
        today = self.source.clock.now().astimezone(LOCAL_ZONE).date()
        rows: list[list[Cell]] = []
        shares: list[tuple[str, float]] = []
        for month in months_before(today, MONTHS):
            label = f"{month[5:]}/{month[:4]}"
            held = sessions_in(self.source.sessions(), (month,)) if self.choice.has_halls else ()
            found = self.source.describe(Scope((month,) if self.choice.studies else (), held), self.choice.topic)
            score = score_items(month, found)
            rows.append([head(label), *self._month(score, held)])
            if score.share is not None and not score.counts_only:
                shares.append((label, score.share))
        title = say("figures.progress_title")
        heads = [say(f"figures.column_{name}") for name in ("month", "answers", "share")]
        lead = [words(_progress(shares))] if len(shares) > 1 else []
        return [heading(title), *lead, table(title, heads, rows), words(say("figures.progress_hint"))]

    def _month(self, score: ItemsScore, held: Sequence[Session]) -> list[Cell]:
        if not score.n:
            asked = any(one.asked for one in held)
            gap = self.nothing if self.choice.studies else _gap("withheld" if asked else "not_asked")
            return [gap, gap]
        n = cell(whole(score.n))
        if score.share is None or score.counts_only:
            return [n, {"text": say("figures.counts_few", few=COUNTS_ONLY_BELOW), "tone": "none"}]
        return [n, {"text": percent(score.share), "bar": clip(score.share), "tone": self._tone(score.share)}]

    def legend(self) -> list[Block]:
        size = group_size(self.source.minimum)
        return [heading(say("figures.how_to_read")), *(words(say(f"figures.group_{one}", size=size)) for one in LEGEND)]


LEGEND = ("hint", "words", "sensitive")


def _progress(shares: Sequence[tuple[str, float]]) -> str:
    (first, before), (last, after) = shares[0], shares[-1]
    return say("figures.progress", first=first, before=percent(before), last=last, after=percent(after))


def _right_act(item: Item, mistake: Mistake) -> str | None:
    """What ought to be done: the key's choices, or what the key does with this one."""
    if mistake.label is None:
        keyed = (item.choice(one).text.rstrip(".") for one in item.choice_ids if one in item.interaction.keyed)
        return say("figures.teach_key", choices="; ".join(keyed))
    return scorer_of(item).describe_key(mistake.choice)


def _gap(name: str) -> Cell:
    return {"text": say(f"figures.{name}"), "tone": "none"}


def _numbers(line: UnitLine, nothing: Cell) -> list[Cell]:
    eligible = _gap("unknown") if line.eligible is None else cell(whole(line.eligible))
    return [eligible, *(nothing if n is None else cell(whole(n)) for n in (line.people, line.finished))]


def _rate(lines: Sequence[UnitLine], nothing: Cell) -> Cell:
    """Σ finished / Σ eligible of the lines of which both are known, and the per cent."""
    sums = sum_rate(lines)
    if sums is None:
        return _gap("unknown") if any(one.finished is not None for one in lines) else nothing
    finished, eligible = sums
    share = finished / eligible
    made: Cell = {"text": f"{whole(finished)}/{whole(eligible)} = {hundredths(share)}", "bar": clip(share)}
    return made if finished <= eligible else {**made, "note": say("figures.over")}
