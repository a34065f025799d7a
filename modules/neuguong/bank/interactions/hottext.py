"""interaction: hottext"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from ...items.presentation import MARKER
from ...scoring.hottext import Hottext
from ..strict import ChoiceId, Text
from .contract import ItemEntry, KeyFault, Options


class HottextItem(ItemEntry):
    interaction: Literal["hottext"]
    passage: Text = Field(description="Đoạn văn; [a] đứng ở chỗ của phương án a.")
    correct_response: Annotated[list[ChoiceId], Field(min_length=1)]
    options = Options.MARKED

    def build(self) -> Hottext:
        return Hottext(" ".join(self.passage.split()), frozenset(self.correct_response))

    def named(self) -> list[str]:
        return self.correct_response

    def key_faults(self) -> Iterator[KeyFault]:
        yield from self.needs_another()
        if sorted(MARKER.findall(self.passage)) != sorted(self.choice_ids):
            yield KeyFault(
                "các dấu [a] trong passage không khớp các phương án",
                f"mỗi phương án đúng một lần: {', '.join(self.choice_ids)}",
                "sửa passage",
            )
