"""What the shapes of all content files are made of: strict models, identifiers, texts. Knows no file in particular."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
ChoiceId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=20)]
RequirementId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9.-]*$", max_length=20)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
Change = Annotated[str, StringConstraints(pattern=r"^Nếu ", max_length=300, strip_whitespace=True)]
"""A fact that is otherwise than in the case told before."""
Version = Annotated[int, Field(ge=1)]


class Strict(BaseModel):
    """Unknown fields refused, no silent conversion."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class WaiverEntry(Strict):
    """An author's statement that a linter's finding is right as it is."""

    rule: str
    reason: Annotated[str, StringConstraints(min_length=10, max_length=300)]
