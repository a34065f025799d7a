"""Rules about a branching case: that every item is reached, that ways are neither short nor long, that it does branch.

Knows nothing of loops and dead ends: with those a case is not loaded at all (`bank.branching`).
"""

from collections.abc import Iterator

from ...bank import schema
from ...bank.branching import branch_faults, is_branching
from ...bank.build import build_scenario
from ...items import Move, Scenario, find_paths, keyed_path
from . import case
from .lint_item import Finding
from .syllables import count_syllables

DECISIONS = (3, 5)
"""How many decisions a way through a case asks for: fewer are no story, more are no ten minutes."""
STEP_RANGE = (6, 40)
"""Syllables of what happens after a choice: one or two sentences, read on a phone."""


def branch_findings(content: schema.ScenarioFile) -> Iterator[Finding]:
    """unreachable, path-length, one-road, step-length, workshop-words: what is said of a case that can be walked."""
    if not is_branching(content):
        return
    yield from _step_findings(content)
    if any(branch_faults(content)):
        return
    scenario = build_scenario(content)
    paths = list(find_paths(scenario))
    yield from _unreachable(scenario, paths)
    yield from _lengths(scenario, paths)
    yield from _one_road(scenario)


def _unreachable(scenario: Scenario, paths: list[tuple[Move, ...]]) -> Iterator[Finding]:
    reached = {move.item.identifier for path in paths for move in path}
    for n, item in enumerate(scenario.items):
        if item.identifier not in reached:
            yield Finding(
                "unreachable",
                ("items", n, "id"),
                f"không phương án nào dẫn tới câu {item.identifier}",
                "câu đầu tệp là chỗ bắt đầu; mọi câu khác có đường tới",
                "cho một phương án dẫn tới câu này, hoặc bỏ câu",
            )


def _lengths(scenario: Scenario, paths: list[tuple[Move, ...]]) -> Iterator[Finding]:
    """One finding where the way by the keyed choices is wrong in length; else one for the worst of the others."""
    low, high = DECISIONS
    keyed = keyed_path(scenario)
    wrong = [path for path in (keyed, *paths) if not low <= len(path) <= high]
    if not wrong:
        return
    path = keyed if keyed in wrong else max(wrong, key=lambda one: abs(2 * len(one) - low - high))
    last = path[-1]
    n, m = scenario.items.index(last.item), last.item.choices.index(last.choice)
    told = " → ".join(f"{move.item.identifier} {move.choice.identifier}" for move in path)
    what = "đường theo các phương án đúng" if path == keyed else "một đường"
    yield Finding(
        "path-length",
        ("items", n, "choices", m, "id"),
        f"{what} có {len(path)} lần quyết định: {told}",
        f"từ {low} đến {high} lần quyết định trên mọi đường",
        "thêm câu trước chỗ kết thúc này" if len(path) < low else "cho kết thúc sớm hơn trên đường này",
    )


def _one_road(scenario: Scenario) -> Iterator[Finding]:
    if all(len({choice.step.leads_to for choice in item.choices if choice.step}) == 1 for item in scenario.items):
        yield Finding(
            "one-road",
            ("items",),
            "chọn gì cũng dẫn tới cùng những câu sau",
            "ít nhất một câu mà hai phương án dẫn tới hai nơi",
            "viết một câu chỉ gặp khi đã chọn chưa hợp, như một việc phải sửa",
        )


def _step_findings(content: schema.ScenarioFile) -> Iterator[Finding]:
    low, high = STEP_RANGE
    for n, item in enumerate(content.items):
        for m, choice in enumerate(item.choices):
            for name, text in (("then", choice.then), ("ending", choice.ending)):
                if text is None:
                    continue
                place = ("items", n, "choices", m, name)
                yield from case.workshop_findings(text, place)
                length = count_syllables(text)
                if not low <= length <= high:
                    yield Finding(
                        "step-length",
                        place,
                        f"{name} của phương án “{choice.id}” ({item.id}) dài {length} tiếng",
                        f"từ {low} đến {high} tiếng",
                        "kể một hai câu: điều xảy ra, ai thấy gì",
                    )
