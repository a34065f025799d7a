"""Pages made once, from the pack alone."""

from dataclasses import replace

import pytest
from neuguong.items import Plan, PlanColumn
from neuguong.server.notebooks import PageNotebook, build_lesson_notebook
from neuguong.server.rendering import PageRenderer

from tests.samples import make_pack


@pytest.mark.parametrize(
    ("signed_only", "told"), [(False, "2 phần · 8 câu hỏi"), (True, "Bài này chưa có tình huống nào dùng được")]
)
def test_the_home_page_counts_only_what_a_learner_would_be_shown(signed_only: bool, told: str) -> None:
    pack = make_pack().only_signed() if signed_only else make_pack()
    home = PageRenderer(pack, "/tinh/x/").render_home()
    assert told in home.body.decode()


def test_markup_in_a_packs_texts_or_in_a_notebook_is_shown_as_text() -> None:
    attack = "Chữ <script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))"
    pack = make_pack()
    hostile = replace(
        pack,
        title=attack, subtitle=attack, about=attack,
        lessons={"bai": replace(pack.lessons["bai"], title=attack, subtitle=attack)},
        requirements={"A2": replace(pack.requirements["A2"], title=attack, summary=attack, self_check=(attack,))},
        plan=Plan(attack, attack, (PlanColumn("viec", attack, attack), PlanColumn("ai", attack, attack))),
        norms={"ct": replace(pack.norms["ct"], cite_as=attack, note=attack)},
    )  # fmt: skip
    renderer = PageRenderer(hostile, "/tinh/x/")
    notebook = build_lesson_notebook(hostile, hostile.lessons["bai"])
    pages = [
        renderer.render_home(), renderer.render_about(),
        renderer.render_notebook(PageNotebook("bai", attack, notebook)), renderer.render_certificate(),
        renderer.render_print_list(trainer=True), *renderer.render_work_sheets().values(),
    ]  # fmt: skip
    for page in pages:
        html = page.body.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert 'href="javascript:' not in html
        assert "&lt;script&gt;alert(1)" in html


def test_a_pack_without_a_plan_or_questions_for_ones_own_work_has_no_such_pages_and_home_does_not_name_them() -> None:
    renderer = PageRenderer(make_pack(), "/tinh/x/")
    assert renderer.render_work_sheets() == {}
    home = renderer.render_home().body.decode()
    assert "/ke-hoach" not in home
    assert "/tu-soi" not in home
    assert 'href="/giay-chung-nhan"' in home


def test_the_page_of_ones_own_work_has_no_field_for_a_sensitive_topic() -> None:
    for sensitive, fields in ((False, 2), (True, 0)):
        pack = make_pack(sensitive=sensitive)
        asked = replace(pack, requirements={"A2": replace(pack.requirements["A2"], self_check=("Tuần qua?",))})
        page = PageRenderer(asked, "/tinh/x/").render_work_sheets()["tu-soi"].body.decode()
        assert "Tuần qua?" in page
        assert page.count("<textarea") == fields


def test_below_a_lesson_stand_the_ways_to_paper_and_into_work() -> None:
    pack = make_pack()
    notebook = build_lesson_notebook(pack, pack.lessons["bai"])
    page = PageRenderer(pack, "/tinh/x/").render_notebook(PageNotebook("bai", "Bài", notebook)).body.decode()
    assert 'href="/in#bai"' in page
    assert 'href="/giay-chung-nhan"' in page
    other = PageRenderer(pack, "/tinh/x/").render_notebook(PageNotebook("on-tap", "Ôn", notebook)).body.decode()
    assert "/in#" not in other
