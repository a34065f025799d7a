"""What any dashboard does with messages, long work and a log that cannot be read."""

from collections.abc import Generator, Mapping
from typing import Any

import pytest
from neuguong.clock import FixedClock
from neuguong.dashboards import dashboard
from neuguong.dashboards.blocks import Block, Filter, Option, words
from neuguong.dashboards.dashboard import Dashboard, File
from neuguong.dashboards.kept import KeptPage, LateSource
from neuguong.errors import StoreError
from neuguong.store import STUDY, MemoryLog

from tests.samples import NOON


class Made:
    name, mime, data = "so-lieu.csv", "text/csv", b"a,b"


class Source:
    """Tells how often it was asked, and for what."""

    def __init__(self, bits: int = 0) -> None:
        self.asked: list[dict[str, str]] = []
        self.bits, self.is_gone = bits, False
        self.options: list[Option] = [{"id": "mot", "label": "Một"}, {"id": "hai", "label": "Hai"}]

    def filters(self) -> list[Filter]:
        return [{"name": "which", "label": "Bài", "options": self.options}]

    def files(self) -> list[Option]:
        return [{"id": "csv", "label": "CSV"}]

    def build(self, chosen: Mapping[str, str]) -> Generator[float, None, list[Block]]:
        self.asked.append(dict(chosen))
        if self.is_gone:
            raise StoreError("gone")
        for bit in range(self.bits):
            yield bit / self.bits
        return [words(f"{chosen['which']} {len(self.asked)}")]

    def export(self, chosen: Mapping[str, str], format: str) -> File:
        return Made()


@pytest.fixture
def log() -> MemoryLog:
    return MemoryLog()


def open_page(source: Source, log: MemoryLog) -> Dashboard:
    return Dashboard(source, log, FixedClock(NOON))


def texts(page: Dashboard) -> list[Any]:
    return [block.get("text") for block in page.view()["blocks"]]


def test_the_first_look_tells_the_first_of_every_choice(log: MemoryLog) -> None:
    page = open_page(Source(), log)
    assert (page.view()["done"], texts(page)) == (0.0, [])
    assert page.handle({"kind": "refresh"}) == []
    assert (page.view()["done"], texts(page), page.view()["chosen"]) == (None, ["mot 1"], {"which": "mot"})


def test_nothing_is_worked_out_again_until_the_log_or_the_choice_changes(log: MemoryLog) -> None:
    source = Source()
    page = open_page(source, log)
    for _ in range(3):
        page.handle({"kind": "refresh"})
    assert len(source.asked) == 1
    revision = page.view()["revision"]
    page.handle({"kind": "choose", "name": "which", "value": "hai"})
    assert (texts(page), page.view()["revision"] > revision) == (["hai 2"], True)
    log.publish(STUDY, [])  # the log has moved
    page.handle({"kind": "refresh"})
    assert len(source.asked) == 3


def test_what_is_no_news_is_asked_for_once_a_change_and_builds_nothing(log: MemoryLog) -> None:
    source, news, asked = Source(), ["one"], list[str]()

    def find_news() -> str:
        asked.append(news[0])
        return news[0]

    page = Dashboard(source, log, FixedClock(NOON), find_news=find_news)
    for _ in range(3):
        page.handle({"kind": "refresh"})
    log.publish(STUDY, [])  # the log has moved
    for _ in range(3):
        page.handle({"kind": "refresh"})
    assert (len(source.asked), asked) == (1, ["one", "one"])
    log.publish(STUDY, [])
    news[0] = "two"
    page.handle({"kind": "refresh"})
    assert (len(source.asked), texts(page)) == (2, ["mot 2"])


def test_long_work_goes_on_from_look_to_look(log: MemoryLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dashboard, "STEP_S", 0.0)
    page = open_page(Source(bits=4), log)
    done = []
    while page.view()["done"] is not None:
        page.handle({"kind": "refresh"})
        done.append(page.view()["done"])
    assert done == [0.0, 0.25, 0.5, 0.75, None]
    assert texts(page) == ["mot 1"]


def test_each_look_that_worked_is_told_even_where_it_is_no_further(
    log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page asks for the next bit when it is told of the last one."""
    monkeypatch.setattr(dashboard, "STEP_S", 0.0)
    page = open_page(Source(bits=3), log)
    page.handle({"kind": "refresh"})
    first = page.view()
    monkeypatch.setattr(page, "_work", (0.0 for _ in range(2)))
    page.handle({"kind": "refresh"})
    assert (page.view()["done"], page.view()["revision"]) == (first["done"], first["revision"] + 1)


def test_a_log_that_cannot_be_read_leaves_what_was_told_and_says_so(log: MemoryLog) -> None:
    source = Source()
    page = open_page(source, log)
    page.handle({"kind": "refresh"})
    source.is_gone = True
    page.handle({"kind": "choose", "name": "which", "value": "hai"})
    assert texts(page) == ["mot 1"]
    assert "Chưa đọc được nhật ký" in page.view()["note"]
    source.is_gone = False
    page.handle({"kind": "refresh"})
    assert (texts(page), page.view()["note"]) == (["hai 3"], "")


@pytest.mark.parametrize(
    "raw",
    [
        None, 1, [], {}, {"kind": "no"}, {"kind": "refresh", "more": 1}, {"kind": "choose", "name": "which"},
        {"kind": "choose", "name": "which", "value": "ba"}, {"kind": "choose", "name": "x", "value": "mot"},
        {"kind": "export", "format": "exe"}, {"kind": "export", "format": None},
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused_and_changes_nothing(log: MemoryLog, raw: object) -> None:
    page = open_page(Source(), log)
    before = page.view()
    (reply,) = page.handle(raw)
    assert reply["kind"] == "refused"
    assert page.view() == before


def test_a_file_travels_in_base64(log: MemoryLog) -> None:
    (reply,) = open_page(Source(), log).handle({"kind": "export", "format": "csv"})
    assert reply == {"kind": "file", "name": "so-lieu.csv", "mime": "text/csv", "data": "YSxi"}


def open_kept(source: "Source | LateSource", log: MemoryLog, mark: str = "r1") -> Dashboard:
    return Dashboard(source, log, FixedClock(NOON), kept=KeptPage(log, "thu", mark))


def test_what_was_told_last_is_there_at_once_and_the_source_is_not_asked_until_there_is_work(log: MemoryLog) -> None:
    first = open_kept(Source(), log)
    assert (first.view()["done"], texts(first)) == (0.0, [])
    first.handle({"kind": "refresh"})
    made: list[Source] = []

    def make() -> Source:
        made.append(Source())
        return made[-1]

    second = open_kept(LateSource(make), log)
    assert (second.view()["done"], texts(second), made) == (0.0, ["mot 1"], [])
    assert second.content() == first.content()
    second.handle({"kind": "choose", "name": "which", "value": "hai"})
    assert (second.view()["done"], texts(second), len(made)) == (None, ["hai 1"], 1)
    assert texts(open_kept(Source(), log)) == ["mot 1"]  # not of another choice
    assert texts(open_kept(Source(), log, mark="r2")) == []  # the content has changed
    assert texts(open_page(Source(), log)) == []


def test_what_cannot_be_chosen_any_more_gives_way_to_the_first(log: MemoryLog) -> None:
    source = Source()
    page = open_page(source, log)
    page.handle({"kind": "choose", "name": "which", "value": "hai"})
    source.options = [{"id": "ba", "label": "Ba"}]
    log.publish(STUDY, [])  # the log has moved
    page.handle({"kind": "refresh"})
    assert page.view()["chosen"] == {"which": "ba"}
    assert source.asked[-1] == {"which": "ba"}


def test_a_page_that_can_be_neither_kept_nor_read_is_told_all_the_same(
    log: MemoryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(name: str, **_: object) -> None:
        if name.startswith("page:"):
            raise StoreError("full")

    monkeypatch.setattr(log, "keep_figures", fail)
    monkeypatch.setattr(log, "fetch_figures", fail)
    page = open_kept(Source(), log)
    page.handle({"kind": "refresh"})
    assert texts(page) == ["mot 1"]
