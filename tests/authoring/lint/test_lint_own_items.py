"""The items written for tuning: every flaw is found, no clean item is blamed."""

import pytest
from lint_drafts import FEEDBACK, rules
from own_items import CLEAN, FLAWED


@pytest.mark.parametrize("entry", FLAWED, ids=lambda entry: f"{entry[0]}-{FLAWED.index(entry)}")
def test_the_flaw_is_found(entry: tuple[str, str, str, tuple[str, ...], str]) -> None:
    rule, stimulus, prompt, options, key = entry
    assert rule in rules(stimulus=stimulus, prompt=prompt, options=options, correct_response=key, feedback=FEEDBACK)


@pytest.mark.parametrize("entry", CLEAN, ids=lambda entry: f"clean-{CLEAN.index(entry)}")
def test_the_clean_item_is_left_in_peace(entry: tuple[str, str, tuple[str, ...], str]) -> None:
    stimulus, prompt, options, key = entry
    assert rules(stimulus=stimulus, prompt=prompt, options=options, correct_response=key) == set()
