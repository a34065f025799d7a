"""What a content file must be able to say of an interaction: the shape of its key. Knows none in particular."""

from abc import abstractmethod
from collections.abc import Iterator
from enum import Enum, auto
from typing import Annotated, ClassVar, Literal, NamedTuple, get_args

from pydantic import Field

from ...items import Interaction
from ..strict import Change, ChoiceId, Identifier, RequirementId, ShortText, Strict, Text, Version, WaiverEntry

MEND = "sửa correct_response cho khớp các phương án"


def _is_none(value: object) -> bool:
    return value is None  # what an author does not say is in no digest: signatures from before stay good


class ChoiceEntry(Strict):
    id: ChoiceId
    text: ShortText
    feedback: Text = Field(description="Chọn cách này thì điều gì xảy ra, và nên làm gì.")
    cites: list[RequirementId] | None = Field(None, description="Mặc định: các yêu cầu của câu hỏi.")
    then: ShortText | None = Field(
        None, description="Tình huống rẽ nhánh: chọn xong thì điều gì xảy ra, kể không khen chê.", exclude_if=_is_none
    )
    leads_to: Identifier | None = Field(
        None, description="Tình huống rẽ nhánh: id của câu hỏi tiếp theo.", exclude_if=_is_none
    )
    ending: ShortText | None = Field(
        None, description="Tình huống rẽ nhánh: việc kết thúc ra sao; thay cho then và leads_to.", exclude_if=_is_none
    )

    @property
    def is_step(self) -> bool:
        """Whether anything is said of what follows."""
        return not (self.then is None and self.leads_to is None and self.ending is None)


class Options(Enum):
    """What the choices are to one another and to the key: which of the linter's rules make sense."""

    ONE_RIGHT = auto()
    """Rivals, one of them right."""
    SOME_RIGHT = auto()
    """Each right or wrong by itself, two or more of them right."""
    MARKED = auto()
    """Passages of one text, neither parallel nor rivals, some of them right."""
    SORTED = auto()
    """Things to be put to places, of any shape."""
    WEIGHED = auto()
    """Parallel, none right or wrong by itself."""


class KeyFault(NamedTuple):
    """A way in which a key does not fit the choices, in Vietnamese."""

    found: str
    allowed: str
    mend: str = MEND


class ItemEntry(Strict):
    """An item of a scenario file. A shape of its own for each interaction narrows `interaction` to a Literal of its
    kind and adds `correct_response`, the key, and whatever else it needs."""

    id: Identifier
    version: Version
    requirements: Annotated[list[RequirementId], Field(min_length=1)]
    skill: Identifier
    prompt: ShortText
    choices: Annotated[list[ChoiceEntry], Field(min_length=3, max_length=8)]
    rationale: Text
    legal_note: bool = False
    difficulty: Literal["plain", "bait", "tension"] | None = Field(
        None, description="plain: rõ; bait: có chi tiết dễ làm lạc hướng; tension: hai yêu cầu kéo hai phía."
    )
    contrast: Change | None = Field(
        None, description="Câu ngay trước hỏi lại, chỉ một việc đổi khác (“Nếu …”): cùng phương án, khác khóa."
    )
    classifies: bool = Field(
        False, description="Phương án là tên nhóm, loại hay nơi có thẩm quyền, được dùng lại ở nhiều câu."
    )
    waivers: list[WaiverEntry] = []
    interaction: str

    options: ClassVar[Options] = Options.WEIGHED

    @property
    def choice_ids(self) -> list[str]:
        return [choice.id for choice in self.choices]

    @classmethod
    def kind(cls) -> str:
        """The kind, as files, log and card call it."""
        (kind,) = get_args(cls.model_fields["interaction"].annotation)
        return str(kind)

    @abstractmethod
    def build(self) -> Interaction:
        """The interaction with its key as the rest of the kit knows it."""

    @abstractmethod
    def named(self) -> list[str]:
        """The choices that the key names, in its order."""

    def key_faults(self) -> Iterator[KeyFault]:
        """What is wrong with the key beyond choices that are named twice or do not exist."""
        yield from ()

    def needs_another(self) -> Iterator[KeyFault]:
        """A fault where every choice is keyed."""
        if set(self.named()) >= set(self.choice_ids):
            yield KeyFault("mọi phương án đều là khóa", "còn ít nhất một phương án không phải khóa")

    def needs_every_choice(self, found: str) -> Iterator[KeyFault]:
        """A fault where the key does not name just the choices there are."""
        if set(self.named()) != set(self.choice_ids):
            yield KeyFault(found, ", ".join(self.choice_ids))
