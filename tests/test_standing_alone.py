"""A decision of a branching case is asked only on its way: nothing else that asks items asks it by itself."""

import pytest
from neuguong.authoring.coverage import build_coverage
from neuguong.authoring.unread.sheet import deal
from neuguong.items import Item
from neuguong.study.forms import build_forms
from neuguong.study.history import History, live_items
from neuguong.study.parallel import choose_parallel
from neuguong.workshop.ready import build_ready_plans, list_items
from neuguong.workshop.showing import Showing

from tests.cases import course_of
from tests.content import load_bank
from tests.samples import NOON, SECRET

PACK = load_bank()
NODES = {item.identifier for one in PACK.scenarios.values() if one.is_branching for item in one.items}


def names(pairs: object) -> set[str]:
    return {item.identifier for _, item in pairs}  # type: ignore[attr-defined]


def test_the_bank_has_eight_cases_for_heads_and_for_staff() -> None:
    cases = [one for one in PACK.scenarios.values() if one.is_branching]
    assert len(cases) >= 8
    assert {one.topic for one in cases} == set(PACK.topics)


def test_a_review_asks_for_a_requirement_only_what_stands_alone() -> None:
    for requirement in PACK.requirements:
        assert not names(live_items(PACK, requirement)) & NODES
    assert names(live_items(course_of().pack, "A2")) == {"sau-1"}


def test_a_parallel_item_is_none_of_a_case() -> None:
    for _, item in list(PACK.items_alone())[::7]:
        chosen = choose_parallel(PACK, item, besides=(), history=History(), today=NOON.date())
        assert chosen is None or chosen.item.identifier not in NODES


def test_a_hall_neither_offers_nor_takes_a_decision() -> None:
    assert not names(list_items(PACK)) & NODES
    assert not {name for plan in build_ready_plans(PACK) for name in plan["items"]} & NODES
    showing = Showing(PACK, "buoi", SECRET)
    assert not any(showing.is_live(name) for name in NODES)


@pytest.mark.parametrize("slug", PACK.lessons)
def test_no_form_of_a_test_holds_a_decision(slug: str) -> None:
    forms = build_forms(PACK, slug)
    asked: list[Item] = [item for _, item in (*forms.a, *forms.b)] if forms else []
    assert not {item.identifier for item in asked} & NODES


def test_a_sheet_for_readers_tells_no_decision_without_its_way() -> None:
    assert not {one.item for one in deal(PACK).asked.values()} & NODES


def test_a_decision_counts_for_a_requirement_but_is_parallel_to_nothing() -> None:
    (row,) = build_coverage(course_of().pack)
    assert (row.items, row.parallel) == (6, 0)
