"""Small items, scenarios and packs made by hand for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from neuguong.clock import FixedClock
from neuguong.items import (
    Choice,
    Interaction,
    Item,
    Lesson,
    LessonPart,
    Norm,
    Pack,
    Requirement,
    Scenario,
    Status,
    Target,
    Topic,
)
from neuguong.scoring.best_worst import BestWorst
from neuguong.scoring.hottext import Hottext
from neuguong.scoring.matching import Matching
from neuguong.scoring.multiple_response import MultipleResponse
from neuguong.scoring.ranking import Ranking
from neuguong.scoring.rating import Rating
from neuguong.scoring.single_choice import SingleChoice
from neuguong.store import MemoryLog, ResponseLog, Statement
from neuguong.study import Course
from neuguong.study.personal import MyHalls, PersonalData

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
SECRET = b"s" * 32
INTERACTIONS: dict[str, Interaction] = {
    "single": SingleChoice("b"),
    "multiple": MultipleResponse(frozenset({"a", "d"})),
    "ranking": Ranking(("b", "c", "a", "d", "e")),
    "bestworst": BestWorst("c", "a"),
    "rating": Rating({"a": 4, "b": 1, "c": 2, "d": 3, "e": 1}),
    "matching": Matching((Target("x", "Loại X"), Target("y", "Loại Y")), dict(zip("abcde", "xyxyx", strict=True))),
    "hottext": Hottext("Đầu. [a] [b] giữa [c] [d] [e] cuối.", frozenset({"b"})),
}


def make_item(interaction: Interaction, *, name: str = "thu-1", choices: str = "abcde") -> Item:
    return Item(
        identifier=name,
        version=1,
        interaction=interaction,
        prompt=f"Câu hỏi của {name}?",
        choices=tuple(Choice(c, f"Cách làm {c}", f"Giải thích bí mật {c}", ("A2",)) for c in choices),
        requirements=("A2",),
        skill="thu",
        rationale="Lý do bí mật.",
    )


def make_pack(*, sensitive: bool = False, signed: bool = False) -> Pack:
    """A pack of one lesson with two parts: all seven interactions in the first, one item in the second."""
    items = tuple(make_item(one, name=f"mot-{name}") for name, one in INTERACTIONS.items())
    first = Scenario("mot", 1, "chu-de", Status.LIVE, "Tình huống một", "commune", "Chuyện thứ nhất.", items, signed)
    other = (make_item(SingleChoice("a"), name="hai-1"),)
    second = Scenario("hai", 1, "chu-de", Status.LIVE, "Hai", "school", "Chuyện thứ hai.", other)
    parts = (LessonPart("phan-1", "Phần 1", ("mot",)), LessonPart("phan-2", "Phần 2", ("hai",)))
    norm = Norm("ct", "28", "Chỉ thị", "Ban", None, "unknown", None, None, "reported", "Chỉ thị số 28", "")
    summary, quotes = "Tự làm phần của mình.", ("né tránh",)
    requirement = Requirement(
        "A2", "requirement", "heads", "chu-de", "Không né việc", summary, quotes, "ct", 2, None, "seen", None
    )
    return Pack(
        identifier="thu",
        title="Bộ thử",
        subtitle="Để thử",
        source="ct",
        notebooks=None,
        about="Về bộ thử",
        revision="0123456789ab",
        topics={"chu-de": Topic("chu-de", "Chủ đề", sensitive)},
        norms={"ct": norm},
        requirements={"A2": requirement},
        scenarios={"mot": first, "hai": second},
        lessons={"bai": Lesson("bai", "chu-de", "Bài thử", "Phụ đề", 1, parts)},
    )


def make_course(
    *,
    log: ResponseLog | None = None,
    sensitive: bool = False,
    signed_only: bool = False,
    units: tuple[str, ...] = ("Chi bộ Một", "Chi bộ Hai"),
) -> Course:
    clock = FixedClock(NOON)
    pack = make_pack(sensitive=sensitive)
    return Course(
        pack=pack.only_signed() if signed_only else pack,
        log=log if log is not None else MemoryLog(clock=clock),
        clock=clock,
        secret=SECRET,
        app_version="thu",
        units=units,
    )


def advance(course: Course, step: timedelta) -> None:
    assert isinstance(course.clock, FixedClock)
    course.clock.advance(step)


def my_data(course: Course) -> PersonalData:
    """What a learner may see and delete; nobody was in a workshop."""
    return PersonalData(course.pack, course.log, SECRET, MyHalls(lambda _: [], lambda _: 0))


def make_answer(**values: Any) -> Statement:
    """A first answer to a question with one choice; what matters is passed."""
    usual: dict[str, Any] = {
        "context": "study", "topic": "chu-de", "scenario_id": "mot", "item_version": 1,
        "content_revision": "0123456789ab", "interaction": "single_choice", "presented_order": ("a", "b"),
        "score": 0.0, "max_score": 1.0, "chance": 0.5, "attempt_number": 1, "app_version": "thu",
    }  # fmt: skip
    return Statement(**(usual | values))
