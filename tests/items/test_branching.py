"""The ways through a branching case, in the small case of `tests.cases` and in any that a graph can make."""

from hypothesis import given
from hypothesis import strategies as st
from neuguong.items import count_decisions, find_paths, follow, keyed_path
from neuguong.scoring.single_choice import SingleChoice

from tests.cases import CASE, Graph, make_case
from tests.samples import make_item, make_pack


def names(moves: object) -> list[tuple[str, str]]:
    return [(move.item.identifier, move.choice.identifier) for move in moves]  # type: ignore[attr-defined]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Any graph without loops or dead ends: every choice leads further on in the file, or to an end."""
    size = draw(st.integers(1, 6))
    names = [f"n-{n}" for n in range(size)]
    return {
        name: tuple(draw(st.lists(st.sampled_from([*names[n + 1 :], None]), min_size=3, max_size=4)))
        for n, name in enumerate(names)
    }


def test_the_keyed_way_takes_the_keyed_choice_at_every_decision() -> None:
    assert names(keyed_path(make_case())) == [("ca-1", "a"), ("ca-2", "a"), ("ca-3", "a")]


def test_a_way_stops_where_no_choice_was_made() -> None:
    moves, stop = follow(make_case(), lambda item: {"ca-1": "b"}.get(item.identifier))
    assert names(moves) == [("ca-1", "b")]
    assert stop is not None
    assert stop.identifier == "ca-sua"


def test_the_longest_way_counts_what_is_asked_at_most() -> None:
    # 1 a → 2 c → sửa a → 3: four. From "ca-3" on there is one.
    case = make_case()
    assert count_decisions(case) == 4
    assert count_decisions(case, start=case.items[-1]) == 1


def test_a_scenario_that_does_not_branch_asks_all_of_its_items() -> None:
    assert count_decisions(make_pack().scenarios["mot"]) == 7


def test_an_item_of_a_case_does_not_stand_alone() -> None:
    assert not any(item.stands_alone for item in make_case().items)
    assert make_item(SingleChoice("a")).stands_alone


@given(graphs())
def test_every_way_starts_at_the_first_item_ends_at_an_end_and_meets_no_item_twice(graph: Graph) -> None:
    case = make_case(graph)
    for path in find_paths(case):
        met = [move.item.identifier for move in path]
        assert met[0] == case.items[0].identifier
        assert len(set(met)) == len(met)
        steps = [move.choice.step for move in path]
        assert [step.leads_to for step in steps if step] == [*met[1:], None]


@given(graphs(), st.randoms())
def test_whoever_chooses_anything_at_each_decision_has_walked_one_of_the_ways(graph: Graph, chance: object) -> None:
    case = make_case(graph)
    walked, stop = follow(case, lambda item: chance.choice(item.choice_ids))  # type: ignore[attr-defined]
    assert stop is None
    assert names(walked) in [names(path) for path in find_paths(case)]
    assert len(walked) <= count_decisions(case) == max(map(len, find_paths(case)))


@given(graphs())
def test_the_keyed_way_is_one_of_the_ways(graph: Graph) -> None:
    case = make_case(graph)
    assert names(keyed_path(case)) in [names(path) for path in find_paths(case)]


def test_the_small_case_has_the_ways_that_can_be_counted_by_hand() -> None:
    # ca-3: 3 ways. ca-sua: 3 + 3 + 1 = 7. ca-2: 3 + 3 + 7 = 13. ca-1: 13 + 7 + 7 = 27.
    assert len(list(find_paths(make_case(CASE)))) == 27
