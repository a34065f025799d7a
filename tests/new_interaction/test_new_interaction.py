"""How many places an interaction stands in: one is added to a copy of the kit, and used from its file to the board."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neuguong
import pytest
import yaml
from neuguong.widgets.bundle import CARD
from playwright.sync_api import Browser, Page

from tests.browser import card_server
from tests.browser.card_page import until

HERE = Path(__file__).parent
TESTS = HERE.parent
KIT = Path(neuguong.__file__).parent
BUILT = {
    str((folder / f"{folder.name}.{end}").relative_to(KIT))
    for folder in (CARD.parent / name for name in ("card", "board", "figures", "phone", "room", "selftest", "wall"))
    for end in ("js", "css")
}


def texts(folder: Path) -> dict[str, str]:
    """Name → text of every file somebody writes."""
    paths = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    written = {
        name: path for name, path in paths.items() if path.suffix not in (".pyc", ".ttf", ".png") and name not in BUILT
    }
    return {name: path.read_text("utf-8") for name, path in written.items()}


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the kit with one more interaction."""
    kit = tmp_path_factory.mktemp("modules") / "neuguong"
    shutil.copytree(KIT, kit, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(HERE / "kit", kit, dirs_exist_ok=True)
    for name, additions in yaml.safe_load((HERE / "lines.yaml").read_text("utf-8")).items():
        text = (kit / name).read_text("utf-8")
        for one in additions:
            assert f"{one['after']}\n" in text
            text = text.replace(f"{one['after']}\n", "\n".join([one["after"], *one["add"]]) + "\n", 1)
        (kit / name).write_text(text, "utf-8")
    subprocess.run([sys.executable, "-m", "neuguong.widgets.bundle"], env=environment(kit), check=True)
    return kit


def environment(kit: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{kit.parent}{os.pathsep}{TESTS.parent}"}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack with an item of the new interaction."""
    folder = Path(shutil.copytree(TESTS / "second_pack", tmp_path / "pack"))
    shutil.copytree(HERE / "pack", folder, dirs_exist_ok=True)
    lesson = folder / "lessons" / "an-toan.yaml"
    lesson.write_text(lesson.read_text("utf-8").replace("[lua-trong-bep]", "[bep-cuoi-ngay, lua-trong-bep]"), "utf-8")
    return folder


class Server:
    """The copied kit in a process of its own."""

    def __init__(self, kit: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.new_interaction.talk"],
            env=environment(kit), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ask(self, what: str, value: object) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({what: value}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture
def server(kit: Path) -> Iterator[Server]:
    server = Server(kit)
    yield server
    server.process.communicate()


def test_one_more_interaction_is_three_files_one_line_and_its_words(kit: Path) -> None:
    before, after = texts(KIT), texts(kit)
    assert after.keys() - before.keys() == {
        "scoring/yes_no.py",
        "bank/interactions/yes_no.py",
        "widgets/card/src/yes_no.js",
    }
    longer = {name: len(after[name].splitlines()) - len(before[name].splitlines()) for name in before}
    assert {name: lines for name, lines in longer.items() if after[name] != before[name]} == {
        "widgets/card/src/interactions.js": 1,
        "text/vi.yaml": 10,
    }


def test_no_other_file_of_the_kit_names_an_interaction() -> None:
    """Each of the seven stands in the same three files; what several share is written once, beside them."""
    kinds = ("single_choice", "multiple_response", "ranking", "best_worst", "rating", "matching", "hottext")
    own = {f"{folder}/{kind}.{end}" for kind in kinds for folder, end in (
        ("scoring", "py"), ("bank/interactions", "py"), ("widgets/card/src", "js")
    )}  # fmt: skip
    named = {
        name
        for name, text in texts(KIT).items()
        for kind in kinds
        if f'"{kind}"' in text or f".{kind}" in text or f"{kind}:" in text
    }
    listed = {"widgets/card/src/interactions.js", "text/vi.yaml"}
    draft = {"authoring/lint/lint_item.py"}  # what a draft is that does not say
    halls = {"widgets/phone/src/letters.js"}  # a poll, which is no item, is asked as a single choice
    assert named - own - listed - draft - halls == set()


def test_a_file_with_the_new_interaction_is_checked_like_any_other(server: Server, pack: Path) -> None:
    assert server.ask("check", str(pack)) == []
    file = pack / "bank" / "an-toan" / "bep-cuoi-ngay.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("{a: true, b: false, c: true}", "{a: true, b: false}"), "utf-8")
    (fault,) = server.ask("check", str(pack))
    assert "[key] (bep-cuoi-ngay-1) khóa không phủ đúng mọi phương án" in fault
    file.write_text(text.replace("c: true}", "c: 3}"), "utf-8")
    (fault,) = server.ask("check", str(pack))
    assert "“c” là “3”. Cho phép: true hoặc false" in fault


@pytest.mark.browser
def test_the_new_interaction_is_drawn_answered_scored_explained_and_counted(
    kit: Path, server: Server, pack: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = server.ask("open", str(pack))
    assert '"correct' not in json.dumps(opened["view"])
    monkeypatch.setitem(card_server.FILES, "/card.js", (kit / "widgets" / "card" / "card.js", "text/javascript"))
    with card_server.serve_card() as address, browser.new_context() as context:
        page = context.new_page()
        setup = {"text": opened["words"], "view": {**opened["view"], "ask_consent": False}}
        page.add_init_script(f"window.setup = {json.dumps(setup)};")
        page.goto(address)
        said = answer_in_browser(page, server)
    stored, feedback = said["replies"][0], said["view"]["item"]["feedback"]
    assert (stored["kind"], stored["local"]["score"], stored["local"]["max_score"]) == ("stored", 2.0, 3.0)
    told = {one["text"]: (one["verdict"], one["open"], one["yours"], one["key"]) for one in feedback["choices"]}
    assert told == {
        "Khóa van bình ga.": ("right", False, "Nên", "Nên"),
        "Gọi chị Dế tới khóa van.": ("wrong", True, "Nên", "Không nên"),
        "Xem lại bếp đã tắt hẳn.": ("right", False, "Nên", "Nên"),
    }
    assert feedback["chance"] == 1.5

    board = server.ask("board", 9)  # and whoever answered without consent is in no number
    (item,) = [one for one in board["view"]["items"] if one["id"] == "bep-cuoi-ngay-1"]
    counted = [[(bar["label"], bar["count"]) for bar in one["bars"]] for one in item["choices"]]
    assert counted == [[("Nên", 9), ("Không nên", 0)]] * 3
    asked = {one["id"]: one for scenario in board["content"]["scenarios"] for one in scenario["items"]}
    assert asked["bep-cuoi-ngay-1"]["kind"] == "Nên hay không"
    assert [(one["key"], one["right"]) for one in item["key"]["choices"]] == [
        ("Đáp án: Nên", 9),
        ("Đáp án: Không nên", 0),
        ("Đáp án: Nên", 9),
    ]


def answer_in_browser(page: Page, server: Server) -> Any:
    """Say yes to everything, and hand what the card sends to the server."""
    until(page, "window.host && window.host.sent.length > 0")
    greeted = server.ask("handle", page.evaluate("host.sent[0]"))
    page.evaluate("([view, replies]) => { host.show(view); replies.forEach(host.say); }", list(greeted.values())[::-1])
    for row in page.locator("fieldset fieldset").all():
        row.get_by_text("Nên", exact=True).click()
    page.get_by_role("button", name="Trả lời").click()
    until(page, "host.sent.some((one) => one.kind === 'submit')")
    return server.ask("handle", page.evaluate("host.sent.find((one) => one.kind === 'submit')"))
