"""The phone's page as shipped: built from its sources, small, self-contained, and with words for everything it says."""

import re

import pytest
from neuguong.server.assets import Assets
from neuguong.text import load_words
from neuguong.widgets import WIDGETS_FOLDER, bundle

SOURCE = bundle.PHONE / "src"
SCRIPT = (bundle.PHONE / "phone.js").read_text("utf-8")
STYLE = (bundle.PHONE / "phone.css").read_text("utf-8")
WORDS = load_words()
CLIENT = WIDGETS_FOLDER.parent / "server" / "client"


def test_the_built_files_are_what_the_sources_give() -> None:
    assert bundle.build_bundle(SOURCE) == SCRIPT, "run python -m neuguong.widgets.bundle"
    assert bundle.build_style(SOURCE, "phone") == STYLE, "run python -m neuguong.widgets.bundle"


MARKUP_OR_CODE = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "eval(", "Function(")


@pytest.mark.parametrize("way", [*MARKUP_OR_CODE, ".style", "http:", "@import", "url("])
def test_no_text_can_become_markup_or_code_and_nothing_is_asked_of_another_host(way: str) -> None:
    assert way not in SCRIPT.replace('"https:"', "")
    assert way not in STYLE


def test_script_and_style_are_small() -> None:
    files = Assets(CLIENT, WIDGETS_FOLDER).files
    assert len(files["phone.js"].packed) + len(files["phone.css"].packed) <= 18_000


def test_the_card_and_the_phone_draw_questions_from_the_same_sources() -> None:
    imported = {name for path in SOURCE.glob("*.js") for name in re.findall(r"card/src/(\w+)\.js", path.read_text())}
    assert {"question", "feedback", "dom", "words"} <= imported


def test_every_word_the_page_asks_for_is_there_and_none_is_left_over() -> None:
    hall = WORDS["hall"]
    own = "\n".join(path.read_text("utf-8") for path in SOURCE.glob("*.js"))
    asked = set(re.findall(r'\bwords\("([a-z0-9_]+)"', own))
    quoted = set(re.findall(r'"([a-z][a-z0-9_]*)"', own))
    built = re.compile(r"now_.+|moved_.+|noscript|page_title")  # the last two in the page's template
    assert asked <= hall.keys()
    assert {key for key in hall if key not in quoted and not built.fullmatch(key)} == set()
    assert set(re.findall(r'cardWords\("([a-z0-9_]+)"', own)) <= WORDS["card"].keys()
    assert not re.search(r"\bbạn\b", " ".join(hall.values()), re.IGNORECASE)
