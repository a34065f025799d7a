"""How the questions work, for the trainer and the author: a line each, and what its choices do.

Knows nothing of logs: takes figures as `disclosure.figures` tells them.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass

from ..analysis.estimates import estimate_share
from ..analysis.evidence import COUNTS_ONLY_BELOW, JUDGED_FROM
from ..analysis.item_analysis import ChoiceAnalysis, ItemAnalysis
from ..analysis.verdicts import EASY_FROM, WEAK_BELOW, Fault, Flag, judge_item
from ..clock import Clock
from ..disclosure.coarse import PairTold
from ..disclosure.figures import Figures, work_out_figures
from ..items import Item, Pack
from ..store import ResponseLog
from ..text import say
from .blocks import Block, Cell, Filter, Option, cell, fold, head, heading, table, words
from .dashboard import DashboardMessageError, File
from .numbers import clip, decimal, percent, share_cell, time_text, whole

ALL = "tat-ca"
FLAGGED = "can-xem"


@dataclass(frozen=True)
class ItemsSource:
    """A `Source`. `minimum`: people behind everything that is shown."""

    pack: Pack
    log: ResponseLog
    clock: Clock
    minimum: int

    def filters(self) -> list[Filter]:
        lessons = [one for one in self.pack.lessons.values() if not self.pack.topics[one.topic].sensitive]
        return [
            {
                "name": "lesson",
                "label": say("figures.lesson"),
                "options": [{"id": one.slug, "label": one.title} for one in lessons],
            },
            {
                "name": "which",
                "label": say("figures.which"),
                "options": [
                    {"id": FLAGGED, "label": say("figures.which_flagged")},
                    {"id": ALL, "label": say("figures.which_all")},
                ],
            },
        ]

    def files(self) -> list[Option]:
        return []

    def build(self, chosen: Mapping[str, str]) -> Generator[float, None, list[Block]]:
        figures = yield from work_out_figures(self.log, self.pack, now=self.clock.now(), minimum=self.minimum)
        return build_items_page(self.pack, figures, lesson=chosen["lesson"], all_items=chosen["which"] == ALL)

    def export(self, chosen: Mapping[str, str], format: str) -> File:
        raise DashboardMessageError(f"no format {format[:40]!r}")


def build_items_page(pack: Pack, figures: Figures, *, lesson: str, all_items: bool) -> list[Block]:
    """The lesson's questions: those with a flag first and open, the others where they are asked for."""
    places = {
        item.identifier: (part.title, pack.scenarios[name].title)
        for part in pack.get_lesson(lesson).parts
        for name in part.scenarios
        for item in pack.scenarios[name].items
    }
    mine = [one for one in figures.items if one.item.identifier in places]
    judged = [one for one in mine if one.n >= JUDGED_FROM]
    flagged = [(one, flags) for one in mine if (flags := judge_item(one))]
    if not any(one.n for one in mine):
        return [
            words(say("figures.no_answers"), strong=True),
            words(say("figures.no_answers_hint", minimum=COUNTS_ONLY_BELOW)),
        ]
    blocks: list[Block] = [
        words(
            say(
                "figures.items_lead" if flagged else "figures.items_none",
                flagged=len(flagged),
                judged=len(judged),
                items=len(mine),
                answers=whole(figures.answers),
            ),
            strong=True,
        ),
        words(say("figures.items_hint", few=COUNTS_ONLY_BELOW, many=JUDGED_FROM)),
        *_reliability(figures, lesson),
    ]
    if flagged:
        blocks.append(heading(say("figures.flagged")))
        blocks += [_flagged(pack, one, flags, places[one.item.identifier]) for one, flags in flagged]
    blocks += _pairs(pack, figures, set(places))
    if all_items:
        blocks.append(heading(say("figures.all_items")))
        blocks += [_overview(mine, places)]
        blocks += [fold(_title(one.item, places[one.item.identifier]), *_details(pack, one)) for one in mine if one.n]
    return blocks


def _reliability(figures: Figures, lesson: str) -> list[Block]:
    if lesson not in figures.sets:
        return []
    found = figures.sets[lesson]
    if found.alpha is None:
        return [words(say("figures.alpha_undefined"))]
    told: list[Block] = [words(say("figures.alpha", alpha=decimal(found.alpha), items=len(found.items)))]
    questions = {one.item.identifier: one.item.question for one in figures.items}
    rows = [
        [head(questions[name]), cell("–" if alpha is None else decimal(alpha))]
        for name, alpha in zip(found.items, found.if_dropped, strict=True)
        if alpha != found.alpha and name in questions
    ]
    told.append(words(say("figures.dropped_same", alpha=decimal(found.alpha), n=len(found.items) - len(rows))))
    if rows:
        heads = (say("figures.column_item"), say("figures.column_dropped"))
        told.append(fold(say("figures.dropped"), table(say("figures.dropped"), heads, rows)))
    return told


def _flagged(pack: Pack, one: ItemAnalysis, flags: list[Flag], place: tuple[str, str]) -> Block:
    told = [words(_explain(one.item, flag), strong=True) for flag in flags]
    return fold(_title(one.item, place), *told, *_details(pack, one))


def _explain(item: Item, flag: Flag) -> str:
    text = item.choice(flag.choice).text if flag.choice else ""
    show = decimal if flag.fault in (Fault.BACKWARDS, Fault.WEAK) else percent
    return say(
        f"figures.fault_{flag.fault}",
        choice=text, found=show(flag.found.value), low=show(flag.found.low), high=show(flag.found.high),
        threshold=show(flag.threshold),
    )  # fmt: skip


def _overview(mine: list[ItemAnalysis], places: Mapping[str, tuple[str, str]]) -> Block:
    heads = [say(f"figures.column_{name}") for name in ("item", "n", "facility", "guessed", "discrimination", "time")]
    rows = [
        [
            head(one.item.question, places[one.item.identifier][1]),
            cell(whole(one.n)),
            cell(say("figures.counts_only")) if one.facility is None else share_cell(one.facility),
            cell(percent(one.chance)),
            _correlation(one),
            cell("–" if one.seconds is None else time_text(one.seconds[1])),
        ]
        for one in mine
    ]
    return table(say("figures.all_items"), heads, rows, wide=True)


def _correlation(one: ItemAnalysis) -> Cell:
    found = one.discrimination
    if found is None:
        return cell("–")
    return {
        "text": decimal(found.value),
        "note": say("figures.from_to", low=decimal(found.low), high=decimal(found.high)),
    }


def _details(pack: Pack, one: ItemAnalysis) -> list[Block]:
    """Where the author finds it, its numbers and how to read them, and what its choices do: how many took each, what
    they know of the rest, and by fifths of the people."""
    scenario, _ = pack.get_item(one.item.identifier)
    file = f"data/bank/{scenario.topic}/{scenario.identifier}.yaml"
    where = words(say("figures.file", file=file, item=one.item.identifier, version=one.item.version))
    has_fifths = any(choice.fifths for choice in one.choices)
    heads = [say("figures.column_choice"), say("figures.column_count"), say("figures.column_rest")]
    heads += [_fifth(n) for n in range(1, 6)] if has_fifths else []
    rows = [_choice_row(one, choice, has_fifths=has_fifths) for choice in one.choices]
    told: list[Block] = [where, *_facts(one), table(say("figures.choices"), heads, rows, wide=has_fifths)]
    if has_fifths:
        told.append(words(say("figures.fifths_hint")))
    elif one.n < COUNTS_ONLY_BELOW:
        told.append(words(say("figures.counts_only_hint", few=COUNTS_ONLY_BELOW)))
    return told


def _facts(one: ItemAnalysis) -> list[Block]:
    """Each number with a plain sentence and its threshold; nothing of few."""
    if one.facility is None:
        return []
    guess, weak, easy = percent(one.chance), decimal(WEAK_BELOW), percent(EASY_FROM)
    found = [("facility", share_cell(one.facility)), ("guessed", cell(guess)), ("discrimination", _correlation(one))]
    if one.seconds is not None:
        low, middle, high = map(time_text, one.seconds)
        found.append(("time", {"text": middle, "note": say("figures.from_to", low=low, high=high)}))
    rows = [
        [
            head(say(f"figures.column_{name}")),
            value,
            cell(say(f"figures.read_{name}", guess=guess, weak=weak, easy=easy)),
        ]
        for name, value in found
    ]
    heads = [say(f"figures.column_{name}") for name in ("figure", "value", "reading")]
    return [table(say("figures.facts", n=whole(one.n)), heads, rows)]


def _fifth(n: int) -> str:
    return say(f"figures.column_fifth_{n}") if n in (1, 5) else say("figures.column_fifth", n=n)


def _choice_row(one: ItemAnalysis, choice: ChoiceAnalysis, *, has_fifths: bool) -> list[Cell]:
    text = one.item.choice(choice.choice).text
    named = text if choice.label is None else f"{text}: {choice.label}"
    count: Cell = {"text": whole(choice.count)}
    if one.n >= COUNTS_ONLY_BELOW:
        count = share_cell(estimate_share(choice.count, one.n), "good" if choice.is_key else "none")
        count["text"] = f"{whole(choice.count)} · {count['text']}"
    row = [head(named, say("figures.key") if choice.is_key else None), count]
    row.append(cell("–" if choice.mean_rest is None else percent(choice.mean_rest)))
    if has_fifths:
        row += [
            {"text": percent(share), "bar": clip(share), "tone": "good" if choice.is_key else "none"}
            for share in choice.fifths
        ]
    return row


def _pairs(pack: Pack, figures: Figures, mine: set[str]) -> list[Block]:
    pairs = [one for one in figures.pairs if one.second in mine]
    if not pairs:
        return []
    names = ("pair_first", "pair", "n", "saw", "first_only", "second_only", "neither")
    heads = [say(f"figures.column_{name}") for name in names]
    rows = [_pair_row(pack, one) for one in sorted(pairs, key=lambda one: one.both)]
    return [
        heading(say("figures.pairs")),
        words(say("figures.pairs_hint", few=COUNTS_ONLY_BELOW)),
        table(say("figures.pairs"), heads, rows, wide=True),
    ]


def _pair_row(pack: Pack, one: PairTold) -> list[Cell]:
    scenario, second = pack.get_item(one.second)
    _, first = pack.get_item(one.first)
    shares = [cell(percent(share)) for share in (one.first_only, one.second_only, one.none)]
    saw: Cell = {"text": percent(one.both), "bar": clip(one.both), "tone": "good"}
    about = cell(say("figures.about", n=whole(one.n)))
    return [head(first.question, scenario.title), cell(second.question), about, saw, *shares]


def _title(item: Item, place: tuple[str, str]) -> str:
    return f"{place[1]} · {item.question}"
