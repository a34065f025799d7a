"""The state of a lesson's card, as JSON: what stands on each screen and nothing of how it is drawn.

Knows no message. Keys and explanations have a place only in what is shown of an answer that is stored.
"""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from ..scoring import Level

Screen = Literal["contents", "intro", "item", "summary"]
"""The contents of the lesson; of a part what it teaches first, one of its items, or its results."""


class LessonInfo(TypedDict):
    """`sensitive`: every answer of this lesson is stored without any link to a person. `contents`: it has parts to
    choose from; what is planned for each day has not."""

    slug: str
    title: str
    sensitive: bool
    contents: bool


class PartView(TypedDict):
    """A part of the lesson: how long it takes, how many of its items are answered, how many are still to be asked in
    parallel, whether some of what it asks ought to be repeated, whether it is being studied."""

    id: str
    title: str
    minutes: int
    items: int
    answered: int
    parallels: int
    review: bool
    current: bool


class ExampleView(TypedDict):
    """A worked contrast: a case and what is right in it, then one fact changed and what is right now."""

    case: str
    answer: str
    change: str
    changed_answer: str


class TeachingView(TypedDict):
    """What is taught before the first item of the part being studied."""

    points: list[str]
    example: ExampleView | None


class ScenarioView(TypedDict):
    """The situation on screen, the `number`th of its part. `unsigned`: nobody has approved it yet; `parallel`: it asks
    again for what was got wrong before."""

    id: str
    title: str
    stimulus: str
    number: int
    of: int
    unsigned: bool
    sensitive: bool
    parallel: bool


class Labelled(TypedDict):
    """A choice or target under the token of this showing; tokens are positions and tell nothing."""

    token: str
    text: str


class Segment(TypedDict, total=False):
    """A piece of a passage: plain text, or the choice of this token."""

    text: str
    token: str


class RequirementView(TypedDict):
    """A requirement in our words, with literal key phrases, where it stands and, unless in force, with what status."""

    label: str
    title: str
    summary: str
    quotes: list[str]
    where: str
    status: str | None
    note: str | None


class ChoiceFeedback(TypedDict):
    """One choice after scoring: what was done with it (`yours`) and what the key does (`key`), in words. `open`: to be
    read first. An explanation that another choice gives in the same words is "" here."""

    token: str
    text: str
    chosen: bool
    verdict: Literal["right", "part", "wrong", "neutral"]
    open: bool
    yours: str | None
    key: str | None
    feedback: str
    cites: list[str]


class FeedbackView(TypedDict):
    """The explanation of a stored answer; `choices` in the order they are to be read, which where `ordered` is the key.
    `percent`: the share of the points that guessing leaves, 0 … 100, one scale for every kind; then the points, and
    those that blind guessing earns where that tells something. `certainty`: a word on how certain the answer was given,
    `confidence` as it was said. `proof`: that it is stored, for a page whose host dies.
    """

    percent: int
    score: float
    max_score: float
    chance: float | None
    level: Level
    headline: str
    ordered: bool
    choices: list[ChoiceFeedback]
    rationale: str
    legal_note: str | None
    requirements: Mapping[str, RequirementView]
    response: Any
    certainty: NotRequired[str]
    confidence: NotRequired[int | None]
    proof: NotRequired[str]


class TrailStep(TypedDict):
    """A decision taken in a branching case: the choice, and what happened then."""

    choice: str
    told: str


class DebriefMove(TypedDict):
    """A decision told after the end of its case. `right`: the choice is the keyed one, else `key` is; `why` explains
    the choice, `rationale` the key."""

    prompt: str
    choice: str
    told: str
    right: bool
    key: str | None
    why: str
    rationale: str
    cites: list[str]


class DebriefView(TypedDict):
    """What is told once a case has ended: the way taken, and from the `parting`th decision on (from 1; None: nowhere)
    the better one. `start`: the item from which it may be gone through again."""

    lead: str
    parting: int | None
    moves: list[DebriefMove]
    better: list[DebriefMove]
    legal_note: str | None
    requirements: Mapping[str, RequirementView]
    start: str


class DecisionView(TypedDict):
    """What follows a stored decision in a branching case, without a verdict; the debrief where the case has ended.
    `response`, `confidence` and `proof` as in `FeedbackView`."""

    headline: str
    choice: str
    told: str
    response: Any
    confidence: int | None
    proof: str
    debrief: DebriefView | None


class ItemView(TypedDict):
    """The item on screen, the `number`th of its scenario. `change`: the one fact that is otherwise than in the item
    before. What an interaction shows beside its choices comes with it: targets, passage, scale.

    `trail`, in a branching case only: what was decided before. How many decisions there will be is not told: `of` is 1.
    """

    id: str
    version: int
    attempt_id: str
    kind: str
    prompt: str
    change: NotRequired[str]
    choices: list[Labelled]
    targets: NotRequired[list[Labelled]]
    passage: NotRequired[list[Segment]]
    scale: NotRequired[list[int]]
    number: int
    of: int
    again: bool
    earlier: bool
    trail: NotRequired[list[TrailStep]]
    feedback: FeedbackView | DecisionView | None


class AheadView(TypedDict):
    """The next item with its situation, before it is on screen."""

    scenario: ScenarioView
    item: ItemView


class IntroView(TypedDict):
    """What stands before the first item beside what is taught: how long the part takes, and what each requirement it
    asks for says. `ahead`: the item it leads to, for a page that loses its line here; `note`: which earlier answers
    cannot be read again."""

    minutes: int
    items: int
    requirements: Mapping[str, RequirementView]
    ahead: AheadView | None
    note: str | None


class ResultRow(TypedDict):
    """A requirement in the results, over all that was answered in whatever lesson: `percent` is the mastery, 0 … 100,
    None where there is too little to say."""

    id: str
    title: str
    answers: int
    percent: int | None
    band: Literal["solid", "weak", "unknown"]


class AgainRow(TypedDict):
    """An item that may be answered once more."""

    item: str
    prompt: str


class CalendarDay(TypedDict):
    """A day in Vietnam: its number, with the month's on the first; as people say it; how many items are to be asked."""

    day: str
    number: str
    label: str
    items: int
    today: bool


class CalendarView(TypedDict):
    """What is to be asked again, in words; and day by day in weeks from Monday on, None for a day outside. `open`: it
    is what one came to see."""

    lead: str
    open: bool
    weeks: list[list[CalendarDay | None]]


class SummaryView(TypedDict):
    """The results of a part, and where to go from there. `lead` says in one sentence what sits, what ought to be
    repeated and what comes next."""

    headline: str
    lead: str
    rows: list[ResultRow]
    again: list[AgainRow]
    next_part: str | None
    notes: list[str]
    calendar: CalendarView | None


class ContentsView(TypedDict):
    """The lesson's own page, beside its parts: the one to go on with, None once all is answered, and the results over
    the whole lesson."""

    next_part: str | None
    rows: list[ResultRow]


class ParallelView(TypedDict):
    """An item asked in parallel, for the browser to remember; comes back in the next greeting."""

    of: str
    item: str
    done: bool


class DueView(TypedDict):
    """For the home page: the day on which each requirement that was answered is to be asked again, sorted; `today` by
    the kit's clock, for a phone's may be wrong; how many are asked on one day at `most`."""

    days: list[str]
    today: str
    most: int


class LessonView(TypedDict):
    """All that changes. Of `contents`, `intro`, `item` (with its `scenario`) and `summary` there is the one that
    `screen` names; `back`: something lies before it. `revision` grows with every message taken."""

    revision: int
    due: DueView
    ask_consent: bool
    unit: str | None
    lesson: LessonInfo
    parts: list[PartView]
    parallels: list[ParallelView]
    teaching: TeachingView | None
    screen: Screen
    back: bool
    contents: ContentsView | None
    intro: IntroView | None
    scenario: ScenarioView | None
    item: ItemView | None
    summary: SummaryView | None


class LessonContent(TypedDict):
    """What does not change: the units a learner may choose from, none where none is ever stored."""

    units: list[str]
