"""interaction: yes_no"""

from collections.abc import Iterator
from typing import Literal

from ...scoring.yes_no import YesNo
from ..strict import ChoiceId
from .contract import ItemEntry, KeyFault


class YesNoItem(ItemEntry):
    interaction: Literal["yes_no"]
    correct_response: dict[ChoiceId, bool]

    def build(self) -> YesNo:
        return YesNo(dict(self.correct_response))

    def named(self) -> list[str]:
        return list(self.correct_response)

    def key_faults(self) -> Iterator[KeyFault]:
        yield from self.needs_every_choice("khóa không phủ đúng mọi phương án")
