"""The two forms of a lesson's test: alike in what they ask, apart in the situations, the same every time."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.bank import default_data_folder, load_pack
from neuguong.items import Contrast, Difficulty, Item, Pack, Scenario, Status
from neuguong.scoring import chance_share
from neuguong.study.forms import FEWEST, MOST, Forms, build_forms, choose_first_form

from tests.content import load_bank
from tests.samples import INTERACTIONS, make_item, make_pack

CHANCES_APART = 0.1
"""By how much the share that guessing earns may differ between the forms of a real lesson, on average over items."""
READING_APART = 1.15
"""How many times as long as the other a real form may be."""


@pytest.fixture(scope="module")
def real() -> Pack:
    return load_bank()


def items_of(forms: Forms) -> tuple[list[Item], list[Item]]:
    return [item for _, item in forms.a], [item for _, item in forms.b]


def assert_parallel(forms: Forms) -> None:
    first, second = items_of(forms)
    assert FEWEST <= len(first) == len(second) <= MOST
    for alike in (lambda item: item.requirements[0], lambda item: item.difficulty):
        assert list(map(alike, first)) == list(map(alike, second))
    situations = [scenario.identifier for scenario, _ in (*forms.a, *forms.b)]
    assert len(set(situations)) == len(situations)
    assert all(item in scenario.items and item.contrast is None for scenario, item in (*forms.a, *forms.b))


def test_every_real_lesson_has_two_forms_that_ask_alike(real: Pack) -> None:
    assert real.lessons
    for slug in real.lessons:
        forms = build_forms(real, slug)
        assert forms is not None, slug
        assert_parallel(forms)
        first, second = items_of(forms)
        assert len(first) >= 8, slug
        assert abs(sum(map(chance_share, first)) - sum(map(chance_share, second))) / len(first) <= CHANCES_APART
        lengths = [
            sum(len(scenario.stimulus) + len(item.prompt) for scenario, item in form) for form in (forms.a, forms.b)
        ]
        assert max(lengths) <= READING_APART * min(lengths)
        kinds = [Counter(item.interaction.kind for item in form) for form in (first, second)]
        assert (kinds[0] - kinds[1]).total() <= len(first) // 3, slug


def test_every_requirement_with_a_pair_of_its_own_is_asked_before_one_is_asked_twice(real: Pack) -> None:
    forms = build_forms(real, "trach-nhiem")
    assert forms is not None
    counts = Counter(item.requirements[0] for _, item in forms.a)
    assert set(counts) == {"A1", "A2", "A3", "A4", "A5", "A6", "A7", "D1", "D2"}
    assert sorted(counts.values()) == [1] * 8 + [2]


def test_the_same_content_gives_the_same_forms(real: Pack) -> None:
    again = load_pack(default_data_folder())
    for slug in real.lessons:
        assert build_forms(real, slug) == build_forms(again, slug)


DRAWN = st.tuples(
    st.sampled_from(["R1", "R2", "R3", "R4"]),
    st.sampled_from([*Difficulty, None]),
    st.sampled_from(sorted(INTERACTIONS)),
    st.booleans(),
)


def pack_of(drawn: list[list[tuple[str, Difficulty | None, str, bool]]], live: list[bool]) -> Pack:
    """A pack whose one lesson has these situations, each with these items; a last True makes a changed half."""
    pack = make_pack()

    def build(n: int, rows: list[tuple[str, Difficulty | None, str, bool]]) -> Scenario:
        items = [
            replace(
                make_item(INTERACTIONS[kind], name=f"t{n}-{m}"),
                requirements=(requirement,),
                difficulty=band,
                contrast=Contrast(f"t{n}-{m - 1}", "Nếu khác.") if halved and m else None,
            )
            for m, (requirement, band, kind, halved) in enumerate(rows)
        ]
        status = Status.LIVE if live[n % len(live)] else Status.RETIRED
        return replace(pack.scenarios["mot"], identifier=f"t{n}", items=tuple(items), status=status)

    scenarios = {f"t{n}": build(n, rows) for n, rows in enumerate(drawn)}
    part = replace(pack.lessons["bai"].parts[0], scenarios=tuple(scenarios))
    return replace(pack, scenarios=scenarios, lessons={"bai": replace(pack.lessons["bai"], parts=(part,))})


@given(
    st.lists(st.lists(DRAWN, min_size=1, max_size=4), min_size=8, max_size=40),
    st.lists(st.booleans(), min_size=1, max_size=5).map(lambda rest: [True, *rest]),
)
def test_forms_of_any_bank_are_parallel_or_there_are_none(
    drawn: list[list[tuple[str, Difficulty | None, str, bool]]], live: list[bool]
) -> None:
    pack = pack_of(drawn, live)
    forms = build_forms(pack, "bai")
    assert forms == build_forms(pack, "bai")
    if forms is not None:
        assert_parallel(forms)
        assert all(scenario.status is Status.LIVE for scenario, _ in (*forms.a, *forms.b))


def test_a_lesson_with_too_few_pairs_has_no_test() -> None:
    row = ("R1", Difficulty.PLAIN, "single", False)
    assert build_forms(pack_of([[row]] * (2 * FEWEST - 1), [True]), "bai") is None
    assert build_forms(pack_of([[row]] * (2 * FEWEST), [True]), "bai") is not None


def test_the_coin_is_the_tokens_own_and_fair() -> None:
    tokens = [f"{n:032x}" for n in range(2000)]
    for slug in ("trach-nhiem", "tac-phong"):
        first = [choose_first_form(token, slug) for token in tokens]
        assert first == [choose_first_form(token, slug) for token in tokens]
        # 1000 expected, standard deviation √(2000 × ¼) = 22.4; five of them.
        assert abs(first.count("a") - 1000) < 112
    assert any(choose_first_form(one, "trach-nhiem") != choose_first_form(one, "tac-phong") for one in tokens)


def test_the_earlier_of_a_pair_is_not_always_on_the_same_form(real: Pack) -> None:
    for slug, lesson in real.lessons.items():
        forms = build_forms(real, slug)
        assert forms is not None
        order = [name for part in lesson.parts for name in part.scenarios]
        pairs = zip(forms.a, forms.b, strict=True)
        earlier = [order.index(one[0].identifier) < order.index(other[0].identifier) for one, other in pairs]
        assert abs(2 * sum(earlier) - len(earlier)) <= 1
