"""What a browser may say to a session: strict shapes for hostile input. Knows nothing of what follows from them."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from ..errors import NeuGuongError

Token = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
AttemptId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Name = Annotated[str, StringConstraints(max_length=120)]
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
    """A result this browser remembers by itself: used for its own display only, never stored."""

    item: Name
    version: int
    score: float = Field(allow_inf_nan=False)
    max_score: float = Field(allow_inf_nan=False)


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


class Hello(_Message):
    """What a page says of itself, new or back: `answered` is the answer whose explanation is on screen, `summary`
    whether the results of the part are."""

    kind: Literal["hello"]
    token: Token
    consent: bool | None = None
    unit: Name | None = None
    part: Name | None = None
    attempt: AttemptPlace | None = None
    answered: Submit | None = None
    summary: bool = False
    local: Annotated[list[LocalResult], Field(max_length=500)] = []


class Next(_Message):
    kind: Literal["next"]


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


Message = Annotated[
    Hello | Submit | Next | ShowSummary | OpenPart | Again | SetUnit | Consent, Field(discriminator="kind")
]
_ADAPTER: TypeAdapter[Message] = TypeAdapter(Message)


def parse_message(raw: object) -> Message:
    """The message, or MessageError naming the first thing wrong with it."""
    try:
        return _ADAPTER.validate_python(raw)
    except (ValidationError, RecursionError) as error:
        first = error.errors(include_url=False)[0]["msg"] if isinstance(error, ValidationError) else "nested too deeply"
        raise MessageError(f"not a message: {first}") from None
