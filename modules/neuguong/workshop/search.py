"""Searching the bank as people type: case and tone marks do not matter. Pure; knows no screen."""

import unicodedata

from ..items import Item, Pack, Scenario
from .ready import list_items

FOUND_MAX = 60


def fold(text: str) -> str:
    """Letters without case, tones or other marks.

    >>> fold("Đọc  Nghị quyết")
    'doc nghi quyet'
    """
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(one for one in plain if not unicodedata.combining(one)).split())


def find_items(pack: Pack, text: str) -> list[tuple[Scenario, Item]]:
    """The live items in which every word of `text` stands, the best first: in title or question before the rest. ""
    finds all, in the lessons' order."""
    words = fold(text).split()
    if not words:
        return list_items(pack)
    found: list[tuple[int, tuple[Scenario, Item]]] = []
    for scenario, item in list_items(pack):
        near = fold(f"{scenario.title} {item.question} {item.identifier} {' '.join(item.requirements)}")
        titles = " ".join(pack.requirements[one].title for one in item.requirements)
        far = fold(f"{scenario.stimulus} {titles} {' '.join(choice.text for choice in item.choices)}")
        if all(word in near or word in far for word in words):
            found.append((-sum(word in near for word in words), (scenario, item)))
    found.sort(key=lambda one: one[0])
    return [pair for _, pair in found[:FOUND_MAX]]
