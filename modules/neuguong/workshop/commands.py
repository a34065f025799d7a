"""What a trainer may ask of a workshop, one frozen class a kind. Knows nothing of what fits when; that is `state`."""

from dataclasses import dataclass

from ..errors import NeuGuongError

OPTIONS_MIN, OPTIONS_MAX = 2, 6
EXTRA_S = 30


class NotNowError(NeuGuongError):
    """The command does not fit what is going on."""

    code = "workshop-not-now"


class StaleCommandError(NeuGuongError):
    """The command was made before something else happened: another control page was quicker."""

    code = "workshop-stale"


@dataclass(frozen=True, slots=True)
class AskNext:
    """The next item of the plan. What is still open is closed and counted first; so with every command that goes on."""


@dataclass(frozen=True, slots=True)
class AskItem:
    """An item out of order, or one that is not in the plan."""

    item: str


@dataclass(frozen=True, slots=True)
class AskPoll:
    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskWords:
    question: str


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave the first item of what is still to come unasked."""


@dataclass(frozen=True, slots=True)
class Close:
    """`if_due`: only if its time has run out."""

    if_due: bool = False


@dataclass(frozen=True, slots=True)
class Reopen:
    pass


@dataclass(frozen=True, slots=True)
class Count:
    """See the result: from here on nothing is added to the round."""


@dataclass(frozen=True, slots=True)
class AskAgain:
    pass


@dataclass(frozen=True, slots=True)
class Show:
    pass


@dataclass(frozen=True, slots=True)
class Explain:
    pass


@dataclass(frozen=True, slots=True)
class LookAt:
    """`turn` None: back to where we are."""

    turn: int | None


@dataclass(frozen=True, slots=True)
class Extend:
    """Add time to the open round; without a timer it stays as it is."""

    seconds: int = EXTRA_S


@dataclass(frozen=True, slots=True)
class Pause:
    pass


@dataclass(frozen=True, slots=True)
class Resume:
    pass


@dataclass(frozen=True, slots=True)
class Replan:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class End:
    """`left`: see `Ended`."""

    left: bool = False


Command = (
    AskNext | AskItem | AskPoll | AskWords | Skip | Close | Reopen | Count | AskAgain | Show | Explain | LookAt | Extend
    | Pause | Resume | Replan | End
)  # fmt: skip
