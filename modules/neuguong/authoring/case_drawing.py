"""A branching case drawn as SVG, for its author: every decision, what follows each choice, and the keyed way in green.

Holds the key, so it is never for a learner. Knows nothing of files or screens; a browser opens what it draws.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from ..items import Choice, Item, Scenario, find_paths, keyed_path
from ..text import say

LINE, CHARACTERS = 18, 46
WIDTH, PAD, GAP_X, GAP_Y = 350, 12, 90, 36
KEY, PLAIN, INK = "#1b7f3b", "#8a8f98", "#1d2430"
STYLE = "font-family: system-ui, 'Segoe UI', sans-serif; font-size: 13px"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text in a box; `choice` where its first line stands beside the way that leads on."""

    text: str
    bold: bool = False
    soft: bool = False
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class _Box:
    """A decision, at a place on the sheet."""

    item: Item
    lines: tuple[_Line, ...]
    x: int
    y: int

    @property
    def height(self) -> int:
        return _height(self.lines)

    def line_at(self, choice: Choice) -> int:
        """How far down the way on from a choice begins."""
        n = next(n for n, line in enumerate(self.lines) if line.choice is choice)
        return self.y + PAD + n * LINE + LINE // 2


def draw_case(scenario: Scenario) -> str:
    """The drawing as SVG text: decisions from left to right, each as far right as the longest way that leads there."""
    head = [
        _Line(f"{scenario.title} ({scenario.identifier})", bold=True),
        *_wrap(scenario.stimulus, CHARACTERS * 3),
        _Line(say("drawing.legend"), soft=True),
    ]
    boxes = _place(scenario, top=_height(head) + GAP_Y)
    width = max((box.x for box in boxes.values()), default=0) + WIDTH + GAP_X
    height = max(box.y + box.height for box in boxes.values()) + GAP_Y
    parts = [*_text(head, GAP_X // 2, PAD), *_ways(scenario, boxes)]
    for box in boxes.values():
        parts += [*_frame(box), *_text(box.lines, box.x + PAD, box.y + PAD)]
    drawn = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'style="{STYLE}" fill="{INK}">\n<title>{escape(scenario.title)}</title>\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n{drawn}\n</svg>\n'
    )


def _place(scenario: Scenario, *, top: int) -> dict[str, _Box]:
    depth: dict[str, int] = {}
    for path in find_paths(scenario):
        for n, move in enumerate(path):
            depth[move.item.identifier] = max(n, depth.get(move.item.identifier, 0))
    boxes: dict[str, _Box] = {}
    below: dict[int, int] = {}
    for number, item in enumerate(scenario.items, start=1):
        column = depth.get(item.identifier, 0)
        y = below.get(column, top)
        box = _Box(item, tuple(_lines(item, number)), GAP_X // 2 + column * (WIDTH + GAP_X), y)
        boxes[item.identifier] = box
        below[column] = y + box.height + GAP_Y
    return boxes


def _lines(item: Item, number: int) -> Iterator[_Line]:
    yield _Line(f"{number}. {item.identifier}", bold=True)
    yield from _wrap(item.prompt, CHARACTERS)
    for choice in item.choices:
        is_key = choice.identifier in item.interaction.keyed
        text = _wrap(f"{'✓' if is_key else '✗'} {choice.identifier}. {choice.text}", CHARACTERS, bold=is_key)
        yield _Line(next(text).text, bold=is_key, choice=choice)
        yield from text
        if choice.step is not None:
            yield from _wrap(f"{'→' if choice.step.leads_to else '■'} {choice.step.told}", CHARACTERS, soft=True)


def _wrap(text: str, width: int, *, bold: bool = False, soft: bool = False) -> Iterator[_Line]:
    return (_Line(line, bold, soft) for line in textwrap.wrap(text, width))


def _height(lines: list[_Line] | tuple[_Line, ...]) -> int:
    return len(lines) * LINE + 2 * PAD


def _text(lines: list[_Line] | tuple[_Line, ...], x: int, y: int) -> Iterator[str]:
    for n, line in enumerate(lines):
        weight = ' font-weight="600"' if line.bold else ""
        style = ' font-style="italic" fill="#4b5563"' if line.soft else ""
        yield f'<text x="{x}" y="{y + n * LINE + 13}"{weight}{style}>{escape(line.text)}</text>'


def _frame(box: _Box) -> Iterator[str]:
    yield (
        f'<rect x="{box.x}" y="{box.y}" width="{WIDTH}" height="{box.height}" rx="8" fill="#f8fafc" '
        f'stroke="{INK}" stroke-width="1"/>'
    )


def _ways(scenario: Scenario, boxes: dict[str, _Box]) -> Iterator[str]:
    keyed = {(move.item.identifier, move.choice.identifier) for move in keyed_path(scenario)}
    for box in boxes.values():
        for choice in box.item.choices:
            target = boxes.get(choice.step.leads_to or "") if choice.step else None
            if target is None:
                continue
            on_key = (box.item.identifier, choice.identifier) in keyed
            colour, width = (KEY, 3) if on_key else (PLAIN, 1.5)
            x, y = box.x + WIDTH, box.line_at(choice)
            end_x, end_y = target.x - 6, target.y + PAD + LINE // 2
            bend = max(GAP_X // 2, (end_x - x) // 2)
            yield (
                f'<path d="M{x} {y} C{x + bend} {y} {end_x - bend} {end_y} {end_x} {end_y}" fill="none" '
                f'stroke="{colour}" stroke-width="{width}"/>'
            )
            yield f'<path d="M{end_x} {end_y - 5} l8 5 l-8 5 z" fill="{colour}"/>'
