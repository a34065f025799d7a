"""Pages made once, from the pack alone."""

import pytest
from neuguong.server.rendering import PageRenderer

from tests.samples import make_pack


@pytest.mark.parametrize(
    ("signed_only", "told"), [(False, "2 phần · 8 câu hỏi"), (True, "Bài này chưa có tình huống nào dùng được")]
)
def test_the_home_page_counts_only_what_a_learner_would_be_shown(signed_only: bool, told: str) -> None:
    pack = make_pack().only_signed() if signed_only else make_pack()
    home = PageRenderer(pack, "/tinh/x/").render_home()
    assert told in home.body.decode()
