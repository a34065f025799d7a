"""The page's state as a pure function, state and event → state, asked in a browser and drawn nowhere."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.card_views import Json, item_of, scored, summary_view, view_of

pytestmark = pytest.mark.browser

RUN = """async ([start, events, asked]) => {
    const { begin, reduce, ...rest } = await import('/src/state.js');
    let state = begin(start);
    const states = [state];
    for (const event of events) states.push(state = reduce(state, event));
    const same = states.slice(1).map((one, n) => one === states[n]);
    const sameItem = states.slice(1).map((one, n) => one.view.item === states[n].view.item);
    return { states, same, sameItem, asked: asked && rest[asked](state) };
}"""
Run = Callable[..., Json]


@pytest.fixture(scope="module")
def run(browser: Browser, address: str) -> Iterator[Run]:
    """Runs events on the state a page begins with; `asked` names a question put to the last state."""
    page = browser.new_page()
    page.goto(f"{address}empty")

    def run_events(*events: Json, asked: str | None = None, **start: Any) -> Json:
        begin: Json = {"content": {"units": []}, "greeted": True, "consent": None, "reach": "long", **start}
        begin.setdefault("view", view_of(item_of("single_choice")))
        result: Json = page.evaluate(RUN, [begin, list(events), asked])
        return result

    yield run_events
    page.close()


def view(item: Json | None, **changes: Any) -> Json:
    return {"type": "view", "view": view_of(item, **changes)}


def test_a_view_that_says_the_same_leaves_what_is_drawn_from_it_the_same(run: Run) -> None:
    parts = view_of(None)["parts"]
    parts[0]["answered"] = 4
    told = run(view(item_of("single_choice"), revision=2), view(item_of("single_choice"), revision=3, parts=parts))
    assert told["sameItem"] == [True, True]
    assert told["states"][-1]["view"]["parts"][0]["answered"] == 4


def test_a_way_on_is_taken_once_until_the_view_has_changed(run: Run) -> None:
    told = run({"type": "go", "at": 0}, {"type": "go", "at": 3999}, view(None, revision=2), {"type": "go", "at": 4000})
    assert told["same"] == [False, True, False, False]
    assert run({"type": "go", "at": 0}, {"type": "go", "at": 4000})["same"] == [False, False]
    anew = [view(None, revision=7), {"type": "go", "at": 0}, view(None, revision=1), view(None, revision=7)]
    assert run(*anew, {"type": "go", "at": 1})["same"][-1] is False


@pytest.mark.parametrize(
    ("shown", "heading"),
    [
        (scored(item_of("single_choice")), "headline"),
        (item_of("ranking"), "prompt"),
        (None, "title"),
    ],
    ids=["explanation", "same-scenario", "summary"],
)
def test_the_focus_goes_along_only_where_the_learner_has_moved(run: Run, shown: Json | None, heading: str) -> None:
    arriving = view(shown, revision=2) if shown else {"type": "view", "view": summary_view()}
    assert run(arriving)["states"][-1]["focus"]["count"] == 0
    assert run({"type": "submit"}, arriving)["states"][-1]["focus"] == {"on": heading, "count": 1}


def test_the_focus_goes_to_the_title_of_another_scenario(run: Run) -> None:
    scenario = {**view_of(None)["scenario"], "id": "khac"}
    told = run({"type": "go", "at": 0}, view(item_of("ranking"), revision=2, scenario=scenario))
    assert told["states"][-1]["focus"]["on"] == "title"


def test_what_was_said_of_the_last_answer_goes_with_its_explanation(run: Run) -> None:
    explained = [view(scored(item_of("single_choice")), revision=2), {"type": "stored", "linked": True}]
    assert run(*explained)["states"][-1]["saved"] == "saved"
    assert run(*explained, view(item_of("ranking"), revision=3))["states"][-1]["saved"] is None


def test_a_refusal_concerns_the_question_it_names(run: Run) -> None:
    item = item_of("single_choice")
    refused = {"type": "refused", "message": "Chưa nhận."}
    assert run({**refused, "attemptId": item["attempt_id"]})["states"][-1]["complaint"] == {"message": "Chưa nhận."}
    assert run({**refused, "attemptId": None})["states"][-1]["complaint"] == {"message": "Chưa nhận."}
    assert run({**refused, "attemptId": "other"})["same"] == [True]


def test_the_end_of_an_identity_forgets_what_was_said_chosen_and_typed(run: Run) -> None:
    before = [{"type": "consent", "value": True, "here": True, "reach": "long"}, {"type": "stored", "linked": True}]
    told = run(*before, {"type": "end"})["states"][-1]
    assert {name: told[name] for name in ("greeted", "consent", "saved", "identity", "ended", "notice")} == {
        "greeted": False,
        "consent": None,
        "saved": None,
        "identity": 1,
        "ended": True,
        "notice": True,
    }
    assert run({"type": "end"}, {"type": "welcome"})["states"][-1]["ended"] is False


def test_an_answer_on_its_way_is_said_before_what_became_of_another(run: Run) -> None:
    saving = {"type": "outbox", "waiting": ["x"], "outbox": {"tone": "saving", "keys": ["saving"]}}
    assert run({"type": "stored", "linked": True}, saving, asked="recordOf")["asked"]["tone"] == "saving"
    silent: Json = {"type": "outbox", "waiting": [], "outbox": None}
    assert run(saving, silent, {"type": "stored", "linked": False}, asked="recordOf")["asked"]["tone"] == "recorded"


@pytest.mark.parametrize(("consent", "asked"), [(None, True), (True, False), (False, False)])
def test_consent_is_asked_while_this_browser_has_no_answer(run: Run, consent: bool | None, asked: bool) -> None:
    start = {"view": view_of(item_of("single_choice"), ask_consent=True), "consent": consent}
    assert run(asked="asksConsent", **start)["asked"] is asked
    assert run({"type": "ask"}, asked="asksConsent", **start)["asked"] is True
