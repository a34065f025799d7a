"""The trainer's page as a notebook opens it, and what a lesson's kernel is spared."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import comm
from neuguong.app import Settings
from neuguong.pages import open_board
from neuguong.widgets import CardWidget

ROOT = Path(__file__).parents[2]


def modules_after(code: str) -> set[str]:
    script = f"{code}\nimport sys; print(*sys.modules)"
    return set(
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    )


def test_a_lessons_kernel_imports_neither_pandas_nor_the_board() -> None:
    loaded = modules_after("import neuguong.pages")
    assert loaded.isdisjoint({"pandas", "numpy", "openpyxl", "neuguong.board", "neuguong.pages.trainer"})


def test_the_board_imports_what_makes_files_only_when_one_is_asked_for() -> None:
    assert modules_after("from neuguong.pages import open_board").isdisjoint({"pandas", "openpyxl"})


def test_open_board_shows_one_widget_with_the_boards_own_script(monkeypatch: Any, tmp_path: Path) -> None:
    shown: list[Any] = []
    monkeypatch.setattr("neuguong.pages.trainer.display", shown.append)
    settings = Settings.from_environment({"NEUGUONG_HOME": str(tmp_path), "NEUGUONG_STATIC_URL": "/tinh/x/"})
    open_board(settings).show()
    (card,) = shown
    assert isinstance(card, CardWidget)
    assert card._esm == "/tinh/x/board.js"
    assert card.view["state"] == "few"
    assert [topic["id"] for topic in card.content["topics"]] == ["trach-nhiem", "tac-phong", "tu-dien-bien"]


def test_a_message_changes_view_and_content_in_one_update_and_no_trait_may_be_set(
    monkeypatch: Any, tmp_path: Path
) -> None:
    shown: list[Any] = []
    monkeypatch.setattr("neuguong.pages.trainer.display", shown.append)
    monkeypatch.setattr(comm, "create_comm", comm.DummyComm)  # whatever other tests of this process have imported
    open_board(Settings.from_environment({"NEUGUONG_HOME": str(tmp_path)})).show()
    (card,) = shown
    assert "render" in card._esm
    sent: list[set[str]] = []
    monkeypatch.setattr(card, "send_state", lambda key=None: sent.append({key} if isinstance(key, str) else set(key)))
    card._on_message(card, {"kind": "choose", "period": "week", "unit": None, "topic": "tac-phong"}, [])
    assert sent == [{"view", "content"}]
    assert (card.view["topic"], card.content["topic"]) == ("tac-phong", "tac-phong")
    card.set_state({"view": {"forged": True}, "content": {}})
    assert card.view["topic"] == card.content["topic"] == "tac-phong"


def test_a_pack_that_cannot_be_read_is_told_in_plain_words(monkeypatch: Any, tmp_path: Path) -> None:
    shown: list[Any] = []
    monkeypatch.setattr("neuguong.pages.failed.display", shown.append)
    open_board(Settings(home=tmp_path, data=tmp_path / "nothing")).show()
    assert "Bộ tài liệu đang có lỗi" in shown[0].data


def test_the_group_minimum_travels_to_kernels_and_never_falls_below_the_floor(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, data=tmp_path, group_minimum=8)
    assert Settings.from_environment(settings.to_environment()).group_minimum == 8
    for text, expected in (("1", 3), ("-7", 5), ("ba", 5), ("", 5), ("12", 12)):
        assert Settings.from_environment({"NEUGUONG_GROUP_MINIMUM": text}).group_minimum == expected


def test_the_trainers_notebook_is_a_door_without_outputs() -> None:
    notebook = json.loads((ROOT / "notebooks" / "huong-dan.ipynb").read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["source"] for cell in code] == [
        "from neuguong.pages import open_board\n\npage = open_board()",
        "page.show()",
    ]
    assert [cell["outputs"] for cell in code] == [[], []]
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
