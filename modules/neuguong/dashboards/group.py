"""What a group knows: who has studied, what sits by requirement and unit, what to teach next, and how that went on.

Knows nothing of logs' rows: takes numbers as `disclosure` publishes them.
"""

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..analysis.distribution import ItemDistribution, describe_item
from ..analysis.evidence import COUNTS_ONLY_BELOW
from ..analysis.item_analysis import ChoiceAnalysis, ItemAnalysis
from ..analysis.requirement_scores import ItemsScore, score_items, score_requirements
from ..clock import LOCAL_ZONE, Clock
from ..disclosure import group_size, read_published
from ..disclosure.figures import Figures, units_told, work_out_figures
from ..items import Pack
from ..scoring import takes_one_choice
from ..store import ItemCount, ResponseLog
from ..store.days import months_before
from ..text import say
from .blocks import Block, Cell, Filter, Option, Tone, cell, head, heading, table, words
from .dashboard import File
from .numbers import clip, percent, whole

MONTHS = 6
"""How far back the table over time goes."""
TEACH_NEXT = 3


@dataclass(frozen=True)
class GroupSource:
    """A `Source`. `teach_below` and `explain_from` are the hall's thresholds, in per cent."""

    pack: Pack
    log: ResponseLog
    clock: Clock
    minimum: int
    units: Sequence[str]
    teach_below: int
    explain_from: int
    make_file: Callable[[str, str], File]
    """The report on a period (of `periods`) in a format."""
    periods: Sequence[Option] = ()
    formats: Sequence[str] = ()

    def filters(self) -> list[Filter]:
        topics = [one for one in self.pack.topics.values() if not one.sensitive]
        options: list[Option] = [{"id": one.identifier, "label": one.title} for one in topics]
        chosen: list[Filter] = [{"name": "topic", "label": say("figures.topic"), "options": options}]
        if self.periods:
            label = say("figures.report_period")
            chosen.append({"name": "period", "label": label, "options": list(self.periods)})
        return chosen

    def files(self) -> list[Option]:
        return [{"id": one, "label": say(f"figures.file_{one}")} for one in self.formats]

    def build(self, chosen: Mapping[str, str]) -> Generator[float, None, list[Block]]:
        now = self.clock.now()
        figures = yield from work_out_figures(self.log, self.pack, now=now, minimum=self.minimum)
        page = _Page(self, chosen["topic"], now.astimezone(LOCAL_ZONE).date())
        blocks = [*page.what_next(figures), *page.people(figures)]
        blocks += yield from page.heat_map()
        return [*blocks, *page.over_time()]

    def export(self, chosen: Mapping[str, str], format: str) -> File:
        return self.make_file(chosen["period"], format)

    def read_distributions(self, topic: str, *, unit: str | None = None, period: str = "") -> list[ItemDistribution]:
        """Of a topic's live items, as published."""
        counts: dict[tuple[str, int], list[ItemCount]] = defaultdict(list)
        for one in read_published(self.log, unit=unit, period=period):
            counts[one.item_id, one.item_version].append(one)
        return [
            describe_item(item, counts[key])
            for scenario, item in self.pack.live_items()
            if scenario.topic == topic and (key := (item.identifier, item.version)) in counts
        ]


@dataclass(frozen=True)
class _Page:
    source: GroupSource
    topic: str
    today: date

    @property
    def requirements(self) -> list[str]:
        """Those that the topic's items mainly ask for, in the pack's order."""
        live = self.source.pack.live_items()
        asked = {item.requirements[0] for scenario, item in live if scenario.topic == self.topic}
        return [name for name in self.source.pack.requirements if name in asked]

    def what_next(self, figures: Figures) -> list[Block]:
        """The requirements that are held least, each with the wrong act that is chosen most, and why it is wrong."""
        scores = score_requirements(self.source.read_distributions(self.topic))
        judged = sorted((one for one in scores if not one.counts_only), key=lambda one: one.share or 0)[:TEACH_NEXT]
        titles = [self.source.pack.requirements[one.name].title for one in judged]
        lead = say("figures.group_lead", requirements="; ".join(titles)) if titles else say("figures.group_lead_none")
        hint = say("figures.group_hint", size=group_size(self.source.minimum))
        blocks: list[Block] = [words(lead, strong=True), words(hint)]
        if judged:
            blocks.append(heading(say("figures.teach_title")))
        for one in judged:
            blocks += self._teach(one, figures)
        return blocks

    def _teach(self, score: ItemsScore, figures: Figures) -> list[Block]:
        title = self.source.pack.requirements[score.name].title
        told: list[Block] = [heading(_requirement_line(title, score), 3)]
        mistake = find_mistake(figures.items, score.name)
        if mistake is not None:
            told += self._tell_mistake(*mistake)
        return told

    def _tell_mistake(self, analysis: ItemAnalysis, wrong: ChoiceAnalysis) -> list[Block]:
        item = analysis.item
        scenario, _ = self.source.pack.get_item(item.identifier)
        chosen = item.choice(wrong.choice)
        line = say("figures.teach_wrong", choice=chosen.text, share=percent(wrong.count / analysis.n))
        if wrong.said >= self.source.minimum:
            line += ", " + say("figures.teach_sure", sure=percent(wrong.sure / wrong.said))
        keys = [item.choice(one).text for one in item.choice_ids if one in item.interaction.keyed]
        return [
            words(say("figures.teach_case", title=scenario.title)),
            words(scenario.stimulus),
            words(item.question),
            words(line, strong=True),
            words(say("figures.teach_why", feedback=chosen.feedback)),
            *(words(say("figures.teach_key", choice=text)) for text in keys),
        ]

    def people(self, figures: Figures) -> list[Block]:
        """Who has studied, by unit; the total is that of the units told."""
        if not figures.people:
            return []
        names = units_told(figures, self.source.units)
        rows = [
            [
                head(name or say("figures.unit_none")),
                _count(figures.people.get(name)),
                _count(figures.finished.get(name)),
            ]
            for name in names
        ]
        sums = (sum(one.values()) for one in (figures.people, figures.finished))
        total = [head(say("figures.total")), *(cell(whole(one)) for one in sums)]
        heads = [say(f"figures.column_{name}") for name in ("unit", "people", "finished")]
        return [
            heading(say("figures.people_title")),
            table(say("figures.people_title"), heads, [*rows, total]),
            words(say("figures.people_hint", minimum=self.source.minimum)),
        ]

    def heat_map(self) -> Generator[float, None, list[Block]]:
        """Unit × requirement."""
        requirements = self.requirements
        names: list[str | None] = [None, *self.source.units]
        rows = []
        for name in names:
            rows.append(self._heat_row(name, requirements))
            yield len(rows) / len(names)
        titles = (f"{one} {self.source.pack.requirements[one].title}" for one in requirements)
        heads = [say("figures.column_unit"), *titles]
        return [
            heading(say("figures.heat_title")),
            table(say("figures.heat_title"), heads, rows, wide=True),
            words(say("figures.heat_hint")),
        ]

    def _heat_row(self, unit: str | None, requirements: Iterable[str]) -> list[Cell]:
        found = score_requirements(self.source.read_distributions(self.topic, unit=unit))
        scores = {one.name: one for one in found}
        name = say("figures.unit_all") if unit is None else unit
        return [head(name), *(self._heat(scores.get(one)) for one in requirements)]

    def _heat(self, score: ItemsScore | None) -> Cell:
        if score is None or score.share is None:
            return {"text": say("figures.withheld"), "tone": "none"}
        if score.counts_only:
            return {"text": say("figures.counts_n", n=score.n, few=COUNTS_ONLY_BELOW), "tone": "none"}
        return {"text": percent(score.share), "bar": clip(score.share), "tone": self._tone(score.share)}

    def _tone(self, share: float) -> Tone:
        if 100 * share < self.source.teach_below:
            return "bad"
        return "good" if 100 * share >= self.source.explain_from else "middle"

    def over_time(self) -> list[Block]:
        """The last months, whole ones; the first answers of each month are of other people and other questions."""
        rows: list[list[Cell]] = []
        for month in months_before(self.today, MONTHS):
            found = self.source.read_distributions(self.topic, period=month)
            n = sum(one.n for one in found)
            share = score_items(month, found).share
            told: Cell = {"text": say("figures.withheld"), "tone": "none"}
            if share is not None and n >= COUNTS_ONLY_BELOW:
                told = {"text": percent(share), "bar": clip(share), "tone": self._tone(share)}
            label = f"{month[5:]}/{month[:4]}"
            rows.append([head(label), cell(whole(n) if n else say("figures.withheld")), told])
        heads = [say(f"figures.column_{name}") for name in ("period", "answers", "share")]
        return [heading(say("figures.progress_title")), table(say("figures.progress_title"), heads, rows)]


def find_mistake(items: Iterable[ItemAnalysis], requirement: str) -> tuple[ItemAnalysis, ChoiceAnalysis] | None:
    """The wrong act that weighs most among the questions that mainly ask for the requirement: by the share that chose
    it, up to twice as much where they said they were certain. None where too few have answered."""
    found = [
        (analysis, choice)
        for analysis in items
        if analysis.item.requirements[0] == requirement and not analysis.counts_only and takes_one_choice(analysis.item)
        for choice in analysis.choices
        if not choice.is_key and choice.count
    ]
    return max(found, key=lambda pair: _weight(*pair), default=None)


def _weight(analysis: ItemAnalysis, choice: ChoiceAnalysis) -> float:
    sure = choice.sure / choice.said if choice.said else 0.0
    return choice.count / analysis.n * (1 + sure)


def _requirement_line(title: str, score: ItemsScore) -> str:
    return say("figures.teach_requirement", title=title, percent=percent(score.share or 0), n=whole(score.n))


def _count(n: int | None) -> Cell:
    return cell(whole(n)) if n is not None else {"text": say("figures.withheld"), "tone": "none"}
