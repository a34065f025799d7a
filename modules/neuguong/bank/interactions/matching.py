"""interaction: matching"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from ...items import Target
from ...scoring.matching import Matching
from ..strict import ChoiceId, ShortText, Strict
from .contract import ItemEntry, KeyFault, Options


class TargetEntry(Strict):
    id: ChoiceId
    text: ShortText


class MatchingItem(ItemEntry):
    interaction: Literal["matching"]
    targets: Annotated[list[TargetEntry], Field(min_length=2, max_length=5)]
    correct_response: dict[ChoiceId, ChoiceId]
    options = Options.SORTED

    def build(self) -> Matching:
        targets = tuple(Target(target.id, target.text) for target in self.targets)
        return Matching(targets, dict(self.correct_response))

    def named(self) -> list[str]:
        return list(self.correct_response)

    def key_faults(self) -> Iterator[KeyFault]:
        yield from self.needs_every_choice("khóa không phủ đúng mọi phương án")
        targets = {target.id for target in self.targets}
        if stray := sorted(set(self.correct_response.values()) - targets):
            yield KeyFault(f"khóa nói đến đích {', '.join(stray)}", ", ".join(sorted(targets)))
        if len(targets) != len(self.targets):
            yield KeyFault("hai đích cùng id", "mỗi đích một id", "đặt lại id của các đích")
