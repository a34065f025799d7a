"""interaction: rating"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from ...scoring.rating import Rating
from ..strict import ChoiceId
from .contract import ItemEntry, KeyFault


class RatingItem(ItemEntry):
    interaction: Literal["rating"]
    correct_response: dict[ChoiceId, Annotated[int, Field(ge=1, le=4)]]

    def build(self) -> Rating:
        return Rating(dict(self.correct_response))

    def named(self) -> list[str]:
        return list(self.correct_response)

    def key_faults(self) -> Iterator[KeyFault]:
        yield from self.needs_every_choice("khóa không phủ đúng mọi phương án")
