"""What a command must fit beside the state: the bank, the topic that is talked about. Knows no board."""

from .commands import OPTIONS_MAX, OPTIONS_MIN, AskAgain, AskItem, AskPoll, AskWords, Command, NotNowError, Replan
from .showing import Showing
from .state import State

TEXT_MAX = 300


class NotAllowedError(NotNowError):
    """The topic that is talked about is sensitive: what is asked for would say too much."""

    code = "workshop-sensitive"


class EmptyQuestionError(NotNowError):
    """A question of the trainer's own is empty, or has too few answers to choose from, or too many."""

    code = "workshop-question"


def check_command(state: State, showing: Showing, command: Command) -> None:
    """NotNowError, or one of its kind, for what the session does not let through."""
    match command:
        case AskItem(item):
            _require_live(showing, item)
        case Replan(items):
            for item in items:
                _require_live(showing, item)
        case AskPoll(question, options):
            texts = [one.strip() for one in options]
            if not _is_text(question) or not OPTIONS_MIN <= len(texts) <= OPTIONS_MAX or not all(map(_is_text, texts)):
                raise EmptyQuestionError(f"a poll of {len(texts)} options; allowed: {OPTIONS_MIN}–{OPTIONS_MAX}")
            if len(set(texts)) < len(texts):
                raise EmptyQuestionError("two options that are the same")
        case AskWords(question):
            if not _is_text(question):
                raise EmptyQuestionError("an empty question")
            if is_talk_sensitive(state, showing):
                raise NotAllowedError("a word wall on a sensitive topic")
        case AskAgain():
            asking = showing.find(state.turn.item) if state.turn is not None else None
            if asking is not None and asking.sensitive:
                raise NotAllowedError("nothing would be told of a second round of a sensitive item")


def is_talk_sensitive(state: State, showing: Showing) -> bool:
    """Whether the talk is about a sensitive topic: that of the last item asked or, before the first, of the next."""
    asked = [turn.item for turn in state.turns if turn.item is not None]
    about = asked[-1] if asked else next(iter(state.to_ask), None)
    asking = showing.find(about)
    return asking is not None and asking.sensitive


def _require_live(showing: Showing, item: str) -> None:
    if not showing.is_live(item):
        raise NotNowError(f"{item[:40]!r} is no live item")


def _is_text(text: str) -> bool:
    return bool(text.strip()) and len(text) <= TEXT_MAX
