"""The product's own addresses: no lesson may hide one of them."""

import re
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from neuguong.addresses import RESERVED
from neuguong.bank import load_pack
from neuguong.cli import main
from neuguong.errors import ContentError
from neuguong.server.handlers import Site
from neuguong.server.launcher import NeuGuongVoila

SECOND_PACK = Path(__file__).parent / "second_pack"


@pytest.mark.parametrize("slug", sorted(RESERVED))
def test_a_lesson_at_an_address_of_the_product_is_a_fault_with_its_line_and_is_not_served(
    slug: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(SECOND_PACK, pack)
    lesson = pack / "lessons" / "an-toan.yaml"
    lesson.write_text(lesson.read_text(encoding="utf-8").replace("slug: an-toan", f"slug: {slug}"), encoding="utf-8")
    assert main(["check", "--data", str(pack)]) == 1
    assert f"lessons/an-toan.yaml:1: [reserved-slug] “{slug}”" in capsys.readouterr().out
    with pytest.raises(ContentError, match="reserved-slug"):
        load_pack(pack)


def test_every_address_that_the_server_answers_is_reserved() -> None:
    server: Any = SimpleNamespace(
        site=SimpleNamespace(assets=SimpleNamespace(revision="0"), pages={}),
        house=None, desk=None, service=None, serving=SimpleNamespace(tests=None),
    )  # fmt: skip
    routes = NeuGuongVoila.init_handlers(server)
    firsts = {route[0].lstrip("/").split("/")[0] for route in routes}
    assert "healthz" in firsts
    assert {first for first in firsts if re.fullmatch("[a-z-]+", first)} <= RESERVED


def test_every_page_of_the_product_is_at_a_reserved_address() -> None:
    nothing: Any = SimpleNamespace(
        render_home=bool,
        render_about=bool,
        render_mydata=bool,
        render_certificate=bool,
        render_offline=bool,
        render_selftests=dict,
        render_work_sheets=dict,
    )
    site = Site(
        pages={},
        renderer=nothing,
        assets=nothing,
        gate=nothing,
        personal=nothing,
        papers=nothing,
        reach=nothing,
    )
    site.prepare_home()
    site.prepare()
    assert "gioi-thieu" in site.rendered
    assert site.rendered.keys() - {""} <= RESERVED
