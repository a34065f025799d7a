"""What leaves Python before an answer is scored, and what may come back."""

import contextlib
import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.errors import InvalidResponseError
from neuguong.items import Interaction, SingleChoice, present_item
from neuguong.scoring import build_examples, parse_response

from tests.samples import INTERACTIONS, SECRET, make_item

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=2), inner, max_size=6),
    max_leaves=8,
)


@pytest.mark.parametrize("interaction", INTERACTIONS.values(), ids=INTERACTIONS)
def test_nothing_public_tells_identifiers_key_or_feedback(interaction: Interaction) -> None:
    shown = present_item(make_item(interaction), attempt_id=str(uuid.uuid4()), secret=SECRET)
    public = json.dumps(shown.public(), ensure_ascii=False)
    assert "bí mật" not in public
    assert "correct" not in public
    assert set(shown.public()) <= {
        "id", "version", "attempt_id", "kind", "prompt", "choices", "targets", "scale", "passage"
    }  # fmt: skip
    assert [set(choice) for choice in shown.public()["choices"]] == [{"token", "text"}] * 5  # type: ignore[attr-defined]


def test_every_order_is_shown_and_the_key_is_anywhere() -> None:
    item = make_item(SingleChoice("b"), choices="abcd")
    places = [present_item(item, attempt_id=str(n), secret=SECRET).token_of("b") for n in range(400)]
    assert all(60 < places.count(place) < 140 for place in "0123")


def test_the_same_attempt_is_shown_in_the_same_order_by_any_process() -> None:
    item = make_item(SingleChoice("b"))
    attempt = str(uuid.uuid4())
    first, second = (present_item(item, attempt_id=attempt, secret=SECRET).order for _ in range(2))
    assert first == second
    other = {present_item(item, attempt_id=attempt, secret=bytes([n]) * 32).order for n in range(20)}
    assert len(other) > 5


def test_a_hottext_keeps_the_order_of_its_text() -> None:
    shown = present_item(make_item(INTERACTIONS["hottext"]), attempt_id="x", secret=SECRET)
    assert shown.order == tuple("abcde")
    assert shown.public()["passage"][0] == {"text": "Đầu. "}  # type: ignore[index]


@pytest.mark.parametrize("interaction", INTERACTIONS.values(), ids=INTERACTIONS)
@given(raw=JSON)
def test_a_browser_can_send_anything_and_only_a_response_is_taken(interaction: Interaction, raw: object) -> None:
    item = make_item(interaction)
    shown = present_item(item, attempt_id="x", secret=SECRET)
    with contextlib.suppress(InvalidResponseError):
        parse_response(item, shown.response_from_tokens(raw))


def test_tokens_come_back_as_identifiers() -> None:
    item = make_item(INTERACTIONS["ranking"])
    shown = present_item(item, attempt_id="x", secret=SECRET)
    tokens = [shown.token_of(choice) for choice in "bcade"]
    assert shown.response_from_tokens(tokens) == build_examples(item).right
