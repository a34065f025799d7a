"""Rules about the whole bank and each topic."""

from dataclasses import replace

import pytest
from lint_drafts import draft
from neuguong.authoring.lint import LintItem, draft_item
from neuguong.authoring.lint.lint_item import item_from_bank
from neuguong.authoring.lint.whole_bank import bank_problems
from neuguong.bank import default_data_folder
from neuguong.bank.loader import read_pack_files

SHORT, MIDDLE, LONG = "Gọi thợ", "Gọi thợ đến xem", "Gọi thợ đến xem máy rồi hẹn ngày"


def items(count: int, *, key: str, options: tuple[str, ...]) -> list[LintItem]:
    return [draft_item(draft(options=options, correct_response=key)) for _ in range(count)]


def rules(*groups: list[LintItem]) -> set[str]:
    """What is said of keys: these items are copies of one another, which is told too."""
    problems = bank_problems({"một": [item for group in groups for item in group]})
    return {problem.rule for problem in problems} - {"shared-option", "never-keyed"}


FOUR = (LONG, MIDDLE, MIDDLE, SHORT)
THREE = (LONG, MIDDLE, SHORT)


@pytest.mark.parametrize(
    ("hits", "total", "options"), [(13, 30, FOUR), (19, 50, FOUR), (33, 100, FOUR), (11, 20, THREE), (15, 30, THREE)]
)
def test_the_longest_key_is_flagged_exactly_from_the_limit(hits: int, total: int, options: tuple[str, ...]) -> None:
    def flagged(longest: int) -> bool:
        return "longest-key-bank" in rules(
            items(longest, key="a", options=options), items(total - longest, key="b", options=options)
        )

    assert flagged(hits)
    assert not flagged(hits - 1)


def test_the_shortest_key_is_flagged_from_thirteen_of_thirty() -> None:
    def flagged(shortest: int) -> bool:
        return "shortest-key-bank" in rules(
            items(shortest, key="d", options=FOUR), items(30 - shortest, key="b", options=FOUR)
        )

    assert flagged(13)
    assert not flagged(12)


def test_a_key_as_long_as_another_option_is_not_the_longest() -> None:
    assert rules(items(19, key="a", options=(LONG, LONG, MIDDLE, SHORT))) == set()


def test_keys_heaped_at_one_position_are_found() -> None:
    same = (MIDDLE, MIDDLE, MIDDLE, MIDDLE)
    heaped = [
        items(n, key=key, options=same) for key, n in zip("abcd", (20, 10, 5, 5), strict=True)
    ]  # χ² = 15, p = .0018
    assert "key-position" in rules(*heaped)


def test_keys_spread_evenly_are_left_in_peace() -> None:
    same = (MIDDLE, MIDDLE, MIDDLE, MIDDLE)
    spread = [items(n, key=key, options=same) for key, n in zip("abcd", (12, 10, 9, 9), strict=True)]  # χ² = 0.6
    assert "key-position" not in rules(*spread)


def test_nineteen_items_are_too_few_for_a_verdict_on_positions() -> None:
    assert "key-position" not in rules(items(19, key="a", options=(MIDDLE, MIDDLE, MIDDLE, MIDDLE)))


def test_a_topic_is_judged_on_its_own_beside_the_whole() -> None:
    heaped = items(20, key="a", options=(MIDDLE, MIDDLE, MIDDLE, MIDDLE))
    others = [items(20, key=key, options=(MIDDLE, MIDDLE, MIDDLE, MIDDLE)) for key in "bcd"]
    problems = list(bank_problems({"một": heaped, "hai": [item for group in others for item in group]}))
    assert [(one.file, one.rule) for one in problems if one.file != "bank"] == [
        ("bank/một", "key-position"),
        ("bank/hai", "key-position"),
    ]


def test_multiple_response_and_items_without_a_key_are_not_counted() -> None:
    several = [draft_item(draft(interaction="multiple_response", correct_response=["a", "b"])) for _ in range(40)]
    keyless = [draft_item(draft(correct_response=None)) for _ in range(40)]
    assert rules(several, keyless) == set()


def shared(count: int, *, keys: str, **changes: object) -> set[str]:
    """So many items that share the option "Gọi thợ" (a), each with others of its own; the keys in turn."""
    told = []
    for n in range(count):
        options = ("Gọi thợ", *(f"Việc {n} của người {m}" for m in range(3)))
        told.append(draft_item(draft(options=options, correct_response=keys[n % len(keys)], **changes)))
    return {problem.rule for problem in bank_problems({"một": told})} & {"shared-option", "never-keyed"}


def test_an_option_in_three_items_is_told_and_in_a_pair_is_not() -> None:
    assert shared(3, keys="ab") == {"shared-option"}
    assert shared(2, keys="ab") == set()


def test_classes_may_stand_in_many_items_but_each_must_be_right_in_one() -> None:
    assert shared(3, keys="ab", classifies=True) == set()
    assert shared(3, keys="b", classifies=True) == {"never-keyed"}


def test_options_that_are_put_to_places_may_be_shared() -> None:
    assert shared(4, keys="b", interaction="matching") == set()


def patterned(*patterns: tuple[int, ...]) -> set[str]:
    items = [
        replace(draft_item(draft(options=[f"{n} {m}" for m in range(4)], correct_response="b")), pattern=pattern)
        for n, pattern in enumerate(patterns)
    ]
    return {problem.rule for problem in bank_problems({"một": items})} & {"same-pattern"}


def test_a_pattern_of_the_key_that_nearly_all_items_have_is_told() -> None:
    assert patterned(*[(1, 2, 3, 4)] * 6) == {"same-pattern"}
    assert patterned(*[(1, 2, 3, 4)] * 8, (1, 1, 2, 4), (2, 2, 3, 4)) == set()  # 8 of 10: as many as may be
    assert patterned(*[(1, 2, 3, 4)] * 5) == set()  # too few to see a pattern


def test_the_pattern_of_a_bank_item_is_what_could_always_be_the_same() -> None:
    patterns: dict[str, set[tuple[int, ...]]] = {}
    for entry in read_pack_files(default_data_folder()).scenarios:
        for one in entry.content.items:
            item = item_from_bank(one, entry.content, sensitive=False, in_pair=False)
            patterns.setdefault(item.interaction, set()).add(item.pattern)
    assert patterns["single_choice"] == patterns["ranking"] == {()}
    assert all(len(pattern) == 1 for pattern in patterns["multiple_response"])
    assert all(set(pattern) <= {1, 2, 3, 4} for pattern in patterns["rating"])
    assert all(sum(pattern) >= 3 for pattern in patterns["matching"])
