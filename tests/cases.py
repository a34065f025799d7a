"""A small branching case made by hand: a graph told in a line, its items and its file."""

from dataclasses import replace
from typing import Any

import yaml
from neuguong.items import Choice, Item, Lesson, LessonPart, Pack, Scenario, Status, Step
from neuguong.scoring.single_choice import SingleChoice
from neuguong.study import Course

from tests.samples import make_course, make_item

Graph = dict[str, tuple[str | None, ...]]
"""Item → where each of its choices a, b, c … leads to, None to an end. Choice a is keyed. The first item starts."""

CASE: Graph = {
    "ca-1": ("ca-2", "ca-sua", "ca-sua"),
    "ca-2": ("ca-3", "ca-3", "ca-sua"),
    "ca-sua": ("ca-3", "ca-3", None),
    "ca-3": (None, None, None),
}
"""Ways of three decisions (1, 2, 3 and 1, sửa, 3) and of four (1, 2, sửa, 3); two ends at "ca-sua" are too early."""


GRAPH: Graph = {
    "ca-1": ("ca-2", "ca-sua", "ca-sua"),
    "ca-2": ("ca-3", "ca-4", "ca-sua"),
    "ca-sua": ("ca-3", "ca-4", "ca-4"),
    "ca-3": (None, None, None),
    "ca-4": (None, None, None),
}
"""Choice a is keyed. ca-4 is met only by whoever decided otherwise twice."""


def make_case(graph: Graph = CASE, *, name: str = "ca", topic: str = "chu-de") -> Scenario:
    items = tuple(_item(identifier, ways) for identifier, ways in graph.items())
    return Scenario(name, 1, topic, Status.LIVE, "Một việc", "commune", "Chuyện của ca này.", items)


def _item(identifier: str, ways: tuple[str | None, ...]) -> Item:
    choices = tuple(
        Choice(letter, f"Cách {letter} của {identifier}", f"Vì sao bí mật {identifier} {letter}", ("A2",),
               Step(f"Điều xảy ra {identifier} {letter}.", way))
        for letter, way in zip("abcdef", ways, strict=False)
    )  # fmt: skip
    return Item(
        identifier, 1, SingleChoice("a"), f"{identifier} làm gì?", choices, ("A2",), "buoc", f"Lý do {identifier}."
    )


def course_of(*, sensitive: bool = False, case: Scenario | None = None) -> Course:
    """A lesson of one part: the case, then an item that stands alone."""
    course = make_course(sensitive=sensitive)
    scenario = case or make_case(GRAPH)
    after = replace(course.pack.scenarios["hai"], items=(make_item(SingleChoice("a"), name="sau-1"),))
    parts = (LessonPart("phan", "Phần", (scenario.identifier, "hai")),)
    pack: Pack = replace(
        course.pack,
        scenarios={scenario.identifier: scenario, "hai": after},
        lessons={"bai": Lesson("bai", "chu-de", "Bài", "", 1, parts)},
    )
    return replace(course, pack=pack)


def make_file(graph: Graph, **more: Any) -> str:
    """The case as an author writes it, for the small pack of the tests; texts long enough for the linter."""
    items = [
        {
            "id": identifier, "version": 1, "interaction": "single_choice", "requirements": ["K1"], "skill": "buoc",
            "prompt": "Tổ trưởng bếp nên làm gì tiếp?",
            "choices": [_choice(letter, way) for letter, way in zip("abcdef", ways, strict=False)],
            "correct_response": "a",
            "rationale": "Việc có người nhận và có giờ thì bếp không phải chờ nhau.",
        }
        for identifier, ways in graph.items()
    ]  # fmt: skip
    scenario = {
        "id": "ca", "version": 1, "topic": "an-toan", "status": "live", "title": "Một ca bếp", "setting": "school",
        "review": [], "items": items,
        "stimulus": " ".join(["Chị Mẩy phụ trách bếp trường, sáng nay bình ga kêu xì."] * 5),
    } | more  # fmt: skip
    return yaml.safe_dump(scenario, allow_unicode=True, sort_keys=False)


def _choice(letter: str, way: str | None) -> dict[str, str]:
    said = {"a": "Khóa van rồi gọi thợ", "b": "Mở cửa sổ chờ bay hơi", "c": "Nấu nốt nồi cơm dở"}
    step = {"ending": "Sáng hôm sau bếp nấu lại bình thường."}
    if way is not None:
        step = {"then": "Mười phút sau mùi ga vẫn còn.", "leads_to": way}
    return {
        "id": letter, "text": f"{said.get(letter, 'Đi hỏi bảo vệ')} ngay sáng nay.",
        "feedback": "Làm vậy thì bếp biết ai lo, lúc nào xong.", **step,
    }  # fmt: skip
