"""interaction: multiple_response"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from ...scoring.multiple_response import MultipleResponse
from ..strict import ChoiceId
from .contract import ItemEntry, KeyFault, Options


class MultipleResponseItem(ItemEntry):
    interaction: Literal["multiple_response"]
    correct_response: Annotated[list[ChoiceId], Field(min_length=2)]
    options = Options.SOME_RIGHT

    def build(self) -> MultipleResponse:
        return MultipleResponse(frozenset(self.correct_response))

    def named(self) -> list[str]:
        return self.correct_response

    def key_faults(self) -> Iterator[KeyFault]:
        yield from self.needs_another()
