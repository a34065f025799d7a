"""What leaves Python before an answer is scored, and what may come back."""

import contextlib
import json
import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.errors import InvalidResponseError
from neuguong.items import Interaction, present_as, present_item
from neuguong.scoring import build_examples, correct_response, parse_response, parse_tokens, response_as_tokens
from neuguong.scoring.single_choice import SingleChoice

from tests.samples import INTERACTIONS, SECRET, make_item

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=2), inner, max_size=6),
    max_leaves=8,
)


@pytest.mark.parametrize("interaction", INTERACTIONS.values(), ids=INTERACTIONS)
def test_nothing_public_tells_identifiers_key_or_feedback(interaction: Interaction) -> None:
    shown = present_item(make_item(interaction), seed=str(uuid.uuid4()), secret=SECRET)
    public = json.dumps(shown.public(), ensure_ascii=False)
    assert "bí mật" not in public
    assert "correct" not in public
    assert set(shown.public()) <= {
        "id", "version", "kind", "prompt", "choices", "targets", "scale", "passage"
    }  # fmt: skip
    assert [set(choice) for choice in shown.public()["choices"]] == [{"token", "text"}] * 5  # type: ignore[attr-defined]


def test_every_order_is_shown_and_the_key_is_anywhere() -> None:
    item = make_item(SingleChoice("b"), choices="abcd")
    places = [present_item(item, seed=str(n), secret=SECRET).token_of("b") for n in range(400)]
    assert all(60 < places.count(place) < 140 for place in "0123")


def test_the_same_attempt_is_shown_in_the_same_order_by_any_process() -> None:
    item = make_item(SingleChoice("b"))
    attempt = str(uuid.uuid4())
    first, second = (present_item(item, seed=attempt, secret=SECRET).order for _ in range(2))
    assert first == second
    other = {present_item(item, seed=attempt, secret=bytes([n]) * 32).order for n in range(20)}
    assert len(other) > 5


def test_two_items_of_one_seed_are_not_shown_in_the_same_order() -> None:
    items = [make_item(SingleChoice("b"), name=f"thu-{n}") for n in range(20)]
    assert len({present_item(item, seed="x", secret=SECRET).order for item in items}) > 5


def test_a_hottext_keeps_the_order_of_its_text() -> None:
    shown = present_item(make_item(INTERACTIONS["hottext"]), seed="x", secret=SECRET)
    assert shown.order == tuple("abcde")
    assert shown.public()["passage"][0] == {"text": "Đầu. "}  # type: ignore[index]


@pytest.mark.parametrize("interaction", INTERACTIONS.values(), ids=INTERACTIONS)
@given(raw=JSON)
def test_a_browser_can_send_anything_and_only_a_response_is_taken(interaction: Interaction, raw: object) -> None:
    item = make_item(interaction)
    shown = present_item(item, seed="x", secret=SECRET)
    with contextlib.suppress(InvalidResponseError):
        parse_tokens(shown, raw)


def test_tokens_come_back_as_identifiers() -> None:
    item = make_item(INTERACTIONS["ranking"])
    shown = present_item(item, seed="x", secret=SECRET)
    tokens = [shown.token_of(choice) for choice in "bcade"]
    assert parse_tokens(shown, tokens) == correct_response(item)


@pytest.mark.parametrize("interaction", INTERACTIONS.values(), ids=INTERACTIONS)
def test_every_response_comes_back_from_the_tokens_that_a_browser_would_send(interaction: Interaction) -> None:
    item = make_item(interaction)
    shown = present_item(item, seed="x", secret=SECRET)
    examples = build_examples(item)
    for raw in (examples.right, *examples.wrong):
        response = parse_response(item, raw)
        tokens = response_as_tokens(shown, response)
        assert not set("abcdexy") & set(re.sub('"(best|worst)"', "", json.dumps(tokens)))
        assert parse_tokens(shown, tokens) == response


def test_the_order_has_nothing_to_do_with_the_attempt_so_that_a_wall_and_its_phones_agree() -> None:
    item = make_item(SingleChoice("b"))
    wall, phone = (present_item(item, seed="phong-7|cau-2", secret=SECRET) for _ in range(2))
    assert wall.public() == phone.public()
    assert "attempt_id" not in wall.public()


def test_an_item_is_shown_again_in_the_order_that_was_stored() -> None:
    item = make_item(INTERACTIONS["matching"])
    shown = present_item(item, seed="x", secret=SECRET)
    again = present_as(item, shown.order)
    assert again.public() == shown.public()
    with pytest.raises(InvalidResponseError, match="every choice of the item once"):
        present_as(item, shown.order[:-1])
