"""interaction: ranking"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from ...scoring.ranking import Ranking
from ..strict import ChoiceId
from .contract import ChoiceEntry, ItemEntry, KeyFault


class RankingItem(ItemEntry):
    interaction: Literal["ranking"]
    choices: Annotated[list[ChoiceEntry], Field(min_length=5, max_length=5)]
    correct_response: Annotated[list[ChoiceId], Field(min_length=5, max_length=5)]

    def build(self) -> Ranking:
        return Ranking(tuple(self.correct_response))

    def named(self) -> list[str]:
        return self.correct_response

    def key_faults(self) -> Iterator[KeyFault]:
        yield from self.needs_every_choice("khóa không xếp đủ năm phương án")
