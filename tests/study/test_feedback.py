"""What a learner is told after an answer and at the end of a part, through the messages that a browser would send."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from neuguong.clock import FixedClock
from neuguong.items import Item, Pack
from neuguong.scoring.single_choice import SingleChoice
from neuguong.store import MemoryLog
from neuguong.study import LearnerSession
from neuguong.text import say

from tests.samples import INTERACTIONS, NOON, make_course, make_item, make_pack

TOKEN = "0123456789abcdef" * 2


def pack_of(items: Sequence[Item], *, signed: bool = False, status: str = "in_force") -> Pack:
    """The sample pack with these items in its first part and a norm of this status."""
    pack = make_pack(signed=signed)
    first = replace(pack.scenarios["mot"], items=tuple(items))
    norms = {"ct": replace(pack.norms["ct"], status=status)}
    return replace(pack, scenarios={**pack.scenarios, "mot": first}, norms=norms)


def open_lesson(pack: Pack, clock: FixedClock | None = None) -> LearnerSession:
    course = make_course(log=clock and MemoryLog(clock=clock))
    session = LearnerSession(replace(course, pack=pack, clock=clock or course.clock), "bai")
    session.handle({"kind": "hello", "token": TOKEN, "consent": True, "local": []})
    return session


def tokens_of(view: Any) -> dict[str, str]:
    """Identifier → token of every choice, read off the texts on screen."""
    return {choice["text"][-1]: choice["token"] for choice in view["item"]["choices"]}


def submit(session: LearnerSession, response: object) -> Any:
    """Answer the item on screen; its feedback."""
    item: Any = session.view()["item"]
    (reply,) = session.handle(
        {
            "kind": "submit", "item": item["id"], "version": item["version"], "attempt_id": item["attempt_id"],
            "response": response, "duration_ms": 900,
        }
    )  # fmt: skip
    assert reply["kind"] == "stored"
    shown: Any = session.view()["item"]
    return shown["feedback"]


def answer(kind: str, raw: Any) -> tuple[Any, Any]:
    """View and feedback of the sample item of this kind; `raw` in identifiers, targets as "x" and "y"."""
    session = open_lesson(pack_of([make_item(INTERACTIONS[kind])]))
    view = session.view()
    token = tokens_of(view)
    if isinstance(raw, str):
        sent: object = [token[choice] for choice in raw] if kind != "single" else token[raw]
    elif kind == "bestworst":
        sent = {role: token[choice] for role, choice in raw.items()}
    else:
        sent = {token[c]: str("xy".index(one)) if isinstance(one, str) else one for c, one in raw.items()}
    return view, submit(session, sent)


def read(feedback: Any) -> list[tuple[str, str, bool, bool]]:
    """Choice, verdict, chosen, open: in the order in which they are to be read."""
    return [(one["text"][-1], one["verdict"], one["chosen"], one["open"]) for one in feedback["choices"]]


def told(feedback: Any) -> dict[str, tuple[str | None, str | None]]:
    return {one["text"][-1]: (one["yours"], one["key"]) for one in feedback["choices"]}


def test_of_one_choice_among_several_the_chosen_one_is_read_first_then_the_key_then_the_rest() -> None:
    view, feedback = answer("single", "d")
    rest = [choice["text"][-1] for choice in view["item"]["choices"] if choice["text"][-1] not in "bd"]
    assert read(feedback) == [
        ("d", "wrong", True, True),
        ("b", "part", False, True),
        *((choice, "neutral", False, False) for choice in rest),
    ]
    _, right = answer("single", "b")
    assert read(right)[0] == ("b", "right", True, True)
    assert not any(one["open"] for one in right["choices"][1:])


@pytest.mark.parametrize("kind", ["multiple", "hottext"])
def test_what_was_rightly_left_alone_is_told_as_right_and_may_wait(kind: str) -> None:
    key = {"multiple": "ad", "hottext": "b"}[kind]
    _, feedback = answer(kind, "c")
    assert [one[0] for one in read(feedback)][: 1 + len(key)] in (["c", *key], ["c", *reversed(key)])
    assert sorted(read(feedback)) == [
        (choice, "wrong", True, True)
        if choice == "c"
        else (choice, "part", False, True)
        if choice in key
        else (choice, "right", False, False)
        for choice in "abcde"
    ]
    assert told(feedback)["c"] == (None, "Không chọn")
    assert told(feedback)[key[0]] == ("Không chọn", "Cần chọn")


def test_what_was_rightly_chosen_waits_behind_a_mistake_and_is_read_first_where_there_is_none() -> None:
    _, feedback = answer("multiple", "ac")  # key: a d
    assert read(feedback)[:3] == [("c", "wrong", True, True), ("d", "part", False, True), ("a", "right", True, False)]
    _, right = answer("multiple", "ad")
    assert sorted(read(right)[:2]) == [("a", "right", True, True), ("d", "right", True, True)]
    assert not any(one["open"] for one in right["choices"][2:])


def test_a_ranking_is_read_in_the_right_order() -> None:
    _, feedback = answer("ranking", "cbaed")  # key: b c a d e
    assert read(feedback) == [
        ("b", "part", True, True),
        ("c", "part", True, True),
        ("a", "right", True, False),
        ("d", "part", True, True),
        ("e", "part", True, True),
    ]
    assert told(feedback)["b"] == ("Vị trí 2", "Vị trí 1")
    assert feedback["ordered"] is True


def test_of_best_and_worst_what_was_named_wrongly_is_read_first_and_beside_it_what_is_right() -> None:
    _, feedback = answer("bestworst", {"best": "c", "worst": "b"})  # key: c best, a worst
    assert read(feedback)[:3] == [("b", "wrong", True, True), ("a", "part", False, True), ("c", "right", True, False)]
    assert sorted(read(feedback)[3:]) == [("d", "neutral", False, False), ("e", "neutral", False, False)]
    assert feedback["ordered"] is False
    _, both = answer("bestworst", {"best": "d", "worst": "b"})
    assert [one[0] for one in read(both)][:4] == ["d", "c", "b", "a"]
    assert told(feedback) == {
        "a": (None, "Kém phù hợp nhất"),
        "b": ("Kém phù hợp nhất", None),
        "c": ("Phù hợp nhất", "Phù hợp nhất"),
        "d": (None, None),
        "e": (None, None),
    }


def test_of_ratings_those_off_the_key_are_open() -> None:
    _, feedback = answer("rating", {"a": 3, "b": 1, "c": 4, "d": 3, "e": 1})  # key: 4 1 2 3 1
    assert read(feedback)[:2] == [("c", "wrong", True, True), ("a", "part", True, True)]
    assert sorted(read(feedback)[2:]) == [(choice, "right", True, False) for choice in "bde"]
    assert told(feedback)["c"] == ("Rất phù hợp", "Không phù hợp")


def test_of_pairs_the_wrong_ones_are_open() -> None:
    _, feedback = answer("matching", dict(zip("abcde", "yyxyx", strict=True)))  # key: x y x y x
    assert read(feedback)[0] == ("a", "wrong", True, True)
    assert sorted(read(feedback)[1:]) == [(choice, "right", True, False) for choice in "bcde"]
    assert told(feedback)["a"] == ("Loại Y", "Loại X")


def test_a_reason_that_several_choices_share_is_told_once_where_it_is_read_first() -> None:
    item = make_item(INTERACTIONS["matching"])
    same = tuple(replace(choice, feedback="Cùng một lý do.") for choice in item.choices)
    session = open_lesson(pack_of([replace(item, choices=same)]))
    order = session.view()["item"]["choices"]  # type: ignore[index]
    last = order[-1]["text"][-1]
    token = tokens_of(session.view())
    key = dict(zip("abcde", "01010", strict=True))
    key[last] = str(1 - int(key[last]))
    feedback = submit(session, {token[choice]: target for choice, target in key.items()})
    assert [(one["feedback"], one["cites"], one["open"]) for one in feedback["choices"]] == [
        ("Cùng một lý do.", ["A2"], True),
        *[("", [], False)] * 4,
    ]


def test_different_reasons_are_all_told() -> None:
    _, feedback = answer("single", "d")
    assert {one["feedback"] for one in feedback["choices"]} == {f"Giải thích bí mật {choice}" for choice in "abcde"}
    assert all(one["cites"] == ["A2"] for one in feedback["choices"])


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("single", "d"), ("multiple", "abe"), ("ranking", "edcba"), ("bestworst", {"best": "e", "worst": "d"}),
        ("rating", dict(zip("abcde", (1, 2, 3, 4, 4), strict=True))), ("matching", dict.fromkeys("abcde", "y")),
        ("hottext", "ae"),
    ],
)  # fmt: skip
def test_the_answer_told_is_the_one_that_was_sent(kind: str, raw: Any) -> None:
    view, feedback = answer(kind, raw)
    token = tokens_of(view)
    expected: object
    if kind == "single":
        expected = token["d"]
    elif kind == "ranking":
        expected = [token[choice] for choice in raw]
    elif isinstance(raw, str):
        expected = {token[choice] for choice in raw}
        feedback["response"] = set(feedback["response"])
    elif kind == "bestworst":
        expected = {role: token[choice] for role, choice in raw.items()}
    else:
        expected = {token[choice]: {"x": "0", "y": "1"}.get(one, one) for choice, one in raw.items()}
    assert feedback["response"] == expected


def test_guessing_is_told_but_where_it_says_nothing() -> None:
    assert answer("single", "b")[1]["chance"] is None
    assert answer("ranking", "bcade")[1]["chance"] == 12.0


@pytest.mark.parametrize(("raw", "level"), [("bcade", "full"), ("bcaed", "part"), ("edacb", "none")])
def test_an_answer_no_better_than_guessing_is_told_as_none(raw: str, level: str) -> None:
    _, feedback = answer("ranking", raw)
    assert (feedback["level"], feedback["headline"]) == (level, say(f"study.level_{level}"))


def test_points_are_told_to_four_places_and_those_of_guessing_to_one() -> None:
    _, rating = answer("rating", {"a": 3, "b": 1, "c": 2, "d": 3, "e": 1})  # key: 4 1 2 3 1
    # 4 + 2/3; guessing: a key of 1 or 4 earns (1 + 2/3)/4, one of 2 or 3 (2/3 + 1 + 2/3)/4: 3·5/12 + 2·7/12 = 29/12
    assert (rating["score"], rating["max_score"], rating["chance"]) == (4.6667, 5.0, 2.4)


def test_half_of_a_selection_is_partly_right_where_guessing_earns_less() -> None:
    _, feedback = answer("multiple", "a")  # key: a d; 1/2 of 1
    assert (feedback["score"], feedback["level"]) == (0.5, "part")


@pytest.mark.parametrize("has_note", [True, False])
def test_a_legal_note_stands_with_the_items_that_need_it_and_no_other(has_note: bool) -> None:
    session = open_lesson(pack_of([replace(make_item(SingleChoice("b")), legal_note=has_note)]))
    feedback = submit(session, "0")
    assert feedback["legal_note"] == (say("study.legal_note") if has_note else None)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("in_force", None),
        ("replaced", "đã được thay thế"),
        ("amended", "đã được sửa đổi"),
        ("unknown", "chưa rõ còn hiệu lực hay không"),
    ],
)
def test_every_requirement_carries_the_status_of_its_norm(status: str, words: str | None) -> None:
    feedback = submit(open_lesson(pack_of([make_item(SingleChoice("b"))], status=status)), "0")
    assert feedback["requirements"]["A2"] == {
        "label": "A2",
        "title": "Không né việc",
        "summary": "Tự làm phần của mình.",
        "quotes": ["né tránh"],
        "where": "đoạn 2, Chỉ thị số 28",
        "status": words,
        "note": None,
    }


def test_a_requirement_of_a_document_without_numbered_paragraphs_names_the_document_alone() -> None:
    pack = pack_of([make_item(SingleChoice("b"))])
    requirements = {"A2": replace(pack.requirements["A2"], paragraph=None)}
    feedback = submit(open_lesson(replace(pack, requirements=requirements)), "0")
    assert feedback["requirements"]["A2"]["where"] == "Chỉ thị số 28"


@pytest.mark.parametrize("signed", [True, False])
def test_a_situation_that_nobody_has_signed_says_so(signed: bool) -> None:
    view: Any = open_lesson(pack_of([make_item(SingleChoice("b"))], signed=signed)).view()
    assert view["scenario"]["unsigned"] is not signed


@pytest.mark.parametrize(
    ("answers", "percent", "band"),
    [
        # Of five choices a right answer is worth 1, a wrong one (0 − 0.2)/(1 − 0.2) = −0.25; weights 1, 0.8, 0.64, …
        ("xxxxx", 0, "weak"),  # below guessing told as 0
        ("vvx", 49, "weak"),  # (0.64 + 0.8 − 0.25)/2.44 = 0.4877
        ("vvvvx", 63, "weak"),  # (0.4096 + 0.512 + 0.64 + 0.8 − 0.25)/3.3616 = 0.6282
        ("xvvv", 78, "solid"),  # (−0.128 + 0.64 + 0.8 + 1)/2.952 = 0.7832
        ("vv", None, "unknown"),
        ("", None, "unknown"),
    ],
)
def test_the_results_judge_a_requirement_from_three_answers_on_and_the_latest_weigh_most(
    answers: str, percent: int | None, band: str
) -> None:
    pack = pack_of([make_item(SingleChoice("b"), name=f"mot-{n}") for n in range(5)])
    clock = FixedClock(NOON)
    session = open_lesson(pack, clock)
    for answer in answers:
        clock.advance(timedelta(seconds=10))
        submit(session, tokens_of(session.view())["b" if answer == "v" else "a"])
        session.handle({"kind": "next"})
    session.handle({"kind": "summary"})
    summary: Any = session.view()["summary"]
    assert [(row["answers"], row["percent"], row["band"]) for row in summary["rows"]] == [(len(answers), percent, band)]
