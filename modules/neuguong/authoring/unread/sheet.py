"""Sheets for readers: shuffled items of which only the options are told, or all but the key. Knows no answers.

A sheet tells no item's name, no code, no title. What its letters stand for is in the key, kept in another folder.
"""

import hashlib
import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from string import ascii_lowercase

from ...errors import NeuGuongError
from ...items import Item, Pack, Scenario, present_item, response_to_json
from ...scoring import correct_response, scorer_of
from ...text import say

KEY_NAME = "KHOA-khong-dua-nguoi-doc.json"
KEY_FOLDER = "-khoa"
"""What the key's folder is called after the sheets'."""
ANSWERS_NAME = "tra-loi"


class SheetError(NeuGuongError):
    """Sheets cannot be written, or what was given to be scored is none of ours."""

    code = "sheet"


@dataclass(frozen=True, slots=True)
class Asked:
    """One item on a sheet: letter → choice, "t1", "t2", … → target, and the key in these letters.

    `pair`: the first item of the contrast that the item belongs to. `content`: what it was when the sheet was written.
    """

    item: str
    sheet: int
    topic: str
    kind: str
    pair: str | None
    choices: Mapping[str, str]
    targets: Mapping[str, str]
    key: object
    content: str


@dataclass(frozen=True)
class Sheets:
    """Number → item; numbers run on from sheet to sheet. `with_case`: readers saw all but the key."""

    seed: int
    with_case: bool
    asked: Mapping[str, Asked]

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def load(cls, path: Path) -> "Sheets":
        """Read the key's file; SheetError for what is none."""
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
            asked = {str(number): Asked(**one) for number, one in value["asked"].items()}
            return cls(int(value["seed"]), bool(value["with_case"]), asked)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise SheetError(f"{path}: no key of sheets ({error})") from None


def deal(pack: Pack, *, topic: str | None = None, seed: int = 1, sheets: int = 1, with_case: bool = False) -> Sheets:
    """Every live item that stands alone, of a topic if one is named, on one of so many sheets, its options shuffled.

    Items of a contrast come to different sheets, or far apart where there are fewer sheets than such items.
    """
    if topic is not None and topic not in pack.topics:
        raise SheetError(f"found topic {topic}; allowed: {', '.join(pack.topics)}")
    chance = random.Random(seed)
    members: dict[str, list[tuple[Scenario, Item]]] = {}
    for scenario, item in pack.items_alone():
        if topic in (None, scenario.topic):
            members.setdefault(_first_of_pair(scenario, item), []).append((scenario, item))
    groups = list(members.items())
    chance.shuffle(groups)
    groups.sort(key=lambda group: -len(group[1]))
    piles: list[list[tuple[float, Scenario, Item, str | None]]] = [[] for _ in range(sheets)]
    for first, group in groups:
        chance.shuffle(group)
        place, most = chance.random(), -(-len(group) // sheets)
        used = [0] * sheets
        for scenario, item in group:
            n = min(range(sheets), key=lambda one: (used[one], len(piles[one])))
            piles[n].append(((used[n] + place) / most, scenario, item, first if len(group) > 1 else None))
            used[n] += 1
    ordered = [
        (n, *one[1:])
        for n, pile in enumerate(piles, start=1)
        for one in sorted(pile, key=lambda entry: (entry[0], entry[2].identifier))
    ]
    asked = {
        str(number): _ask(scenario, item, sheet=sheet, pair=pair, seed=seed)
        for number, (sheet, scenario, item, pair) in enumerate(ordered, start=1)
    }
    return Sheets(seed, with_case, asked)


def _first_of_pair(scenario: Scenario, item: Item) -> str:
    """The item that a contrast, or a chain of them, starts from; the item itself where it is in none."""
    while item.contrast is not None:
        of = item.contrast.of
        item = next(one for one in scenario.items if one.identifier == of)
    return item.identifier


def _ask(scenario: Scenario, item: Item, *, sheet: int, pair: str | None, seed: int) -> Asked:
    order = present_item(item, seed=str(seed), secret=b"").order
    choices = dict(zip(ascii_lowercase, order, strict=False))
    targets = {f"t{n}": target.identifier for n, target in enumerate(item.interaction.targets, start=1)}
    letters, places = ({name: letter for letter, name in one.items()} for one in (choices, targets))
    key = scorer_of(item).relabel(
        item,
        response_to_json(correct_response(item)),
        lambda name: letters[str(name)],
        lambda name: places[str(name)],
    )
    return Asked(
        item=item.identifier,
        sheet=sheet,
        topic=scenario.topic,
        kind=item.interaction.kind,
        pair=pair,
        choices=choices,
        targets=targets,
        key=_tidy(item, key),
        content=digest(item),
    )


def _tidy(item: Item, key: object) -> object:
    """The key by its letters, where it has no order of its own."""
    if isinstance(key, dict):
        return dict(sorted(key.items()))
    return sorted(key) if isinstance(key, list) and item.interaction.keyed else key


def digest(item: Item) -> str:
    """12 hex digits over what a reader answered: the options, the targets, the key."""
    told = [
        item.interaction.kind,
        [(one.identifier, one.text) for one in item.choices],
        [(one.identifier, one.text) for one in item.interaction.targets],
        response_to_json(correct_response(item)),
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:12]


def write_sheets(pack: Pack, sheets: Sheets, folder: Path) -> list[Path]:
    """Write every sheet with an answers form to the folder, the key to the one beside it; returns the files.

    SheetError where one of the two folders holds anything: no sheet of somebody's is written over.
    """
    key_folder = folder.with_name(folder.name + KEY_FOLDER)
    for one in (folder, key_folder):
        if one.exists() and (not one.is_dir() or any(one.iterdir())):
            raise SheetError(f"{one}: is not an empty folder")
    written: dict[Path, str] = {}
    for n in sorted({asked.sheet for asked in sheets.asked.values()}):
        mine = {number: asked for number, asked in sheets.asked.items() if asked.sheet == n}
        written[folder / f"phieu-{n}.md"] = render_sheet(pack, mine, n, with_case=sheets.with_case)
        written[folder / f"{ANSWERS_NAME}-{n}.csv"] = _form(mine)
    written[key_folder / KEY_NAME] = sheets.to_json()
    for path, text in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return list(written)


def _form(asked: Iterable[str]) -> str:
    """An empty answers file; Excel needs the mark at its start."""
    return "\ufeff" + "".join(f"{line}\r\n" for line in (say("unread.csv_head"), *(f"{one}," for one in asked)))


def render_sheet(pack: Pack, asked: Mapping[str, Asked], sheet: int, *, with_case: bool) -> str:
    """One sheet as Markdown: how to answer, then each item under its number."""
    kinds = sorted({one.kind for one in asked.values()})
    how = say("unread.head_with_case" if with_case else "unread.head")
    lines = [
        say("unread.title", sheet=sheet, items=len(asked)),
        "",
        how,
        "",
        say("unread.form", csv=f"{ANSWERS_NAME}-{sheet}.csv", json=f"{ANSWERS_NAME}-{sheet}.json"),
        "",
        *(f"- {say(f'unread.ask_{kind}')} {say(f'unread.form_{kind}')}" for kind in kinds),
    ]
    for number, one in asked.items():
        lines += ["", *_render_item(pack, number, one, with_case=with_case)]
    return "\n".join(lines) + "\n"


def _render_item(pack: Pack, number: str, asked: Asked, *, with_case: bool) -> list[str]:
    scenario, item = pack.get_item(asked.item)
    lines = [f"## {number}. {say(f'unread.ask_{asked.kind}')}", ""]
    if with_case:
        lines += [*_told(pack, scenario, item), ""]
    lines += [f"- {letter}: {item.choice(choice).text}" for letter, choice in asked.choices.items()]
    if asked.targets:
        texts = {target.identifier: target.text for target in item.interaction.targets}
        lines += ["", *(f"- {letter}: {texts[target]}" for letter, target in asked.targets.items())]
    return lines


def _told(pack: Pack, scenario: Scenario, item: Item) -> list[str]:
    """The case, the question that a contrast asks again, what has changed, the question, the head of a passage."""
    lines = [scenario.stimulus, ""]
    if item.contrast is not None:
        _, first = pack.get_item(item.contrast.of)
        lines += [say("unread.asked_before", prompt=first.prompt), "", f"{item.contrast.change} {item.prompt}"]
    else:
        lines.append(item.prompt)
    if item.interaction.passage is not None and (head := item.interaction.passage.partition("[")[0].strip()):
        lines += ["", head]
    return lines
