"""The rule about a lesson's parts: each is one short sitting. Knows nothing of what the items ask."""

from collections.abc import Iterable, Iterator

from ...bank import schema
from ...bank.branching import branch_faults
from ...bank.build import build_scenario
from ...bank.problems import Problem
from ...bank.raw_pack import Entry
from ...items import count_decisions, estimate_minutes

MINUTES_MIN, MINUTES_MAX = 10, 12


def part_problems(
    lessons: Iterable[Entry[schema.LessonFile]], scenarios: Iterable[Entry[schema.ScenarioFile]]
) -> Iterator[Problem]:
    """part-length: a part whose live items take more than 12 minutes, or, of several parts, fewer than 10."""
    live = {entry.content.id: _count(entry.content) for entry in scenarios if entry.content.status == "live"}
    for entry in lessons:
        parts = entry.content.parts
        for n, part in enumerate(parts):
            items = sum(live.get(scenario, 0) for scenario in part.scenarios)
            minutes = estimate_minutes(items)
            if minutes > MINUTES_MAX or (items and minutes < MINUTES_MIN and len(parts) > 1):
                yield Problem(
                    entry.file.name,
                    entry.file.line_of(("parts", n, "id")),
                    "part-length",
                    f"phần {part.id} có {items} câu hỏi, khoảng {minutes} phút",
                    f"{MINUTES_MIN}–{MINUTES_MAX} phút; bài chỉ có một phần thì được ngắn hơn",
                    "chuyển bớt hoặc thêm tình huống giữa các phần",
                )


def _count(content: schema.ScenarioFile) -> int:
    """Items that are asked: of a branching case, those of the longest way through it."""
    return len(content.items) if any(branch_faults(content)) else count_decisions(build_scenario(content))
