"""The code by which a workshop is joined: six characters, made, and read as people type them. Knows no workshop.

No vowel and none of D, W, Y: no word comes out, and no Vietnamese keyboard makes an accent of what is typed. Of
characters that look alike one is in the alphabet; the others are read as it. With a letter in each half a code is
neither a number nor a date, to nobody and no spreadsheet.
"""

import unicodedata
from random import Random

ALPHABET = "CFGHJKMNPRTVX2345789"
LENGTH = 6
_LOOK_ALIKES = str.maketrans("BEILSUZ16", "8F775V27G")
_HALF = LENGTH // 2


def make_code(chance: Random) -> str:
    """A code; one of about 60 million. `chance`: so that nobody may guess it, `random.SystemRandom`.

    >>> all(is_code(make_code(Random(seed))) for seed in range(100))
    True
    """
    while True:
        code = "".join(chance.choice(ALPHABET) for _ in range(LENGTH))
        if is_code(code):
            return code


def is_code(text: str) -> bool:
    """Whether `make_code` could have made it."""
    halves = text[:_HALF], text[_HALF:]
    return len(text) == LENGTH and set(text) <= set(ALPHABET) and all(any(map(str.isalpha, half)) for half in halves)


def read_code(typed: str) -> str | None:
    """The code that was meant; None for what is none. Case, spaces, hyphens and accents do not matter.

    >>> read_code(" h7k-s3m ")
    'H7K53M'
    >>> read_code("123 456") is None
    True
    """
    plain = unicodedata.normalize("NFKD", typed).upper()
    code = "".join(one for one in plain if one.isascii() and one.isalnum()).translate(_LOOK_ALIKES)
    return code if is_code(code) else None
