"""What a lesson's card and its session say to each other: what a browser may say (strict shapes for hostile input) and
what is answered. Knows nothing of what follows from any of it.

All of it is JSON, as is the state that is shown (`shapes`). `build_schema` gives the whole as JSON schemas.
"""

from datetime import date
from typing import Annotated, Any, Literal, NotRequired

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from ..errors import NeuGuongError
from .shapes import LessonContent, LessonView, Screen

Token = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
AttemptId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Name = Annotated[str, StringConstraints(max_length=120)]
Day = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"),
    AfterValidator(lambda text: date.fromisoformat(text).isoformat()),
]
DAY_MS = 86_400_000
AGE_MAX_MS = 30 * DAY_MS


class MessageError(NeuGuongError):
    """The browser sent something that is no message."""

    code = "message"


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class AttemptPlace(_Message):
    """The item that was on screen before a reload. `again`: it had been answered before."""

    item: Name
    attempt_id: AttemptId
    again: bool = False


class LocalResult(_Message):
    """A result this browser remembers by itself: used for its own display only, never stored. `day`: when, as told;
    `sure`: it was given as certain. `attempt_id`, `token`: of a decision in a branching case, which choice it was."""

    item: Name
    version: int
    score: float = Field(allow_inf_nan=False)
    max_score: float = Field(allow_inf_nan=False)
    day: Day | None = None
    sure: bool = False
    attempt_id: AttemptId | None = None
    token: Annotated[str, StringConstraints(max_length=2)] | None = None


class Submit(_Message):
    """`age_ms`: how long ago the answer was given; more than a moment where a phone was offline."""

    kind: Literal["submit"]
    item: Name
    version: int
    attempt_id: AttemptId
    response: Any
    age_ms: Annotated[int, Field(ge=0, le=AGE_MAX_MS)] = 0
    duration_ms: Annotated[int, Field(ge=0, le=DAY_MS)] | None = None
    confidence: Annotated[int, Field(ge=1, le=3)] | None = None


class AskedParallel(_Message):
    """An item that was asked because `of` was got wrong, as the browser remembers it."""

    of: Name
    item: Name
    done: bool = False


class Hello(_Message):
    """What a page says of itself, new or back: `screen` is what it shows or asks to be shown, None for wherever the
    learner was in the part; `answered` the answer whose explanation is on screen."""

    kind: Literal["hello"]
    token: Token
    consent: bool | None = None
    unit: Name | None = None
    part: Name | None = None
    attempt: AttemptPlace | None = None
    answered: Submit | None = None
    screen: Screen | None = None
    local: Annotated[list[LocalResult], Field(max_length=500)] = []
    parallels: Annotated[list[AskedParallel], Field(max_length=200)] = []


class Next(_Message):
    """One step forward from `screen`, where the page says which it shows: pressed on what is no longer there, it is not
    taken."""

    kind: Literal["next"]
    screen: Screen | None = None


class Back(_Message):
    kind: Literal["back"]


class ShowContents(_Message):
    kind: Literal["contents"]


class ShowSummary(_Message):
    kind: Literal["summary"]


class OpenPart(_Message):
    kind: Literal["open_part"]
    part: Name


class Again(_Message):
    kind: Literal["again"]
    item: Name


class SetUnit(_Message):
    kind: Literal["set_unit"]
    unit: Name | None


class Consent(_Message):
    kind: Literal["consent"]
    value: bool


Step = Next | Back | ShowContents | ShowSummary | OpenPart | Again
"""Somewhere else on the way through the lesson."""
Message = Annotated[Hello | Submit | Step | SetUnit | Consent, Field(discriminator="kind")]
_ADAPTER: TypeAdapter[Message] = TypeAdapter(Message)


def parse_message(raw: object) -> Message:
    """The message, or MessageError naming the first thing wrong with it."""
    try:
        return _ADAPTER.validate_python(raw)
    except (ValidationError, RecursionError) as error:
        first = error.errors(include_url=False)[0]["msg"] if isinstance(error, ValidationError) else "nested too deeply"
        raise MessageError(f"not a message: {first}") from None


# --- what is answered, once


class Welcome(TypedDict):
    """The greeting has been taken; the view is this learner's."""

    kind: Literal["welcome"]


class LocalRow(TypedDict):
    """A result for the browser to remember by itself; comes back in the next greeting. `day` in Vietnam, by the clock
    of the kit: a phone's may be wrong. `attempt_id`, `token`: of a decision in a branching case, by which the way
    through it is found again."""

    item: str
    version: int
    score: float
    max_score: float
    day: str
    sure: bool
    attempt_id: NotRequired[str]
    token: NotRequired[str]


class Stored(TypedDict):
    """The answer is on disk. `linked`: its row carries the learner's code. The points are those of the row."""

    kind: Literal["stored"]
    attempt_id: str
    linked: bool
    local: LocalRow


class NotStored(TypedDict):
    """The answer could not be written; the same message may be sent again, after so many milliseconds."""

    kind: Literal["not_stored"]
    attempt_id: str
    message: str
    retry_after_ms: int


class Refused(TypedDict):
    """The message was no message, or no answer to this item; sending it again is no use."""

    kind: Literal["refused"]
    attempt_id: str | None
    message: str


class Erased(TypedDict):
    """The learner behind this token had everything deleted: the browser forgets it, and whatever it kept under it."""

    kind: Literal["erased"]


Reply = Welcome | Stored | NotStored | Refused | Erased


<<<<<<< HEAD
=======
# --- the state that is shown


class LessonInfo(TypedDict):
    """`sensitive`: every answer of this lesson is stored without any link to a person."""

    slug: str
    title: str
    sensitive: bool


class PartView(TypedDict):
    """A part of the lesson: how long it takes, how many of its items are answered, whether it is being studied."""

    id: str
    title: str
    minutes: int
    items: int
    answered: int
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
    """The situation on screen, the `number`th of its part. `unsigned`: nobody has approved it yet."""

    id: str
    title: str
    stimulus: str
    number: int
    of: int
    unsigned: bool
    sensitive: bool


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


Level = Literal["full", "part", "none"]
"""Of the points: all, more than blind guessing earns, or no more than that."""


class FeedbackView(TypedDict):
    """The explanation of a stored answer; `choices` in the order they are to be read, which where `ordered` is the key.
    Points, and the points that blind guessing earns where that tells something. `certainty`: a word on how certain the
    answer was given, `confidence` as it was said.
    """

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


class ItemView(TypedDict):
    """The item on screen, the `number`th of its scenario. `change`: the one fact that is otherwise than in the item
    before. What an interaction shows beside its choices comes with it: targets, passage, scale."""

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
    feedback: FeedbackView | None


class ResultRow(TypedDict):
    """A requirement in the results: `percent` is corrected for chance, 0 … 100; None where there is too little."""

    id: str
    title: str
    answered: int
    items: int
    percent: int | None
    note: str


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
    """The results of a part, and where to go from there."""

    headline: str
    lead: str
    rows: list[ResultRow]
    again: list[AgainRow]
    next_part: str | None
    note: str | None
    calendar: CalendarView | None


class LessonView(TypedDict):
    """All that changes. `screen` "item" with its scenario, or "summary"; `revision` grows with every message taken.

    `due`: the day on which each requirement that was answered is to be asked again, sorted."""

    revision: int
    due: list[str]
    ask_consent: bool
    unit: str | None
    lesson: LessonInfo
    parts: list[PartView]
    teaching: TeachingView | None
    screen: Literal["item", "summary"]
    scenario: ScenarioView | None
    item: ItemView | None
    summary: SummaryView | None


class LessonContent(TypedDict):
    """What does not change: the units a learner may choose from, none where none is ever stored."""

    units: list[str]


>>>>>>> main
def build_schema() -> dict[str, Any]:
    """JSON schemas (2020-12) by what they are of: "said" by the browser, "reply", "view", "content"."""
    shapes: dict[str, Any] = {"said": Message, "reply": Reply, "view": LessonView, "content": LessonContent}
    return {name: TypeAdapter(shape).json_schema() for name, shape in shapes.items()}
