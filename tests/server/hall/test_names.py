"""Display names of a hall: where they are heard, who is shown them, and that nothing keeps them."""

import asyncio
import http.client
import json
import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from neuguong.server.gate import Gate
from neuguong.server.hall.names import NAME_MAX, Names
from neuguong.workshop.commands import AskItem, Close, End
from tornado.web import create_signed_value

from tests.samples import SECRET
from tests.server.hall.fake_hall import CODE, FakeHall, make_plan
from tests.server.hall.phone import WAIT_S, Phone, Served, serve_hall


def texts(names: Names) -> list[object]:
    return [one["text"] for one in names.list_all()]


def test_a_taken_name_stands_there_twice_the_later_with_a_number() -> None:
    names = Names()
    for token, typed in (("a", "Dung"), ("b", "dung"), ("c", "Dung"), ("d", "Dung (2)")):
        names.put(token, typed)
    assert texts(names) == ["Dung", "dung (2)", "Dung (3)", "Dung (4)"]


def test_the_same_name_given_again_stays_as_it_is_and_another_is_looked_at_again() -> None:
    names = Names()
    names.put("a", "Dung")
    names.put("b", "Dung")
    names.show(None, shown=True)
    names.put("b", "Dung")
    names.put("b", "Dung (2)")
    assert [(one["text"], one["is_shown"]) for one in names.list_all()] == [("Dung", True), ("Dung (2)", True)]
    names.put("b", "Hoa")
    assert [(one["text"], one["is_shown"]) for one in names.list_all()] == [("Dung", True), ("Hoa", False)]


def test_names_are_let_through_one_by_one_or_all_at_once() -> None:
    names = Names()
    for token in "abc":
        names.put(token, f"Tên {token}")
    number = names.list_all()[1]["number"]
    assert isinstance(number, int)
    names.show(number, shown=True)
    assert [one["is_shown"] for one in names.list_all()] == [False, True, False]
    names.show(None, shown=True)
    assert all(one["is_shown"] for one in names.list_all())
    names.show(None, shown=False)
    assert not any(one["is_shown"] for one in names.list_all())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Chị\tDung\n Hà ", "Chị Dung Hà"), ("Dung\u202e\x00\u200b", "Dung"), ("D" * 200, "D" * NAME_MAX),
        ("e\u0323", "ẹ"), ("Du\ufe0fng\U000e0101", "Dung"), ("D\u3164u\u2800ng", "Dung"), ("Dung 2", "Dung 2"),
        ("Z" + "\u0301\u0302\u0303\u0304" * 5 + "oe", "\u0179\u0302oe"), ("\u0301Dung", "Dung"),
    ],
)  # fmt: skip
def test_a_name_is_one_line_of_what_can_be_read(typed: str, kept: str) -> None:
    names = Names()
    names.put("a", typed)
    assert texts(names) == [kept]


def test_nothing_to_read_takes_the_name_back() -> None:
    names = Names()
    for nothing in (
        "",
        " ",
        "\u200b",
        "\u3164",
        "\u2800\u2800",
        "\ufe0f",
        "\u0301\u0301",
        "...",
        "0912 345 678",
        "(2)",
    ):
        names.put("a", "Dung")
        names.put("a", nothing)
        assert texts(names) == []


# --- over the server


async def call(phone: Phone, name: str | None) -> dict[str, Any]:
    """Come in, or again, under that name; what the phone is told of itself."""
    await phone.say("join", unit=None, name=name)
    mine: dict[str, Any] = (await phone.hear("welcome"))["mine"]
    return mine


def ask(
    served: Served, cookie: str, body: object = None, code: str = CODE, *, kind: str = "application/json"
) -> tuple[int, Any]:
    """What a trainer's page reads, or does: None where there are no names."""
    connection = http.client.HTTPConnection("localhost", served.port, timeout=WAIT_S)
    headers = {"Cookie": f"ng_trainer={cookie}", "Content-Type": kind}
    method = "GET" if body is None else "POST"
    sent = body if body is None or isinstance(body, bytes) else json.dumps(body)
    connection.request(method, f"/api/hall/names?{urlencode({'code': code})}", sent, headers)
    answer = connection.getresponse()
    read = answer.read()
    connection.close()
    return answer.status, json.loads(read)["names"] if answer.status == 200 else None


def pass_of(home: Path) -> str:
    return create_signed_value(SECRET, "ng_trainer", Gate(home, SECRET).make_pass()).decode()


async def read(served: Served, home: Path, **values: Any) -> Any:
    status, names = await asyncio.to_thread(ask, served, pass_of(home), **values)
    assert status == 200
    return names


async def test_the_trainer_reads_the_names_and_lets_one_onto_the_wall(tmp_path: Path) -> None:
    hall = FakeHall(make_plan(names=True))
    async with serve_hall(tmp_path, hall) as served, served.phone() as one, served.phone() as other:
        assert await read(served, tmp_path) is None
        assert (await call(one, "Dung"))["name"] == "Dung"
        assert (await call(other, "Dung"))["name"] == "Dung (2)"
        told = await read(served, tmp_path)
        assert [(name["text"], name["is_shown"]) for name in told] == [("Dung", False), ("Dung (2)", False)]
        shown = await read(served, tmp_path, body={"code": CODE, "number": told[1]["number"], "shown": True})
        assert [name["is_shown"] for name in shown] == [False, True]
        assert (await call(one, None))["name"] == "Dung"
        assert (await call(one, ""))["name"] is None
        await other.say("leave", erase=False)
        await other.hear("left")
        assert await read(served, tmp_path) == []


async def test_where_names_are_off_none_is_kept(tmp_path: Path) -> None:
    async with serve_hall(tmp_path, FakeHall()) as served, served.phone() as phone:
        assert (await call(phone, "Dung"))["name"] is None
        assert await read(served, tmp_path) is None


async def test_no_name_is_told_beside_a_sensitive_question_and_all_are_there_again_after_it(tmp_path: Path) -> None:
    hall = FakeHall(make_plan(names=True))
    async with serve_hall(tmp_path, hall) as served, served.phone() as phone:
        await call(phone, "Dung")
        hall.sensitive = True
        hall.do(AskItem("mot-single"))
        await phone.hear("state")
        assert await read(served, tmp_path) is None
        assert await read(served, tmp_path, body={"code": CODE, "number": None, "shown": True}) is None
        hall.do(Close())
        hall.sensitive = False
        hall.do(AskItem("mot-multiple"))
        while (await phone.hear("state"))["state"]["turn"] != 2:
            pass
        assert [(name["text"], name["is_shown"]) for name in await read(served, tmp_path)] == [("Dung", False)]


async def test_with_the_workshop_the_names_are_gone(tmp_path: Path) -> None:
    hall = FakeHall(make_plan(names=True))
    async with serve_hall(tmp_path, hall) as served, served.phone() as phone:
        await call(phone, "Dung")
        hall.do(End())
        await phone.hear("state")
        assert (await call(phone, "Dung"))["name"] is None
        assert await read(served, tmp_path) == []


async def test_names_are_told_by_the_code_however_the_phones_typed_it(tmp_path: Path) -> None:
    async with serve_hall(tmp_path, FakeHall(make_plan(names=True))) as served:
        await served.post("join", {"code": " h7k-53m", "token": "a" * 32, "name": "Dung"})
        assert [name["text"] for name in await read(served, tmp_path)] == ["Dung"]


async def test_whoever_deletes_everything_on_the_page_of_their_data_is_on_no_wall(tmp_path: Path) -> None:
    async with serve_hall(tmp_path, FakeHall(make_plan(names=True))) as served, served.phone() as phone:
        await call(phone, "Dung")
        assert await served.erase(phone.token) == (200, {"erased": 0})
        assert (await phone.hear("refused"))["code"] == "erased"
        assert await read(served, tmp_path) == []


async def test_only_a_trainer_is_told_names_and_only_json_moves_them(tmp_path: Path) -> None:
    hall = FakeHall(make_plan(names=True))
    async with serve_hall(tmp_path, hall) as served, served.phone() as phone:
        await call(phone, "Dung")
        for body in (None, {"code": CODE, "number": None, "shown": True}):
            assert (await asyncio.to_thread(ask, served, "none", body))[0] == 403
        good = {"code": CODE, "number": None, "shown": True}
        wrong = ({}, {**good, "code": 1}, {**good, "number": "1"}, {**good, "number": True}, {**good, "shown": 1},
                 {"code": CODE, "shown": True}, {"code": CODE, "number": None}, [good], b"{", b"")  # fmt: skip
        for body in wrong:
            assert (await asyncio.to_thread(ask, served, pass_of(tmp_path), body))[0] == 400, body
        assert (await asyncio.to_thread(ask, served, pass_of(tmp_path), good, kind="text/plain"))[0] == 400
        assert [name["is_shown"] for name in await read(served, tmp_path)] == [False]


async def test_the_workshop_itself_is_never_told_a_name_and_no_log_line_holds_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What is never told to the workshop cannot be written by it."""
    heard: list[object] = []

    class Listening(FakeHall):
        def welcome_all(self, joining: Any) -> list[dict[str, Any]]:
            heard.append(joining)
            return super().welcome_all(joining)

    with caplog.at_level(logging.DEBUG):
        async with serve_hall(tmp_path, Listening(make_plan(names=True))) as served, served.phone() as phone:
            await call(phone, "Nguyễn Bí Mật")
            await call(phone, "Trần Bí Mật")
            await served.post("join", {"code": CODE, "token": phone.token, "name": 1})
    assert heard
    assert "Bí Mật" not in repr(heard) + caplog.text
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and "Bí Mật".encode() in file.read_bytes()]
