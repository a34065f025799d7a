"""Display names of the phones in one workshop: in memory alone, shown only as the trainer lets them.

Knows no answer, no board and no phone's line. Nothing here is written down, nor said in a log.
"""

from dataclasses import dataclass
from itertools import count

from ...text.typed import clean_typed

NAME_MAX = 30


@dataclass(slots=True)
class _Name:
    number: int
    text: str
    is_shown: bool = False


class Names:
    """A name that is taken stands there twice, the later with a number: nobody is kept out by another's name."""

    def __init__(self) -> None:
        self._names: dict[str, _Name] = {}
        self._numbers = count(1)

    def put(self, token: str, typed: str) -> None:
        """What a phone calls itself; "", or what is no name, takes the name back. Another name than before is looked
        at again by the trainer; the same stays as it is."""
        text = clean_name(typed)
        held = self._names.get(token)
        if not text:
            self.drop(token)
        elif held is None or _bare(held.text) != text:
            self.drop(token)
            self._names[token] = _Name(next(self._numbers), self._free(text))

    def find(self, token: str) -> str | None:
        """As it stands in the hall."""
        held = self._names.get(token)
        return None if held is None else held.text

    def drop(self, token: str) -> None:
        self._names.pop(token, None)

    def clear(self) -> None:
        self._names.clear()

    def show(self, number: int | None, *, shown: bool) -> None:
        """Let a name onto the wall, or take it off; None: all there are."""
        for one in self._names.values():
            if number in (None, one.number):
                one.is_shown = shown

    def list_all(self) -> list[dict[str, object]]:
        """In the order they came: {"number", "text", "is_shown"}."""
        ordered = sorted(self._names.values(), key=lambda one: one.number)
        return [{"number": one.number, "text": one.text, "is_shown": one.is_shown} for one in ordered]

    def _free(self, text: str) -> str:
        taken = {one.text.casefold() for one in self._names.values()}
        several = (text if n == 1 else f"{text} ({n})" for n in count(1))
        return next(one for one in several if one.casefold() not in taken)


def clean_name(typed: str) -> str:
    """One line with a letter in it, cut to `NAME_MAX`; a number in brackets at its end is the hall's to give. "" where
    no letter is: nothing to read, or a telephone number.

    >>> clean_name("  chị\\n Dung (2) ")
    'chị Dung'
    """
    text = _bare(clean_typed(typed)[:NAME_MAX].rstrip())
    return text if any(one.isalpha() for one in text) else ""


def _bare(text: str) -> str:
    """Without the hall's number.

    >>> _bare("Dung (2) (3)")
    'Dung'
    """
    while text.endswith(")") and text[:-1].rpartition(" (")[2].isdigit():
        text = text.rpartition(" (")[0].rstrip()
    return text
