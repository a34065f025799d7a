"""Units with how many of their members are eligible, as a trainer types them or pastes them from Excel.

Knows nothing of files. Which names are one name is decided by `home.units`, as everywhere in the kit.
"""

import re
from typing import NamedTuple

from ..home.units import Remark, clean_name, read_units
from ..text import say
from .plan import HallUnit

ELIGIBLE_MAX = 100_000
_NUMBER = re.compile(r"\d{1,3}(?:[. ]\d{3})+|\d{1,6}")
_LINES = re.compile(r"\r\n|\r|\n")


class PastedUnits(NamedTuple):
    """The units in the order of their lines, and a sentence for every line that is none of its own, with its number."""

    units: tuple[HallUnit, ...]
    notes: tuple[str, ...]


class _Line(NamedTuple):
    """`name` "" where nothing is to be read. `written`: what stands where the number ought to, if it is none."""

    name: str
    eligible: int | None
    written: str = ""


def read_pasted_units(text: str) -> PastedUnits:
    """A unit a line: its name and, in a later column, how many are eligible; columns before the name are left out.

    A first line whose second column is words is a heading.
    """
    lines = [_read_line(line) for line in _LINES.split(text)]
    notes: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if line.written:
            is_heading = number == 1 and not any(map(str.isdigit, line.written))
            note = "workshop.unit_heading" if is_heading else "workshop.unit_no_number"
            notes.append((number, say(note, line=number, name=line.name, written=line.written)))
            if is_heading:
                lines[0] = _Line("", None)
    read = read_units("\n".join(line.name for line in lines))
    told = {remark.line for remark in read.remarks if remark.kind != "shortened"}
    own = [n for n, line in enumerate(lines, start=1) if line.name and n not in told]
    eligible = {n: lines[n - 1].eligible for n in own}
    for remark in read.remarks:
        notes.append((remark.line, _say_remark(remark)))
        if remark.kind == "merged" and remark.kept is not None and eligible.get(remark.kept) is None:
            eligible[remark.kept] = lines[remark.line - 1].eligible
    units = tuple(HallUnit(name, eligible[n]) for n, name in zip(own, read.names, strict=True))
    return PastedUnits(units, tuple(note for _, note in sorted(notes)))


def write_units(units: tuple[HallUnit, ...]) -> str:
    """The text that `read_pasted_units` reads back."""
    return "\n".join(one.name if one.eligible is None else f"{one.name}\t{one.eligible}" for one in units)


def _read_line(line: str) -> _Line:
    cells = [clean_name(cell) for cell in line.split("\t")]
    at = next((n for n, cell in enumerate(cells) if any(map(str.isalpha, cell))), None)
    if at is None:  # no column holds a word: a name may be a number
        at = next((n for n, cell in enumerate(cells) if cell), None)
        if at is None:
            return _Line(line.strip(), None)
    after = [cell for cell in cells[at + 1 :] if cell]
    if not after:
        return _Line(cells[at], None)
    found = next((cell for cell in after if _NUMBER.fullmatch(cell)), None)
    eligible = None if found is None else int(re.sub(r"\D", "", found))
    if eligible is None or not 0 < eligible <= ELIGIBLE_MAX:
        return _Line(cells[at], None, written=found or after[0])
    return _Line(cells[at], eligible)


def _say_remark(remark: Remark) -> str:
    key = f"workshop.unit_{remark.kind.replace('-', '_')}"
    return say(key, line=remark.line, name=remark.name, kept=remark.kept)
