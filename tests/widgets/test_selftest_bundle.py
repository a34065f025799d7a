"""The page of a lesson's test as shipped: built from its sources, small, self-contained, with words for all it says."""

import re

import pytest
from neuguong.server.assets import Assets
from neuguong.text import load_words
from neuguong.widgets import WIDGETS_FOLDER, bundle

SOURCE = bundle.SELFTEST / "src"
SCRIPT = (bundle.SELFTEST / "selftest.js").read_text("utf-8")
STYLE = (bundle.SELFTEST / "selftest.css").read_text("utf-8")
WORDS = load_words()
CLIENT = WIDGETS_FOLDER.parent / "server" / "client"
TOLD_BY_PYTHON = re.compile(r"before|after|facts|none|lead|count|gain_.+|moved_.+|few")


def test_the_built_files_are_what_the_sources_give() -> None:
    assert bundle.build_bundle(SOURCE) == SCRIPT, "run python -m neuguong.widgets.bundle"
    assert bundle.build_style(SOURCE, "selftest") == STYLE, "run python -m neuguong.widgets.bundle"


@pytest.mark.parametrize(
    "way",
    [
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "eval(", "Function(", ".style",
        "http:", "https:", "@import", "url(",
    ],
)  # fmt: skip
def test_no_text_can_become_markup_or_code_and_nothing_is_asked_of_another_host(way: str) -> None:
    assert way not in SCRIPT
    assert way not in STYLE


def test_script_and_style_are_small() -> None:
    files = Assets(CLIENT, WIDGETS_FOLDER).files
    assert len(files["selftest.js"].packed) + len(files["selftest.css"].packed) <= 17_000


def test_every_word_the_page_asks_for_is_there_and_none_is_left_over() -> None:
    words = WORDS["selftest"]
    own = "\n".join(path.read_text("utf-8") for path in SOURCE.glob("*.js"))
    quoted = set(re.findall(r'"([a-z][a-z0-9_]*)"', own)) | {"about_before", "about_after"}
    assert set(re.findall(r'\bwords\("([a-z0-9_]+)"', own)) <= words.keys()
    assert {key for key in words if key not in quoted and not TOLD_BY_PYTHON.fullmatch(key)} == set()
    assert set(re.findall(r'cardWords\("([a-z0-9_]+)"', own)) <= WORDS["card"].keys()
    assert not re.search(r"\bbạn\b", " ".join(words.values()), re.IGNORECASE)
