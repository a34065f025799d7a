"""Owns what wall and control room are tested with: what a workshop shows of items of the bank at every stage, in the
shapes of `workshop.views`, with numbers made up here.

Knows nothing of how a workshop comes to them.
"""

from copy import deepcopy
from functools import cache
from typing import Any, cast

from neuguong.app import Settings, open_pack
from neuguong.items import Item, Pack, Scenario, present_item
from neuguong.study.feedback import describe_requirement
from neuguong.text import say
from neuguong.workshop.views import PlanRow, RoomScreen, RoomView, StageView, WallScreen
from pydantic import TypeAdapter

Json = dict[str, Any]
SECRET = b"s" * 32
QR = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"><path fill="#fff" d="M0 0h29v29H0z"/>'
    '<path d="M4 4h7v7H4zm14 0h7v7h-7zM4 18h7v7H4zm9-9h3v3h-3zm4 5h4v4h-4zm-3 6h5v4h-5z"/></svg>'
)
CODE, ADDRESS = "K7MPXR", "192.168.137.1:8080/vao"
ALL_STAGES: tuple[StageView, ...] = ("lobby", "open", "closed", "counted", "shown", "explained", "ended")
TOLD = ("shown", "explained")
N = 128


@cache
def pack() -> Pack:
    return open_pack(Settings.from_environment({}))


@cache
def live_items() -> tuple[tuple[Scenario, Item], ...]:
    return tuple(pack().items_alone())


def item_of(kind: str, *, sensitive: bool = False) -> tuple[Scenario, Item]:
    """The item of this kind with the longest texts."""
    found = [
        (scenario, item)
        for scenario, item in live_items()
        if item.interaction.kind == kind and pack().is_sensitive(scenario) == sensitive
    ]
    return max(found, key=lambda pair: len(pair[0].stimulus) + sum(len(choice.text) for choice in pair[1].choices))


def wall_of(
    pair: tuple[Scenario, Item],
    stage: StageView = "open",
    *,
    rounds: int = 1,
    **changes: object,
) -> Json:
    """A wall's view with that item on screen, and changes to its state."""
    scenario, item = pair
    shown = present_item(item, seed="buoi", secret=SECRET)
    public: Json = dict(shown.public())
    for n, choice in enumerate(public["choices"]):
        choice["letter"] = "ABCDEFGHIJ"[n]
    key = key_of(item) if stage == "explained" else None
    told = range(1, rounds + 1) if stage in TOLD else ()
    results = [distribution(item, n, is_explained=key is not None) for n in told]
    state: Json = {
        "version": 7, "title": "Sinh hoạt chuyên đề tháng 11 – Trách nhiệm của người đứng đầu", "rehearsal": False,
        "stage": stage, "paused": False, "looking_back": False, "turn": 3, "round": rounds, "activity": "item",
        "left_s": None,
        "scenario": {
            "title": scenario.title, "stimulus": scenario.stimulus, "sensitive": pack().is_sensitive(scenario)
        },
        "item": public, "question": "", "options": [],
        "results": results,
        "transition": transition() if key and rounds == 2 else None,
        "key": key, "words": [],
    }  # fmt: skip
    return wall({**state, **changes}, key=key, requirement=requirement_of(item))


def wall(state: Json, **changes: object) -> Json:
    view = {
        "state": state, "code": CODE, "address": ADDRESS, "qr": QR, "joined": 143, "answered": 97, "key": None,
        "requirement": "", "names": False, **changes,
    }  # fmt: skip
    return view


def bare_state(stage: StageView, **changes: object) -> Json:
    """A state without an item: the lobby, a poll, words, the end."""
    view = wall_of(item_of("single_choice"), stage)
    nothing: Json = {
        "key": None,
        "item": None,
        "scenario": None,
        "activity": None,
        "turn": 0,
        "round": 0,
        "results": [],
    }
    state: Json = {**view["state"], **nothing, **changes}
    return state


def poll_state(stage: StageView) -> Json:
    texts = ("Đủ người, thiếu việc", "Đủ việc, thiếu người", "Thiếu cả hai", "Chưa ai hỏi đến")
    options = [{"token": str(n), "letter": "ABCD"[n], "text": text} for n, text in enumerate(texts)]
    rows = [
        {"letter": one["letter"], "text": one["text"], "counts": [count], "right": []}
        for one, count in zip(options, (40, 31, 22, 4), strict=True)
    ]
    result = {"round": 1, "n": 97, "columns": ["chọn"], "rows": rows, "approximate": False}
    return bare_state(
        stage,
        activity="poll",
        turn=4,
        round=1,
        question="Ở chi bộ mình, khó nhất là khâu nào?",
        options=options,
        results=[result] if stage in TOLD else [],
    )


def words_state(stage: StageView) -> Json:
    return bare_state(
        stage,
        activity="words",
        turn=5,
        round=1,
        question="Một từ về buổi họp chi bộ gần nhất",
        words=[
            {"number": n, "text": text, "is_shown": True}
            for n, text in enumerate(("thẳng thắn", "dài", "đúng giờ", "ít người nói"))
        ],
    )


def key_of(item: Item) -> Json:
    shown = present_item(item, seed="buoi", secret=SECRET)
    columns = right_columns(item)
    return {
        "rationale": item.rationale,
        "choices": [
            {
                "token": str(n), "letter": "ABCDEFGHIJ"[n], "text": item.choice(one).text,
                "key": "Đáp án" if columns.get(one) else None,
                "feedback": item.choice(one).feedback, "cites": list(item.choice(one).cites),
            }
            for n, one in enumerate(shown.order)
        ],
        "requirements": {one: describe_requirement(pack(), one) for one in item.requirements},
        "legal_note": say("study.legal_note") if item.legal_note else None,
    }  # fmt: skip


def requirement_of(item: Item) -> str:
    return f"{item.requirements[0]} {pack().requirements[item.requirements[0]].title}"


def columns_of(item: Item) -> list[str]:
    """What can be done with each choice."""
    match item.interaction.kind:
        case "matching":
            return [target.text for target in item.interaction.targets]
        case "ranking":
            return [f"thứ {n}" for n in range(1, len(item.choices) + 1)]
        case "rating":
            return [say(f"scoring.scale_{point}") for point in (1, 2, 3, 4)]
        case "best_worst":
            return ["nhất", "kém nhất"]
    return ["chọn"]


def right_columns(item: Item) -> dict[str, list[int]]:
    """Choice → the columns that the key puts it in."""
    key = cast(Any, item.interaction)
    match item.interaction.kind:
        case "single_choice":
            return {key.correct: [0]}
        case "multiple_response" | "hottext":
            return {one: [0] for one in key.correct}
        case "ranking":
            return {one: [place] for place, one in enumerate(key.correct)}
        case "best_worst":
            return {key.best: [0], key.worst: [1]}
        case "rating":
            return {one: [point - 1] for one, point in key.correct.items()}
    targets = [target.identifier for target in key.targets]
    return {one: [targets.index(target)] for one, target in key.correct.items()}


def distribution(item: Item, number: int, *, is_explained: bool) -> Json:
    shown = present_item(item, seed="buoi", secret=SECRET)
    columns, right = columns_of(item), right_columns(item) if is_explained else {}
    return {
        "round": number,
        "n": N,
        "columns": columns,
        "rows": [
            {
                "letter": "ABCDEFGHIJ"[n],
                "text": item.choice(one).text,
                "counts": [(37 * (n + 2 * column + number)) % N for column in range(len(columns))],
                "right": right.get(one, []),
            }
            for n, one in enumerate(shown.order)
        ],
        "approximate": False,
    }


def transition() -> Json:
    return {"n": N, "right_right": 52, "right_wrong": 6, "wrong_right": 41, "wrong_wrong": 29}


def wall_screen(view: Json | None, alarm: str = "") -> Json:
    """What the wall's card shows, found right."""
    return checked(WallScreen, {"wall": view, "alarm": alarm})


def checked(shape: Any, value: Json) -> Json:
    TypeAdapter(shape).validate_python(value)
    return deepcopy(value)


# --- the control room


def row_of(pair: tuple[Scenario, Item], number: int, **changes: object) -> Json:
    scenario, item = pair
    row: Json = {
        "item": item.identifier, "number": number, "scenario": scenario.title, "prompt": item.question,
        "requirement": item.requirements[0], "kind": item.interaction.kind, "sensitive": pack().is_sensitive(scenario),
        "turn": None, "share": None, **changes,
    }  # fmt: skip
    return checked(PlanRow, row)


def share_of(percent: int, advice: str, words: str, number: int = 1) -> Json:
    return {
        "round": number, "n": N, "percent": percent, "low": percent - 8, "high": percent + 8, "advice": advice,
        "words": words,
    }  # fmt: skip


CAN: dict[str, list[str]] = {
    "lobby": ["ask-next", "ask-item", "ask-poll", "ask-words", "skip", "replan", "end"],
    "open": ["close", "extend", "pause", "ask-item", "skip", "replan", "end"],
    "closed": ["count", "by-hand", "reopen", "ask-item", "skip", "replan", "look-at", "end"],
    "counted": ["ask-again", "show", "ask-next", "ask-item", "ask-poll", "ask-words", "skip", "look-at", "end"],
    "shown": ["explain", "ask-next", "ask-item", "ask-poll", "ask-words", "skip", "look-at", "end"],
    "explained": ["ask-next", "ask-item", "ask-poll", "ask-words", "skip", "look-at", "replan", "end"],
    "ended": [],
}
ADVICE = "Nhiều người còn phân vân. Cho thảo luận theo cặp hai phút rồi hỏi lại."


def room_of(stage: StageView, *, rounds: int = 1, kind: str = "single_choice", **changes: object) -> Json:
    """A control room at that stage; changes to its view."""
    pair = item_of(kind)
    is_bare = stage in ("lobby", "ended")
    view = wall(bare_state(stage)) if is_bare else wall_of(pair, stage, rounds=rounds)
    is_counted = stage in ("counted", "shown", "explained")
    some = live_items()
    room: Json = {
        "wall": view,
        "can": [one for one in CAN[stage] if one != "ask-again" or rounds == 1],
        "plan": [
            row_of(some[0], 1, turn=1, share=81),
            row_of(some[5], 2, turn=2, share=None),
            row_of(pair, 3, turn=None if is_bare else 3),
            row_of(some[9], 4),
            row_of(some[12], 5),
        ],
        "units": [
            {"name": "Chi bộ thôn Nậm Đăm", "joined": 41, "eligible": 52},
            {"name": "Chi bộ Trường PTDTBT", "joined": 30, "eligible": None},
        ],
        "shares": [share_of(44, "discuss", ADVICE), share_of(71, "explain", "Phần lớn đã đúng.", 2)][:rounds]
        if is_counted
        else [],
        "parted": ["31 người chọn B", "22 người chọn D"] if is_counted else [],
        "transition": transition() if is_counted and rounds == 2 else None,
        "key": None if is_bare else key_of(pair[1]),
        "parallel": [row_of(some[14], 6)] if stage == "explained" else [],
        "words": [],
    }
    return checked(RoomView, {**room, **changes})


def room_screen(room: Json, alarm: str = "") -> Json:
    return checked(RoomScreen, {"prepare": None, "room": room, "alarm": alarm})


def prepare_screen(**changes: object) -> Json:
    rows = [row_of(pair, n) for n, pair in enumerate(live_items()[:40], start=1)]
    items = [row["item"] for row in rows]
    line = {"workshop": "w1", "code": CODE, "title": "Chi bộ thôn Nậm Đăm", "day": "26/11/2026"}
    prepare: Json = {
        "workshops": [
            {**line, "is_ended": False, "rehearsal": True},
            {**line, "workshop": "w2", "title": "Sinh hoạt chuyên đề tháng 10", "is_ended": True, "rehearsal": False},
        ],
        "plans": [
            {"id": f"{lesson.slug}-{minutes}", "title": f"{lesson.title} – {minutes} phút", "lesson": lesson.title,
             "minutes": minutes, "items": items[: minutes // 6]}
            for lesson in pack().lessons.values()
            for minutes in (30, 45, 90)
        ] + [{"id": "", "title": "Kế hoạch của chị Dung", "lesson": "", "minutes": 40, "items": items[3:9]}],
        "rows": rows,
        "unit_text": "Chi bộ thôn Nậm Đăm\t52\nChi bộ Trường PTDTBT\t30",
    }  # fmt: skip
    return checked(RoomScreen, {"prepare": {**prepare, **changes}, "room": None, "alarm": ""})
