"""What is said to a workshop: by a phone (strict shapes for hostile input) and by a control page. What is answered.

Knows nothing of what follows from any of it. The phones' API and its documents are made from these types alone.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from typing_extensions import TypedDict

from .plan import GROUPS_MAX, ITEMS_MAX, SECONDS_MAX, SECONDS_MIN, UNITS_MAX
from .views import Mine, PhoneState, PlanRow

HallToken = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""A random mark that a phone makes for a workshop and keeps; whoever has it is the same participant."""
Code = Annotated[str, StringConstraints(max_length=20)]
"""As typed: case, spaces and hyphens are forgiven."""
AttemptId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Name = Annotated[str, StringConstraints(max_length=120)]
Line = Annotated[str, StringConstraints(max_length=300)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


# --- phones: POST /api/hall/join, state, answer, leave; the same over the websocket /api/hall/line with "kind"


class Join(_Message):
    """Come in, or come back. `unit`: one of the workshop's, or None. `name`: how the hall may call this phone, where
    the workshop has names: kept in the server's memory alone; None leaves it as it was, "" takes it back."""

    code: Code
    token: HallToken
    unit: Name | None = None
    name: Name | None = None


class Look(_Message):
    """Ask for the whole state."""

    code: Code
    token: HallToken


class Answer(_Message):
    """Vote in a round; sent again with the same `attempt_id` it is the same vote, with a new one it changes the vote.

    `response` in tokens; of a poll the token; of a word wall the word."""

    code: Code
    token: HallToken
    turn: Annotated[int, Field(ge=1, le=10_000)]
    round: Annotated[int, Field(ge=1, le=2)]
    attempt_id: AttemptId
    response: Any


class Leave(_Message):
    """Go out. `erase`: and delete what is linked to this membership."""

    code: Code
    token: HallToken
    erase: bool = False


class Welcome(TypedDict):
    """To Join and Look: all there is to know. `units`: what may be chosen."""

    kind: Literal["welcome"]
    units: list[str]
    names: bool
    groups: int
    state: PhoneState
    mine: Mine


class StateTold(TypedDict):
    """On the line whenever something happened. `mine` only where it changed."""

    kind: Literal["state"]
    state: PhoneState


class MineTold(TypedDict):
    kind: Literal["mine"]
    mine: Mine


class Received(TypedDict):
    """The vote is on disk."""

    kind: Literal["received"]
    attempt_id: str
    turn: int
    round: int


class Refused(TypedDict):
    """Not taken; `message` in the participant's words. `code`: for programs. `again_ms`: worth another try then."""

    kind: Literal["refused"]
    attempt_id: str | None
    code: str
    message: str
    again_ms: int | None


class Pulse(TypedDict):
    """Every five seconds: a line on which nothing came for fifteen is dead. `version`: of the state."""

    kind: Literal["pulse"]
    version: int


class Left(TypedDict):
    kind: Literal["left"]
    erased: int


PhoneReply = Welcome | StateTold | MineTold | Received | Refused | Pulse | Left


# --- control pages: what the room's card says to its conversation


class Refresh(_Message):
    kind: Literal["refresh"]


class Do(_Message):
    """A command, given while looking at `version`: if something else came first it does nothing."""

    kind: Literal["do"]
    version: int
    command: Literal[
        "ask-next", "ask-item", "ask-poll", "ask-words", "skip", "close", "reopen", "count", "ask-again", "show",
        "explain", "look-at", "extend", "pause", "resume", "replan", "end",
    ]  # fmt: skip
    item: Name | None = None
    items: Annotated[list[Name], Field(max_length=ITEMS_MAX)] = []
    question: Line = ""
    options: Annotated[list[Line], Field(max_length=6)] = []
    turn: int | None = None


class Begin(_Message):
    """Open a workshop. `units`: as typed or pasted, a line each: a name and, after a tab, how many are eligible."""

    kind: Literal["begin"]
    title: Line
    items: Annotated[list[Name], Field(max_length=ITEMS_MAX)]
    units: Annotated[str, StringConstraints(max_length=UNITS_MAX * 130)] = ""
    seconds: Annotated[int, Field(ge=SECONDS_MIN, le=SECONDS_MAX)] | None = None
    names: bool = False
    groups: Annotated[int, Field(ge=0, le=GROUPS_MAX)] = 0
    rehearsal: bool = False


class Enter(_Message):
    """Open the control room of a workshop that is there; None: leave it, to the list."""

    kind: Literal["enter"]
    workshop: Name | None


class SavePlan(_Message):
    kind: Literal["save-plan"]
    title: Line
    items: Annotated[list[Name], Field(max_length=ITEMS_MAX)]


class ByHand(_Message):
    """Counts from paper cards for the closed round on screen, by token of the choice."""

    kind: Literal["by-hand"]
    version: int
    counts: dict[str, Annotated[int, Field(ge=0, le=10_000)]]


class ShowWord(_Message):
    kind: Literal["show-word"]
    number: int
    shown: bool


class Find(_Message):
    """Search the bank; case and tone marks do not matter. "" finds every live item, in the lessons' order."""

    kind: Literal["find"]
    text: Line


class Report(_Message):
    kind: Literal["report"]
    format: Literal["xlsx", "docx", "pdf", "csv", "text", "cards"]


RoomMessage = Annotated[
    Refresh | Do | Begin | Enter | SavePlan | ByHand | ShowWord | Find | Report, Field(discriminator="kind")
]


class FileMade(TypedDict):
    """A file for the trainer; `data` in base64."""

    kind: Literal["file"]
    name: str
    mime: str
    data: str


class TextMade(TypedDict):
    """Text to copy, such as who is present, for a chat."""

    kind: Literal["text"]
    text: str


class Found(TypedDict):
    """To Find, with its `text`: what is live and fits, the best first."""

    kind: Literal["found"]
    text: str
    rows: list[PlanRow]


class UnitsRead(TypedDict):
    """What was dropped or merged of the pasted units, a sentence each, by line number."""

    kind: Literal["units"]
    notes: list[str]


class RoomRefused(TypedDict):
    """`stale`: another page was quicker, the view shows what is now."""

    kind: Literal["refused"]
    message: str
    stale: bool


RoomReply = FileMade | TextMade | Found | UnitsRead | RoomRefused
