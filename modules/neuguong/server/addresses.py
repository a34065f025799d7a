"""Addresses as people type them: with capitals, tone marks, blanks, a slash at the end. Knows no page."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote


def find_address(typed: str, known: Iterable[str]) -> str | None:
    """The one known address (a path without its first slash) that was meant by what was typed; None if there is none.

    >>> find_address("Trách%20Nhiệm/", ["trach-nhiem", "tac-phong"])
    'trach-nhiem'
    >>> find_address("bank/trach-nhiem", ["trach-nhiem"]) is None
    True
    """
    wanted = _letters(unquote(typed))
    found = [address for address in known if _letters(address) == wanted]
    return found[0] if len(found) == 1 else None


def _letters(address: str) -> str:
    """What is left of an address without case, tone marks, blanks, hyphens and slashes at its ends."""
    plain = unicodedata.normalize("NFD", address.strip().strip("/").casefold().replace("đ", "d"))
    return re.sub(r"[\s_-]+", "", "".join(one for one in plain if not unicodedata.combining(one)))
