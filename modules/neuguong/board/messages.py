"""What a browser may say to the board: strict shapes for hostile input. Knows nothing of what follows from them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from ..errors import NeuGuongError
from .periods import Period

Name = Annotated[str, StringConstraints(max_length=120)]
FileFormat = Literal["xlsx", "csv"]


class BoardMessageError(NeuGuongError):
    """The browser sent something that is no message to the board."""

    code = "message"


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Refresh(_Message):
    """Is there anything new?"""

    kind: Literal["refresh"]


class Choose(_Message):
    """Show another period, unit (None: everybody) or topic."""

    kind: Literal["choose"]
    period: Period
    unit: Name | None
    topic: Name


class Export(_Message):
    """Send the totals as a file."""

    kind: Literal["export"]
    format: FileFormat


Message = Annotated[Refresh | Choose | Export, Field(discriminator="kind")]
_ADAPTER: TypeAdapter[Message] = TypeAdapter(Message)


def parse_message(raw: object) -> Message:
    """The message, or BoardMessageError naming the first thing wrong with it."""
    try:
        return _ADAPTER.validate_python(raw)
    except (ValidationError, RecursionError) as error:
        first = error.errors(include_url=False)[0]["msg"] if isinstance(error, ValidationError) else "nested too deeply"
        raise BoardMessageError(f"not a message: {first}") from None
