"""interaction: best_worst"""

from typing import Literal

from ...scoring.best_worst import BestWorst
from ..strict import ChoiceId, Strict
from .contract import ItemEntry


class BestWorstKey(Strict):
    best: ChoiceId
    worst: ChoiceId


class BestWorstItem(ItemEntry):
    interaction: Literal["best_worst"]
    correct_response: BestWorstKey

    def build(self) -> BestWorst:
        return BestWorst(self.correct_response.best, self.correct_response.worst)

    def named(self) -> list[str]:
        return [self.correct_response.best, self.correct_response.worst]
