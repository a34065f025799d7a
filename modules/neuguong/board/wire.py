"""What a browser and the board say to each other, both ways, each shape once: strict models for what comes in, which
may be hostile, typed dictionaries for what goes out, which is JSON as it stands.

Knows nothing of what follows from a message. `TypeAdapter(View).json_schema()`, and so for the others, is the contract
in a form that other programs read.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict  # pydantic needs it before Python 3.12

from ..errors import NeuGuongError
from .findings import ItemState
from .periods import Period

Name = Annotated[str, StringConstraints(max_length=120)]
FileFormat = Literal["xlsx", "csv"]


class BoardMessageError(NeuGuongError):
    """The browser sent something that is no message to the board."""

    code = "message"


# --- what comes in


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Refresh(_Message):
    """Is there anything new?"""

    kind: Literal["refresh"]


class Choose(_Message):
    """Show another period, unit (None: everybody) or topic; or instead of a period a `session` of the hall, which is
    always of everybody there."""

    kind: Literal["choose"]
    period: Period
    session: Name | None = None
    unit: Name | None
    topic: Name


class ShowKey(_Message):
    """Send the key and the explanation of an item of the chosen topic, or (`shown` false) no longer."""

    kind: Literal["show_key"]
    item: Name
    shown: bool


class Export(_Message):
    """Send the totals as a file."""

    kind: Literal["export"]
    format: FileFormat


Message = Annotated[Refresh | Choose | ShowKey | Export, Field(discriminator="kind")]
_ADAPTER: TypeAdapter[Message] = TypeAdapter(Message)


def parse_message(raw: object) -> Message:
    """The message, or BoardMessageError naming the first thing wrong with it."""
    try:
        return _ADAPTER.validate_python(raw)
    except (ValidationError, RecursionError) as error:
        first = error.errors(include_url=False)[0]["msg"] if isinstance(error, ValidationError) else "nested too deeply"
        raise BoardMessageError(f"not a message: {first}") from None


# --- what goes out

_exact = with_config(ConfigDict(extra="forbid", strict=True))


@_exact
class Option(TypedDict):
    """Something that can be chosen."""

    id: str
    label: str


@_exact
class ItemText(TypedDict):
    """A question as it was asked, without its key. `passage`: the text of a hottext, its choices in brackets."""

    id: str
    kind: str
    prompt: str
    passage: str | None
    requirement: str
    choices: list[str]


@_exact
class ScenarioText(TypedDict):
    title: str
    stimulus: str
    items: list[ItemText]


@_exact
class Content(TypedDict):
    """What does not change while people answer: what can be chosen, and the questions of the chosen topic."""

    periods: list[Option]
    sessions: list[Option]
    units: list[str]
    topics: list[Option]
    topic: str
    scenarios: list[ScenarioText]


@_exact
class Bar(TypedDict):
    """How many answers did one thing with a choice."""

    label: str | None
    count: int


@_exact
class ChoiceCounts(TypedDict):
    """`mean`: the choice's mean place or point, in words."""

    mean: str | None
    bars: list[Bar]


@_exact
class ChoiceKey(TypedDict):
    """`key`: what the key does with it, in words, None where it leaves it aside; `right`: how many did the same."""

    key: str | None
    feedback: str
    right: int | None


@_exact
class ItemPoints(TypedDict):
    """`full` answers earned every point. `percent` of the points, from enough answers on."""

    full: int
    score: float
    max: float
    percent: int | None


@_exact
class ItemKey(TypedDict):
    """The key and what tells it, with the explanations; `points` is None where nothing may be said of the answers."""

    choices: list[ChoiceKey]
    rationale: str
    points: ItemPoints | None


@_exact
class ItemCounts(TypedDict):
    """What may be shown of an item. `shares`: enough answers to speak of per cent. `key`: None until asked for."""

    id: str
    state: ItemState
    n: int | None
    shares: bool
    choices: list[ChoiceCounts]
    key: ItemKey | None


@_exact
class ResultRow(TypedDict):
    """The result of a requirement, or of a part of a lesson (`id`: its lesson where there are several, else ""), from
    `items` of its `of` questions; `few`: too few answers for a judgement."""

    id: str
    title: str
    n: int
    items: int
    of: int
    percent: int | None
    few: bool


@_exact
class View(TypedDict):
    """What changes: the choice, the counters and the numbers. `answers` and `people` are None where they may not be
    said; `stale`: the log could not be read, these are the last numbers; `alarm`: why answers cannot be stored, ""
    while they can."""

    state: Literal["shown", "few", "unread"]
    period: Period
    session: str | None
    unit: str | None
    topic: str
    sensitive: bool
    stale: bool
    alarm: str
    answers: int | None
    people: int | None
    note: str
    rows: list[ResultRow]
    parts: list[ResultRow]
    items: list[ItemCounts]


@_exact
class File(TypedDict):
    """A file in base64."""

    kind: Literal["file"]
    name: str
    mime: str
    data: str


@_exact
class Refused(TypedDict):
    """Nothing was done; why, in the words of the page."""

    kind: Literal["refused"]
    message: str


Reply = Annotated[File | Refused, Field(discriminator="kind")]
