"""The card as shipped: built from its sources, small, self-contained, and with words for everything it says."""

import gzip
import re
from pathlib import Path

import pytest
from neuguong.text import load_words
from neuguong.widgets import bundle

SOURCE = bundle.CARD / "src"
SCRIPT = bundle.CARD / "card.js"
STYLE = bundle.CARD / "card.css"


def write_sources(folder: Path, **sources: str) -> Path:
    for name, text in sources.items():
        (folder / f"{name}.js").write_text(text, "utf-8")
    return folder


def test_the_built_files_are_what_the_sources_give() -> None:
    assert SCRIPT.read_text("utf-8") == bundle.build_bundle(SOURCE), "run python -m neuguong.widgets.bundle"
    assert STYLE.read_text("utf-8") == bundle.build_style(SOURCE), "run python -m neuguong.widgets.bundle"
    assert bundle.main(["--check"]) == 0


def test_check_tells_that_a_built_file_is_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "src").mkdir()
    write_sources(tmp_path / "src", shell="export function render() {}\n")
    (tmp_path / "src" / "card.css").write_text(".ng-card { color: red; }\n", "utf-8")
    monkeypatch.setattr(bundle, "CARD", tmp_path)

    assert bundle.main(["--check"]) == 1
    assert bundle.main([]) == 0
    assert bundle.main(["--check"]) == 0
    assert bundle.main(["--chekc"]) == 2
    assert (tmp_path / "card.css").read_text("utf-8").endswith(".ng-card{color:red}\n")


def test_a_source_stands_after_those_it_imports_and_only_once(tmp_path: Path) -> None:
    write_sources(
        tmp_path,
        shell='// Why.\nimport { a } from "./a.js";\nimport { b } from "./b.js";\n\nexport const render = a + b;\n',
        a='import { b } from "./b.js";\nexport const a = b;\n',
        b="export const b = 1;\n",
    )
    assert bundle.build_bundle(tmp_path) == (
        bundle.HEADER + "const b=1;const a=b;const render=a + b;\n" + bundle.FOOTER
    )


def test_a_list_of_what_others_export_is_taken_as_a_whole(tmp_path: Path) -> None:
    write_sources(
        tmp_path,
        shell='import * as LIST from "./list.js";\nexport const render = LIST.of_a + LIST.b;\n',
        list='export { a as of_a } from "./a.js";\nexport { b } from "./b.js";\n',
        a="export const a = 1;\n",
        b="export const b = 2;\n",
    )
    assert bundle.build_bundle(tmp_path) == (
        bundle.HEADER + "const a=1;const b=2;const LIST={of_a:a,b:b};const render=LIST.of_a + LIST.b;\n" + bundle.FOOTER
    )
    write_sources(tmp_path, list='export { z } from "./a.js";\nexport { b } from "./b.js";\n')
    with pytest.raises(bundle.BundleError, match=r"list\.js:1: a\.js does not export z"):
        bundle.build_bundle(tmp_path)


@pytest.mark.parametrize(
    ("shell", "complaint"),
    [
        ('import { a as c } from "./a.js";\n', "shell.js:1: write imports as"),
        ('import { z } from "./a.js";\n', "shell.js:1: a.js does not export z"),
        ('import { a } from "./a.js";\nconst a = 2;\n', "shell.js:2: a is already declared in a.js:1"),
        ('import { render } from "./shell.js";\n', "imports itself"),
        ('import { a } from "./a.js";\nexport default a;\n', "shell.js:2: only `export` before"),
        ('import { a } from "./a.js";\nconst t = `two\nlines`;\n', "shell.js:2: text or comment over several lines"),
        ("const nothing = 1;\n", "a.js: imported by nobody"),
        ("const a = 1; // one\n", "shell.js:1: a comment behind code"),
        ('const a = /["]/;\n', "shell.js:1: a quotation mark that ends nothing"),
    ],
)
def test_what_the_builder_does_not_understand_is_refused(tmp_path: Path, shell: str, complaint: str) -> None:
    write_sources(tmp_path, shell=shell, a="export const a = 1;\n")
    with pytest.raises(bundle.BundleError, match=re.escape(complaint)):
        bundle.build_bundle(tmp_path)


@pytest.mark.parametrize("path", [SCRIPT, STYLE], ids=lambda path: path.name)
def test_the_card_asks_nothing_of_another_host(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.findall(r"https?://|@import|url\(", text)


@pytest.mark.parametrize(
    "way",
    [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "DOMParser",
        "eval(",
        "Function(",
        ".style",
        "fetch(",
    ],
)
def test_no_text_can_become_markup_or_code(way: str) -> None:
    assert way not in SCRIPT.read_text("utf-8")


def test_every_rule_of_the_style_sheet_stands_below_the_card() -> None:
    text = re.sub(r"/\*.*?\*/|@(?:media|container)[^{]*", "", STYLE.read_text("utf-8"), flags=re.DOTALL)
    selectors = [one for group in re.findall(r"([^{}]+)\{", text) for one in group.split(",") if one.strip()]
    outside = [one for one in selectors if not re.search(r"\.ng-card(?![\w-])", one)]
    assert len(selectors) > 100
    assert outside == []


def test_the_card_is_small_enough_for_a_poor_connection() -> None:
    """Room for a lesson in parts: contents, results, the way back, feedback that shows the mistake first, branching
    cases, tests before and after, work without a line. A lesson page then still weighs a fifth of what is promised."""
    script, style = SCRIPT.read_bytes(), STYLE.read_bytes()
    assert len(script) + len(style) <= 80_000
    assert len(gzip.compress(script)) + len(gzip.compress(style)) <= 24_000


def test_every_word_the_card_asks_for_is_there_and_none_is_left_over() -> None:
    words = load_words()["card"]
    quoted = set(re.findall(r'"([a-z][a-z0-9_]*)"', SCRIPT.read_text("utf-8")))
    built = {"best_label", "worst_label", "best_missing", "worst_missing"}
    built |= {f"scale_{n}" for n in (1, 2, 3, 4)} | {f"verdict_{v}" for v in ("right", "part", "wrong", "neutral")}
    built |= {f"consent_{answer}{kind}" for answer in ("agree", "refuse") for kind in ("", "_sensitive")}
    built |= {f"kept_{place}" for place in ("long", "tab", "page")}
    built |= {"keeps_tab", "keeps_page", "keeps_shared"} | {f"certainty_{n}" for n in (1, 2, 3)}
    built |= {f"band_{band}" for band in ("solid", "weak", "unknown")}
    asked = set(re.findall(r'words\("([a-z0-9_]+)"', SCRIPT.read_text("utf-8")))

    assert asked | built <= words.keys()
    assert words.keys() - quoted - built == set()
    assert all(isinstance(text, str) and text.strip() == text != "" for text in words.values())
