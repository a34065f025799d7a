"""The list of units (chi bộ) a learner may pick from. Knows nothing of who picks or of what is stored.

One name a line, as typed: `001` and `=1+1` are names. One unit has one name, however its letters were typed.
"""

import codecs
import re
import unicodedata
from pathlib import Path
from typing import Literal, NamedTuple

from ..errors import NeuGuongError

MAX_UNITS = 500
MAX_UNIT_NAME = 100
"""Characters; as many as a statement's unit may have, else every answer of that unit would be refused."""

_D_WITH_STROKE = str.maketrans("\u00d0\u0189\u00f0\u0256", "ĐĐđđ")
"""Letters of other alphabets that fonts draw as Đ and đ; no Vietnamese word has them."""
_LOOK_ALIKES = str.maketrans("авекмнорстухі", "abekmhopctyxi")
"""Cyrillic letters, in lower case, that stand for the Latin ones they look like."""
_ELIGIBLE = re.compile(r"\t[ \d.]*\d[ ]*(?=\r?$)", re.MULTILINE)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[\u0300-\u036f]+[^\W_]*)*")


class UnitsFileError(NeuGuongError):
    """The list of units cannot be read."""

    code = "units"


class UnitsFileMissingError(UnitsFileError):
    """The file that was asked for is not there."""

    code = "units-missing"


class UnitsFileEncodingError(UnitsFileError):
    """The file is no text in UTF-8, nor in UTF-16 with its mark."""

    code = "units-encoding"


class Remark(NamedTuple):
    """What became of a line (from 1) that is not a unit of its own as it was typed.

    merged    the same unit as the one of line `kept`
    shortened to `MAX_UNIT_NAME` characters
    dropped   nothing of it can be seen, or it holds a character that no name has
    too-many  there are `MAX_UNITS` units before it
    """

    line: int
    kind: Literal["merged", "shortened", "dropped", "too-many"]
    name: str
    kept: int | None = None


class Units(NamedTuple):
    """The names in the order of the file, and what is to be told of its lines."""

    names: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


def load_units(home: Path, file: Path | None = None) -> Units:
    """The units of `file`, or of `don-vi.txt` in `home`; none if neither was asked for nor is there. A number behind a
    tab, how many are eligible, is not part of a name.

    UnitsFileError if the file that was asked for is missing, or what is there cannot be read.
    """
    return read_units(_ELIGIBLE.sub("", read_units_file(home, file)))


def read_units_file(home: Path, file: Path | None = None) -> str:
    """The text of that list; "" if there is none. UnitsFileError as `load_units`."""
    path = file or home / "don-vi.txt"
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        if file is None:
            return ""
        raise UnitsFileMissingError(str(path)) from None
    except OSError as error:
        raise UnitsFileError(f"{path}: {error.strerror}") from None
    return _decode(raw, path)


def read_units(text: str) -> Units:
    """One unit a line; lines that are blank are nobody's."""
    lines = re.split(r"\r\n|\r|\n", text)
    kept: dict[str, tuple[int, str]] = {}
    remarks: list[Remark] = []
    for number, line in enumerate(lines, start=1):
        name = clean_name(line)
        if not name and not line.strip():
            continue
        if not name or not name.isprintable():
            remarks.append(Remark(number, "dropped", line.strip()))
            continue
        key = _recognise(name)
        if key in kept:
            remarks.append(Remark(number, "merged", name, kept[key][0]))
        elif len(kept) >= MAX_UNITS:
            remarks.append(Remark(number, "too-many", name))
        else:
            short = name[:MAX_UNIT_NAME].rstrip()
            if short != name:
                remarks.append(Remark(number, "shortened", name))
            kept[key] = (number, short)
    return Units(tuple(name for _, name in kept.values()), tuple(remarks))


def clean_name(line: str) -> str:
    """The name without what cannot be seen: NFC, one plain space between words, no zero-width mark, no soft hyphen."""
    seen = "".join(letter for letter in line if unicodedata.category(letter) != "Cf")
    return " ".join(unicodedata.normalize("NFC", seen).translate(_D_WITH_STROKE).split())


def _recognise(name: str) -> str:
    """What two spellings of one name have in common: `Hoà` and `Hòa`, capital letters, letters that look alike.

    A syllable has one tone, so that where its mark stands tells nothing. Names that would be equal once shortened are.
    """
    shortened = name[:MAX_UNIT_NAME].rstrip().casefold().translate(_LOOK_ALIKES)
    return _WORD.sub(_tone_last, unicodedata.normalize("NFD", shortened))


def _tone_last(word: re.Match[str]) -> str:
    return _TONES.sub("", word[0]) + "".join(sorted(_TONES.findall(word[0])))


def _decode(raw: bytes, path: Path) -> str:
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 if wide else raw.count(b"\n", 0, error.start) + 1
        raise UnitsFileEncodingError(f"{path}:{line}") from None
    if "\0" in text:  # UTF-16 without its mark, or no text at all
        raise UnitsFileEncodingError(f"{path}:1")
    return text
