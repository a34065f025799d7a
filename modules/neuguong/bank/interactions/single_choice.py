"""interaction: single_choice"""

from typing import Literal

from ...scoring.single_choice import SingleChoice
from ..strict import ChoiceId
from .contract import ItemEntry, Options


class SingleChoiceItem(ItemEntry):
    interaction: Literal["single_choice"]
    correct_response: ChoiceId
    options = Options.ONE_RIGHT

    def build(self) -> SingleChoice:
        return SingleChoice(self.correct_response)

    def named(self) -> list[str]:
        return [self.correct_response]
