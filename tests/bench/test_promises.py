"""A bench that finds a promise broken says so, and with its exit code too."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.bench import hall
from tests.bench.promises import find_broken, is_kept

TIMES = "p50 4, p95 150, p99 600, max 1000"


@pytest.mark.parametrize(
    ("figure", "promise", "kept"),
    [
        (TIMES, "p95 ≤ 150", True), (TIMES, "p95 ≤ 149", False), (TIMES, "max ≤ 1000", True),
        (TIMES, "max ≤ 999", False), (f"{TIMES}, 2 FAILED (TimeoutError())", "max ≤ 1000", False),
        ("none", "p95 ≤ 150", False), ("5.9", "≤ 6", True), ("6.1", "≤ 6", False),
        ("301 MB, 5 processes", "≤ 300 MB, both dashboards open", False),
        ("9 ballots, lost 0", "9 ballots, lost 0", True), ("8 ballots, lost 1", "9 ballots, lost 0", False),
    ],
)  # fmt: skip
def test_a_figure_keeps_its_promise_or_not(figure: str, promise: str, kept: bool) -> None:
    assert is_kept(figure, promise) == kept


def test_what_was_not_measured_and_what_failed_without_a_promise_is_broken_too() -> None:
    broken = find_broken({"reload": "failed (TimeoutError)", "vote": TIMES}, {"vote": "p95 ≤ 150", "tap": "p95 ≤ 500"})
    assert broken == ["reload: failed (TimeoutError)", "tap: not measured, promised p95 ≤ 500"]


@pytest.mark.parametrize("is_broken", [False, True])
def test_the_bench_of_a_hall_ends_with_a_fault_where_a_promise_is_broken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], is_broken: bool
) -> None:
    kept = {name: "p95 1, max 1" if "p95" in one or "max" in one else one for name, one in hall.promises(9).items()}
    figures = kept | {hall.REQUESTS: "5.0", hall.MEMORY: "200 MB"} | ({hall.JOIN: "max 3000"} if is_broken else {})
    told: Any = SimpleNamespace(name="ours", figures=figures)
    monkeypatch.setattr(hall, "run_hall", lambda *_: told)
    monkeypatch.setattr(hall, "run_echo", lambda *_: told)
    monkeypatch.setattr(hall, "leave_machine", lambda: None)
    monkeypatch.setattr(hall.resource, "setrlimit", lambda *_: None)
    monkeypatch.setattr(hall.AsyncHTTPClient, "configure", lambda *_, **__: None)
    arguments = ["--people", "9", "--alone"]
    if not is_broken:
        hall.main(arguments)
        return
    with pytest.raises(SystemExit, match="9 participants: join within 30 s, ms: max 3000, promised max ≤ 1000"):
        hall.main(arguments)
