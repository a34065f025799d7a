"""What may be seen of a workshop, as JSON: one shape for phones, one for the wall, one for the control room.

Knows nothing of how it is carried or drawn. No shape before `explained` holds a key, but the room's own.
"""

from collections.abc import Mapping
from typing import Any, Literal

from typing_extensions import TypedDict

from ..study.shapes import FeedbackView, RequirementView

StageView = Literal["lobby", "open", "closed", "counted", "shown", "explained", "ended"]
"""`counted` looks like `closed` to phones and wall: only the trainer sees a result then."""


class GridRow(TypedDict):
    """One choice. `counts` by column. `right`: the columns the key puts it in; empty before the key is released, and
    where the key leaves it aside."""

    letter: str
    text: str
    counts: list[int]
    right: list[int]


class Distribution(TypedDict):
    """How many did what with each choice: one shape for all interactions. `columns` name what can be done ("chọn";
    the targets of a matching; the places of a ranking; the points of a rating; "nhất", "kém nhất"). `n` answers.

    `approximate`: counts with noise (sensitive topics)."""

    round: int
    n: int
    columns: list[str]
    rows: list[GridRow]
    approximate: bool


class Withheld(TypedDict):
    """Nothing may be said of this round, in words."""

    round: int
    why: str


class Transition(TypedDict):
    """Of the people of the first round, in both: how many were right (every point) and stayed, and so on. Who did not
    answer again counts as before."""

    n: int
    right_right: int
    right_wrong: int
    wrong_right: int
    wrong_wrong: int


class Share(TypedDict):
    """Share of answers that earned every point, percent, with its 95 % interval (Wilson). `advice` by thresholds."""

    round: int
    n: int
    percent: int
    low: int
    high: int
    advice: Literal["teach", "discuss", "explain"]
    words: str


class Choice(TypedDict):
    """A choice under the token of this workshop's one order, and the letter people say aloud."""

    token: str
    letter: str
    text: str


class ItemOnScreen(TypedDict, total=False):
    """The item as asked: the fields of a lesson's `ItemView` that go before an answer, with letters; no key."""

    id: str
    version: int
    kind: str
    prompt: str
    change: str
    choices: list[Choice]
    targets: list[dict[str, str]]
    passage: list[dict[str, str]]
    scale: list[int]
    columns: list[str]


class ScenarioOnScreen(TypedDict):
    title: str
    stimulus: str
    sensitive: bool


class KeyView(TypedDict):
    """After the key is released: what is right, why, and where it stands."""

    rationale: str
    choices: list[dict[str, Any]]
    """token, letter, text, key (words of what the key does, or None), feedback, cites"""
    requirements: Mapping[str, RequirementView]
    legal_note: str | None


class WordView(TypedDict):
    number: int
    text: str
    is_shown: bool


class PhoneState(TypedDict):
    """What every phone is told, the same for all. `left_s`: seconds to the close; None: no timer. `turn` 0: none yet.
    `looking_back`: an earlier turn is on screen. `key` once it is released, for whoever did not answer or whose answer
    to a sensitive topic nobody knows any more. Everything that a turn lacks is None or empty."""

    version: int
    title: str
    rehearsal: bool
    stage: StageView
    paused: bool
    looking_back: bool
    turn: int
    round: int
    activity: Literal["item", "poll", "words"] | None
    left_s: int | None
    scenario: ScenarioOnScreen | None
    item: ItemOnScreen | None
    question: str
    options: list[Choice]
    results: list[Distribution | Withheld]
    transition: Transition | None
    key: KeyView | None
    words: list[WordView]


class Mine(TypedDict):
    """What one phone is told of itself. `response`: its answer in this round in tokens (a poll: the token), or None.
    `feedback` once the key is released. `name`: as it stands in the hall; the server alone knows it."""

    version: int
    unit: str | None
    name: str | None
    group: int | None
    response: Any
    feedback: FeedbackView | None


class WallView(TypedDict):
    """What is projected: the phones' state, and how to come in; `address` as a person types it. `names`: whether phones
    may give display names; which, the server alone knows."""

    state: PhoneState
    code: str
    address: str
    joined: int
    answered: int
    key: KeyView | None
    requirement: str
    names: bool


class PlanRow(TypedDict):
    """An item of the plan or one already asked. `turn` None: not asked yet."""

    item: str
    number: int
    scenario: str
    prompt: str
    requirement: str
    kind: str
    sensitive: bool
    turn: int | None
    share: int | None


class UnitRow(TypedDict):
    """`joined`: who came in from this unit: attendance, not answers."""

    name: str
    joined: int
    eligible: int | None


class RoomView(TypedDict):
    """The control room. `can`: the commands that fit now, by kind. `shares` of the rounds counted, for the trainer's
    eyes before anything is shown; `parted`: where people parted, in words, the most telling first."""

    wall: WallView
    can: list[str]
    plan: list[PlanRow]
    units: list[UnitRow]
    shares: list[Share | Withheld]
    parted: list[str]
    transition: Transition | None
    key: KeyView | None
    parallel: list[PlanRow]
    words: list[WordView]


class ReadyPlan(TypedDict):
    """A plan to start from: made by the kit for a lesson and a length, or saved by a trainer (`id` "")."""

    id: str
    title: str
    lesson: str
    minutes: int
    items: list[str]


class WorkshopLine(TypedDict):
    """A workshop on the board, to go on with or to take the report of."""

    workshop: str
    code: str
    title: str
    day: str
    is_ended: bool
    rehearsal: bool


class PrepareView(TypedDict):
    """What the control room shows before a workshop is chosen or begun. `rows`: every live item, in the lessons' order,
    for choosing; `unit_text`: the units as they would be pasted, from the last workshop or the installation's file."""

    workshops: list[WorkshopLine]
    plans: list[ReadyPlan]
    rows: list[PlanRow]
    unit_text: str


class RoomScreen(TypedDict):
    """What the control room's card shows: one of the two, the other None. `alarm`: what the operator must do now."""

    prepare: PrepareView | None
    room: RoomView | None
    alarm: str


class WallScreen(TypedDict):
    """All that the wall's card shows. `wall` None: no workshop is open. `alarm`: what to do now."""

    wall: WallView | None
    alarm: str
