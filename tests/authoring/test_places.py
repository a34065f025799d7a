"""No text of the bank names a real commune, ward, district or province, old or new, but for the source's own."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from neuguong.authoring.lint.syllables import UPPER
from neuguong.items import Item, Pack, Scenario

from tests.content import load_bank

ROOT = Path(__file__).parents[2]
DIVISIONS = ROOT / "tests" / "divisions"
OF_THE_SOURCE = {"Hà Giang", "Vị Xuyên", "Tuyên Quang"}
_KIND = r"(?:[Xx]ã|[Pp]hường|[Tt]hị trấn|[Tt]hị xã|[Hh]uyện|[Qq]uận|[Tt]hành phố|[Tt]ỉnh)"
_NAME = rf"[{UPPER}]\w*(?:\s[{UPPER}]\w*)*"
NAMED = re.compile(rf"(?<!\w){_KIND}\s({_NAME})")
CAPITALS = re.compile(rf"(?<!\w){_NAME}")
TITLE = re.compile(r"(?i)\b(?:anh|chị|ông|bà|cô|thầy|em|bác|chú|cụ|sĩ|chí|tá|thư|tịch|trưởng|phó|viên|sư)\s$")
"""What stands before a person's name."""
OFFICE = re.compile(r"(?i)\b(?:chủ tịch|bí thư|trưởng|phó|cán bộ|công an|văn phòng)\s$")
"""What makes "chủ tịch xã Thuận" a person."""


@cache
def names(file: str) -> frozenset[str]:
    lines = (DIVISIONS / file).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def real_places(text: str) -> set[str]:
    """Names with their kind before them ("xã Tân Lập"), and provinces and districts of two syllables or more."""
    large = names("provinces-districts.txt")
    every = large | names("communes-wards.txt")
    found = set()
    for match in NAMED.finditer(text):
        longest = _longest(match[1].split(), every)
        if longest and (" " in longest or not OFFICE.search(text[: match.start()])):
            found.add(longest)
    for match in CAPITALS.finditer(text):
        said = match.group().split()
        for start in range(len(said) - 1):
            before = text[: match.start()] + "".join(f"{one} " for one in said[:start])
            longest = _longest(said[start:], large)
            if longest and " " in longest and not TITLE.search(before) and not TITLE.search(f"{said[start]} "):
                found.add(longest)
    return found - OF_THE_SOURCE


def _longest(said: list[str], known: frozenset[str]) -> str | None:
    """The longest known name that these syllables start with."""
    starts = (" ".join(said[:n]) for n in range(len(said), 0, -1))
    return next((start for start in starts if start in known), None)


def texts(pack: Pack) -> Iterator[tuple[str, str]]:
    """Everything that a learner reads of the bank and of the lessons' taught parts, with where it stands."""
    for scenario in pack.scenarios.values():
        yield scenario.identifier, f"{scenario.title}. {scenario.stimulus}"
        for item in scenario.items:
            yield item.identifier, " \n".join(_of_item(scenario, item))
    for lesson in pack.lessons.values():
        for part in lesson.parts:
            told = [lesson.title, lesson.subtitle, part.title, *part.points]
            if part.example:
                told += [part.example.case, part.example.answer, part.example.change, part.example.changed_answer]
            yield f"{lesson.slug}/{part.identifier}", " \n".join(told)


def _of_item(scenario: Scenario, item: Item) -> Iterator[str]:
    yield item.prompt
    yield item.rationale
    if item.contrast:
        yield item.contrast.change
    for choice in item.choices:
        yield choice.text
        yield choice.feedback
        if choice.step is not None:
            yield choice.step.told
    yield from (target.text for target in item.interaction.targets)
    yield item.interaction.passage or ""


def test_no_text_names_a_real_place() -> None:
    told = {where: found for where, text in texts(load_bank()) if (found := real_places(text))}
    assert told == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chị Mai về xã Tân Lập từ sáng.", {"Tân Lập"}),
        ("Ở huyện Mèo Vạc cũ có ba trạm.", {"Mèo Vạc"}),
        ("Hàng từ Lào Cai về chậm.", {"Lào Cai"}),
        ("Phường Ba Đình họp.", {"Ba Đình"}),
        ("Tỉnh Tuyên Quang, trước là Hà Giang; cách làm của Vị Xuyên.", set()),
        ("Anh Sơn nói với chị Minh; chủ tịch xã Thuận và bí thư phường Minh cùng nghe.", set()),
        ("Anh Yên Minh gửi xã bên một tờ trình.", set()),
        ("Thôn bên mời chị Lụa, xã Chị ấy giao.", set()),
    ],
)
def test_a_real_place_is_told_and_the_source_and_people_are_not(text: str, found: set[str]) -> None:
    assert real_places(text) == found
