"""Readers' answers to sheets: reading their files and scoring them. Stores nothing, prints nothing."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ...errors import InvalidResponseError, UnknownItemError
from ...items import Item, Pack
from ...scoring import Outcome, corrected_for_chance, parse_response, score_response, scorer_of
from .sheet import Asked, SheetError, Sheets, digest

_PAIR = re.compile(r"(\w+)\s*[=:]\s*(\w+)")


class Answer(NamedTuple):
    """What a file says under a number: any JSON value, or the text of a cell."""

    number: str
    value: object


class Scored(NamedTuple):
    """One answer that could be scored. `above_chance`: 1 for the key, 0 for guessing, below 0 for worse."""

    number: str
    asked: Asked
    value: object
    outcome: Outcome
    above_chance: float


@dataclass
class Scores:
    """All answers of one or more readers. Numbers are told of what is no answer: `missing` on a sheet that the reader
    began, `unreadable`, `unknown` to the key, `changed` in the bank since the sheet was written."""

    with_case: bool
    scored: list[Scored] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


def read_answers(path: Path) -> list[Answer]:
    """The answers of a .json or .csv file, in its order, repeated numbers too; SheetError for any other file."""
    try:
        if path.suffix.lower() == ".json":
            answers = _from_json(path.read_text(encoding="utf-8-sig"))
        else:  # what a spreadsheet does to the head's letters is no matter: the answers are a, b, c
            answers = _from_csv(path.read_text(encoding="utf-8-sig", errors="replace"))
    except (ValueError, csv.Error, RecursionError) as error:
        raise SheetError(f"{path}: no answers can be read ({error})") from None
    return [Answer(" ".join(re.findall(r"\d+", number)) or number, value) for number, value in answers]


def _from_json(text: str) -> list[tuple[str, object]]:
    value = json.loads(text, object_pairs_hook=_Pairs)
    if not isinstance(value, _Pairs):
        raise ValueError("found no object; allowed: an object of answers by number")
    return [(number, _plain(one)) for number, one in value]


class _Pairs(list[tuple[str, object]]):
    """An object with all its names, those that stand twice too."""


def _plain(value: object) -> object:
    if isinstance(value, _Pairs):
        return {name: _plain(one) for name, one in value}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _from_csv(text: str) -> list[tuple[str, object]]:
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else "\t" if "\t" in first else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    return [(row[0], " ".join(row[1:]).strip()) for row in rows if row and re.search(r"\d", row[0])]


def score_answers(pack: Pack, sheets: Sheets, readers: Iterable[Iterable[Answer]]) -> Scores:
    """Score what several readers answered, each a list of answers, against the bank as it stands."""
    scores = Scores(sheets.with_case)
    for answers in readers:
        _score_reader(pack, sheets, list(answers), scores)
    return scores


def _score_reader(pack: Pack, sheets: Sheets, answers: list[Answer], scores: Scores) -> None:
    given: dict[str, list[object]] = {}
    for number, value in answers:
        if value not in ("", None):
            given.setdefault(number, []).append(value)
    scores.unknown += [number for number in given if number not in sheets.asked]
    begun = {asked.sheet for number, asked in sheets.asked.items() if number in given}
    for number, asked in sheets.asked.items():
        if number not in given:
            if asked.sheet in begun:
                scores.missing.append(number)
            continue
        item = _find(pack, asked)
        if item is None:
            scores.changed.append(number)
        elif len(given[number]) > 1 or (outcome := _score(item, asked, given[number][0])) is None:
            scores.unreadable.append(number)
        else:
            above = corrected_for_chance(outcome.score, outcome.max_score, outcome.chance)
            scores.scored.append(Scored(number, asked, given[number][0], outcome, 0.0 if above is None else above))


def _find(pack: Pack, asked: Asked) -> Item | None:
    """The item as it was on the sheet, or None where it is gone or asks something else now."""
    try:
        _, item = pack.get_item(asked.item)
    except UnknownItemError:
        return None
    return item if digest(item) == asked.content else None


def _score(item: Item, asked: Asked, value: object) -> Outcome | None:
    """The outcome of the first reading of a value that is a response to the item; None where none is."""
    for raw in _readings(value):
        try:
            renamed = scorer_of(item).relabel(
                item,
                raw,
                lambda name: _named(item, asked.choices, name),
                lambda name: _named(item, asked.targets, name),
            )
            return score_response(item, parse_response(item, renamed))
        except InvalidResponseError:
            continue
    return None


def _named(item: Item, names: Mapping[str, str], letter: object) -> str:
    name = names.get(letter.strip().casefold()) if isinstance(letter, str) else None
    if name is None:
        raise InvalidResponseError(item.identifier, letter, f"one of {sorted(names)}")
    return name


def _readings(value: object) -> Iterator[object]:
    """What a value may mean: itself; a text like "b", "a, c", "a=4 b=2" as a letter, a list, an object."""
    yield value
    if isinstance(value, str):
        if pairs := _PAIR.findall(value):
            yield {name.casefold(): _number(one) for name, one in pairs}
        words = re.findall(r"\w+", value)
        yield words
        yield from words[:1] if len(words) == 1 else ()
    elif isinstance(value, dict):
        yield {str(name).casefold(): _number(one) for name, one in value.items()}
    elif isinstance(value, list) and len(value) == 1:
        yield value[0]


def _number(value: object) -> object:
    return int(value) if isinstance(value, str) and re.fullmatch("[0-9]", value) else value
