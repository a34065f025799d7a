"""What a dashboard's page is made of, as JSON: headings, sentences, tables with bars, folds. Knows no number.

A number is always a text in a cell; the bar beside it says the same again to the eye. So a screen reader, a copy into
a letter and a print on paper lose nothing.
"""

from collections.abc import Sequence
from typing import Literal, NotRequired

from typing_extensions import TypedDict

Tone = Literal["good", "middle", "bad", "none"]
"""Beside a word or a number that says the same; "none" where nothing may be or can be said."""


class Cell(TypedDict):
    """`bar` 0 … 1 with the ends of its interval `low`, `high`; `head` marks the row's own head; `note` in small."""

    text: str
    head: NotRequired[bool]
    bar: NotRequired[float]
    low: NotRequired[float]
    high: NotRequired[float]
    tone: NotRequired[Tone]
    note: NotRequired[str]


class Heading(TypedDict):
    """`new_page`: printed at the top of one."""

    kind: Literal["heading"]
    text: str
    level: Literal[2, 3]
    new_page: NotRequired[bool]


class Words(TypedDict):
    """A paragraph; `strong` for the sentence that is the answer, `tone` for what ought or ought not to be done."""

    kind: Literal["words"]
    text: str
    strong: NotRequired[bool]
    tone: NotRequired[Tone]


class TableBlock(TypedDict):
    """`wide`: many columns, which scroll by themselves on a phone."""

    kind: Literal["table"]
    caption: str
    heads: list[str]
    rows: list[list[Cell]]
    wide: NotRequired[bool]


class Fold(TypedDict):
    """`blocks` behind a line to be opened."""

    kind: Literal["fold"]
    title: str
    blocks: "Sequence[Block]"


Block = Heading | Words | TableBlock | Fold


class Option(TypedDict):
    """`group`: the head above neighbours that share it."""

    id: str
    label: str
    group: NotRequired[str]


class Needs(TypedDict):
    """The choice of another filter without which one means nothing."""

    name: str
    ids: list[str]


class Filter(TypedDict):
    """Something to choose one of; the first option is chosen at first. It can be chosen while `needs` is."""

    name: str
    label: str
    options: list[Option]
    needs: NotRequired[Needs]


class Content(TypedDict):
    filters: list[Filter]
    files: list[Option]


class View(TypedDict):
    """`done` 0 … 1 while the numbers are being worked out, else None; `revision` grows with every change."""

    revision: int
    chosen: dict[str, str]
    done: float | None
    note: str
    blocks: list[Block]


def heading(text: str, level: Literal[2, 3] = 2, *, new_page: bool = False) -> Heading:
    made: Heading = {"kind": "heading", "text": text, "level": level}
    if new_page:
        made["new_page"] = True
    return made


def words(text: str, *, strong: bool = False, tone: Tone | None = None) -> Words:
    made: Words = {"kind": "words", "text": text}
    if strong:
        made["strong"] = True
    if tone:
        made["tone"] = tone
    return made


def table(caption: str, heads: Sequence[str], rows: Sequence[list[Cell]], *, wide: bool = False) -> TableBlock:
    made: TableBlock = {"kind": "table", "caption": caption, "heads": list(heads), "rows": list(rows)}
    if wide:
        made["wide"] = True
    return made


def fold(title: str, *blocks: Block) -> Fold:
    return {"kind": "fold", "title": title, "blocks": list(blocks)}


def cell(text: str) -> Cell:
    return {"text": text}


def head(text: str, note: str | None = None) -> Cell:
    return {"text": text, "head": True} if note is None else {"text": text, "head": True, "note": note}
