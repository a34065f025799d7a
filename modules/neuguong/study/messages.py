"""What a lesson's card and its session say to each other: what a browser may say (strict shapes for hostile input) and
what is answered. Knows nothing of what follows from any of it.

All of it is JSON, as is the state that is shown (`shapes`). `build_schema` gives the whole as JSON schemas.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal, NotRequired

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WrapValidator,
)
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
Proof = Annotated[str, StringConstraints(max_length=64)]
DAY_MS = 86_400_000
AGE_MAX_MS = 30 * DAY_MS


class MessageError(NeuGuongError):
    """The browser sent something that is no message."""

    code = "message"


def _take_if_fits(value: object, fits: Callable[[Any], Any]) -> Any:
    try:
        return fits(value)
    except ValidationError:
        return None


IF_FITS = WrapValidator(_take_if_fits)
"""What a browser kept in another shape, of an older version or written by anybody, must not have its learner refused
for ever: it counts as nothing."""


def fitting(model: type[BaseModel]) -> BeforeValidator:
    """The same of a list: of its rows those that fit."""

    def keep(rows: object) -> object:
        if not isinstance(rows, list):
            return rows
        taken = (_take_if_fits(row, model.model_validate) for row in rows)
        return [row for row in taken if row is not None]

    return BeforeValidator(keep)


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class AttemptPlace(_Message):
    """The item that was on screen before a reload. `again`: it had been answered before."""

    item: Name
    attempt_id: AttemptId
    again: bool = False


class LocalResult(_Message):
    """A result this browser remembers by itself: used for its own display only, never stored. `day`: when, as told;
    `sure`: it was given as certain. `attempt_id`, `response`: what was answered, where nobody else can tell; `proof`:
    that this server had stored it."""

    item: Name
    version: int
    score: float = Field(allow_inf_nan=False)
    max_score: float = Field(allow_inf_nan=False)
    day: Day | None = None
    sure: bool = False
    attempt_id: AttemptId | None = None
    response: Any = None
    proof: Proof | None = None


class Submit(_Message):
    """`age_ms`: how long ago the answer was given; more than a moment where a phone was offline. `proof`: that it is
    stored already, where that is to be explained once more."""

    kind: Literal["submit"]
    item: Name
    version: int
    attempt_id: AttemptId
    response: Any
    age_ms: Annotated[int, Field(ge=0, le=AGE_MAX_MS)] = 0
    duration_ms: Annotated[int, Field(ge=0, le=DAY_MS)] | None = None
    confidence: Annotated[int, Field(ge=1, le=3)] | None = None
    proof: Proof | None = None


class AskedParallel(_Message):
    """An item that was asked because `of` was got wrong, as the browser remembers it."""

    of: Name
    item: Name
    done: bool = False


class Hello(_Message):
    """What a page says of itself, new or back: `screen` is what it shows or asks to be shown, None for wherever the
    learner was in the part; `answered` the answer whose explanation is on screen. Beside the token, what does not fit
    counts as not said."""

    kind: Literal["hello"]
    token: Token
    consent: bool | None = None
    unit: Annotated[Name | None, IF_FITS] = None
    part: Annotated[Name | None, IF_FITS] = None
    attempt: Annotated[AttemptPlace | None, IF_FITS] = None
    answered: Annotated[Submit | None, IF_FITS] = None
    screen: Screen | None = None
    local: Annotated[list[LocalResult], fitting(LocalResult), Field(max_length=500)] = []
    parallels: Annotated[list[AskedParallel], fitting(AskedParallel), Field(max_length=200)] = []


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
    of the kit: a phone's may be wrong. `attempt_id`, `response`, `proof`: where the log knows nobody by whom the answer
    could be read again, and of a decision in a branching case, by which the way through it is found."""

    item: str
    version: int
    score: float
    max_score: float
    day: str
    sure: bool
    attempt_id: NotRequired[str]
    response: NotRequired[Any]
    proof: NotRequired[str]


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


def build_schema() -> dict[str, Any]:
    """JSON schemas (2020-12) by what they are of: "said" by the browser, "reply", "view", "content"."""
    shapes: dict[str, Any] = {"said": Message, "reply": Reply, "view": LessonView, "content": LessonContent}
    return {name: TypeAdapter(shape).json_schema() for name, shape in shapes.items()}
