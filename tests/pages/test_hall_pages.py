"""Control room and wall as their notebooks open them."""

import json
from pathlib import Path
from typing import Any

import pytest
from neuguong.app import Settings
from neuguong.pages import open_room, open_wall
from neuguong.widgets import CardWidget

ROOT = Path(__file__).parents[2]
DOORS = {"phong": "open_room", "man-chieu": "open_wall"}


@pytest.mark.parametrize(("name", "opening"), [("room", open_room), ("wall", open_wall)])
def test_a_page_shows_one_widget_with_its_own_script(
    name: str, opening: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(f"neuguong.pages.{name}.display", shown.append)
    settings = Settings.from_environment({"NEUGUONG_HOME": str(tmp_path), "NEUGUONG_STATIC_URL": "/tinh/x/"})
    opening(settings).show()
    (card,) = shown
    assert isinstance(card, CardWidget)
    assert card._esm == f"/tinh/x/{name}.js"
    assert card.view["alarm"] == ""
    assert set(card.view) == {"room": {"prepare", "room", "alarm"}, "wall": {"wall", "alarm"}}[name]


@pytest.mark.parametrize(("name", "opening"), [("room", open_room), ("wall", open_wall)])
def test_a_pack_that_cannot_be_read_is_told_in_plain_words(
    name: str, opening: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown: list[Any] = []
    monkeypatch.setattr("neuguong.pages.failed.display", shown.append)
    opening(Settings(home=tmp_path, data=tmp_path / "nothing")).show()
    assert "Bộ tài liệu đang có lỗi" in shown[0].data


@pytest.mark.parametrize("slug", DOORS)
def test_their_notebooks_are_doors_without_outputs(slug: str) -> None:
    notebook = json.loads((ROOT / "notebooks" / f"{slug}.ipynb").read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    opening = DOORS[slug]
    assert [cell["source"] for cell in code] == [
        f"from neuguong.pages import {opening}\n\npage = {opening}()",
        "page.show()",
    ]
    assert [cell["outputs"] for cell in code] == [[], []]
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
