"""Control room and wall as shipped: built from their sources, small, self-contained, with words for all they say."""

import gzip
import re
from pathlib import Path

import pytest
from neuguong.server.assets import Assets
from neuguong.text import load_words
from neuguong.widgets import WIDGETS_FOLDER, bundle

CARDS = {"room": bundle.ROOM, "wall": bundle.WALL}
WORDS = load_words()
CLIENT = WIDGETS_FOLDER.parent / "server" / "client"
LIMITS = {"room": 15_200, "wall": 10_000}
MARKUP_OR_CODE = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "eval(", "Function(")
OTHER_HOSTS = ("https:", "@import", "url(", "//cdn")


def built(card: str) -> tuple[str, str]:
    folder: Path = CARDS[card]
    return (folder / f"{card}.js").read_text("utf-8"), (folder / f"{card}.css").read_text("utf-8")


@pytest.mark.parametrize("card", CARDS)
def test_the_built_files_are_what_the_sources_give(card: str) -> None:
    script, style = built(card)
    assert bundle.build_bundle(CARDS[card] / "src") == script, "run python -m neuguong.widgets.bundle"
    assert bundle.build_style(CARDS[card] / "src", card) == style, "run python -m neuguong.widgets.bundle"


@pytest.mark.parametrize("card", CARDS)
def test_no_text_can_become_markup_or_code_and_nothing_is_asked_of_another_host(card: str) -> None:
    script, style = built(card)
    assert [way for way in MARKUP_OR_CODE + OTHER_HOSTS if way in script or way in style] == []
    # Requests of its own go to the server the page came from alone; the one style set is the size of letters.
    asked = re.findall(r"fetch\(`([^$?`]*)", script)
    assert sorted(asked) == ["/api/hall/names", "/api/reach"]
    assert script.count("fetch(") == 2
    assert re.findall(r"\.style\.(\w+\(\"[^\"]*\")", script) in ([], ['setProperty("--size"'])


@pytest.mark.parametrize("card", CARDS)
def test_it_is_small(card: str) -> None:
    assert sum(len(gzip.compress(text.encode())) for text in built(card)) <= LIMITS[card]


BUILT_NAMES = {
    "room": r"kind_.+|row_(up|down|out)|stage_.+|report_(xlsx|docx|pdf|csv|cards|text)|do_(reopen|extend|pause|resume)",
    "wall": r"hint_.+|scale_\d",
}


@pytest.mark.parametrize("card", CARDS)
def test_every_word_asked_for_is_there_and_none_is_left_over(card: str) -> None:
    script, _ = built(card)
    words = WORDS[card]
    asked = set(re.findall(r'words\("([a-z0-9_]+)"', script))
    quoted = set(re.findall(r'"([a-z][a-z0-9_]*)"', script))
    assert asked - words.keys() == set()
    assert {key for key in words if key not in quoted and not re.fullmatch(BUILT_NAMES[card], key)} == set()
    assert not re.search(r"\bbạn\b", " ".join(words.values()), re.IGNORECASE)


def test_their_files_are_served_and_burden_no_lesson() -> None:
    files = Assets(CLIENT, WIDGETS_FOLDER).files
    assert {"room.js", "room.css", "wall.js", "wall.css"} <= files.keys()
    common = files["page.css"].plain.decode()
    assert ".ng-room" not in common
    assert ".ng-wall" not in common
