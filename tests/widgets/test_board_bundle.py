"""The board as shipped: built from its sources, small, self-contained, and with words for everything it says."""

import gzip
import re
from pathlib import Path

import pytest
from neuguong.server.assets import Assets
from neuguong.text import load_words
from neuguong.widgets import WIDGETS_FOLDER, bundle

SOURCE = bundle.BOARD / "src"
SCRIPT = (bundle.BOARD / "board.js").read_text("utf-8")
STYLE = (bundle.BOARD / "board.css").read_text("utf-8")
VIEW = (bundle.BOARD.parents[1] / "board").glob("*.py")
CLIENT = WIDGETS_FOLDER.parent / "server" / "client"


def test_the_built_files_are_what_the_sources_give() -> None:
    assert bundle.build_bundle(SOURCE) == SCRIPT, "run python -m neuguong.widgets.bundle"
    assert bundle.build_style(SOURCE, "board") == STYLE, "run python -m neuguong.widgets.bundle"


def test_a_source_of_another_card_is_bundled_with_what_it_imports(tmp_path: Path) -> None:
    for card, sources in (
        ("card", {"dom": 'import { b } from "./b.js";\nexport const a = b;\n', "b": "export const b = 1;\n"}),
        ("board", {"shell": 'import { a } from "../../card/src/dom.js";\nexport const render = a;\n'}),
    ):
        folder = tmp_path / card / "src"
        folder.mkdir(parents=True)
        for name, text in sources.items():
            (folder / f"{name}.js").write_text(text, "utf-8")
    built = bundle.build_bundle(tmp_path / "board" / "src")
    assert built == bundle.HEADER + "const b=1;const a=b;const render=a;\n" + bundle.FOOTER


MARKUP_OR_CODE = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "eval(", "Function(")
OTHER_WAYS = (".style", "fetch(", "http:", "https:", "@import", "url(")


@pytest.mark.parametrize("way", MARKUP_OR_CODE + OTHER_WAYS)
def test_no_text_can_become_markup_or_code_and_nothing_is_asked_of_another_host(way: str) -> None:
    assert way not in SCRIPT
    assert way not in STYLE


def test_the_board_is_small() -> None:
    assert len(gzip.compress(SCRIPT.encode())) + len(gzip.compress(STYLE.encode())) <= 9_000


def test_every_word_the_board_asks_for_is_there_and_none_is_left_over() -> None:
    words = load_words()["board"]
    asked = set(re.findall(r'words\("([a-z0-9_]+)"', SCRIPT))
    python = "\n".join(path.read_text("utf-8") for path in VIEW)
    quoted = set(re.findall(r'"(?:board\.)?([a-z][a-z0-9_]*)"', SCRIPT + python))
    built = [
        r"period_.+",
        r"kind_.+",
        r"export_(xlsx|csv)",
        r"item_(unread|few|untold)",
        r"(people|answers)_(hint|session|sensitive|unsaid)",
        r"((requirements|parts)_(caption|hint))|(column_(requirements|parts))",
        r"sensitive_(note|session)",
    ]
    left = {key for key in words if key not in quoted and not any(re.fullmatch(pattern, key) for pattern in built)}
    assert asked <= words.keys()
    assert left == set()
    assert not re.search(r"\bbạn\b", " ".join(words.values()), re.IGNORECASE)


def test_the_boards_files_are_served_and_burden_no_lesson() -> None:
    files = Assets(CLIENT, WIDGETS_FOLDER).files
    assert {"page.css", "card.js", "board.js", "board.css"} <= files.keys()
    assert "card.css" not in files
    common = files["page.css"].plain.decode()
    assert ".ng-card" in common
    assert ".ng-board" not in common
    assert not any(name.endswith(".py") for name in files)
