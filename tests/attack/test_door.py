"""Attacks on the door of a running server: names, sessions, slow and malformed requests, lines on its terminal."""

import asyncio
import http.client
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import uuid
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

import pytest
import tornado.netutil
import tornado.web
import websockets
from neuguong.home.passphrase import EPOCH_FILE, PASSPHRASE_FILE
from neuguong.server import channel, front, house
from neuguong.text import say

from tests.channel import any_response, get_trainer_cookie, get_visitor_cookie, visit
from tests.conftest import OTHER_NAME
from tests.serving import READY, Server, serve

pytestmark = pytest.mark.xdist_group("served")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}
CHANNEL = f"/kenh/trach-nhiem?tab={'0' * 32}"
FORGED = "\x1b[2J\x1b[H\nMật khẩu: gia-mao"


def ask(
    server: Server, path: str, method: str = "GET", body: str | None = None, headers: dict[str, str] | None = None
) -> tuple[HTTPResponse, str]:
    connection = http.client.HTTPConnection("localhost", server.port, timeout=60)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer, answer.read().decode() if answer.status != 101 else ""
    finally:
        connection.close()


# --- names


@pytest.mark.parametrize("name", ["evil.example", "localhost.evil.example", "203.0.113.9", "0.0.0.0", "[2001:db8::1]"])
@pytest.mark.parametrize("path", ["/", "/healthz", "/du-lieu-cua-toi", "/huong-dan/vao", CHANNEL, "/khong-co"])
def test_nothing_is_served_under_another_sites_name(server: Server, name: str, path: str) -> None:
    """DNS rebinding: the attacker's page has its own name lead to this machine, and then asks its own origin."""
    host = f"{name}:{server.port}"
    upgrade = {**UPGRADE, "Origin": f"http://{host}"} if path == CHANNEL else {}
    answer, text = ask(server, path, headers={"Host": host, "X-Forwarded-Host": "localhost", **upgrade})
    assert answer.status == 421
    assert say("page.foreign_name") in text


@pytest.mark.parametrize(
    "name",
    ["localhost", "LOCALHOST.", OTHER_NAME, "127.0.0.1", "127.0.0.2", "[::1]", socket.gethostname(), "{label}.local"],
)
def test_this_machines_own_names_and_one_it_was_given_are_served_on_any_port(server: Server, name: str) -> None:
    name = name.format(label=socket.gethostname().partition(".")[0])
    for port in (f":{server.port}", ":443", ""):
        assert ask(server, "/", headers={"Host": name + port})[0].status == 200


def test_what_a_proxy_says_of_the_name_is_not_believed(server: Server) -> None:
    forwarded = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Forwarded-For": "1.2.3.4"}
    answer, text = ask(server, "/", headers=forwarded)
    assert answer.status == 200
    assert "evil.example" not in text + str(answer.headers)


# --- refusals of the channel


@pytest.mark.parametrize(
    ("path", "changed", "status"),
    [
        ("/kenh/khong-co?tab=" + "0" * 32, {}, 404),
        ("/kenh/trach-nhiem?tab=x", {}, 404),
        ("/kenh/huong-dan?tab=" + "0" * 32, {}, 403),
        (CHANNEL, {"Origin": "http://evil.example"}, 403),
        (CHANNEL, {"Upgrade": "h2c"}, 400),
        (CHANNEL, {"Connection": "close"}, 400),
        (CHANNEL, {"Sec-WebSocket-Key": ""}, 400),
        (CHANNEL, {"Sec-WebSocket-Version": "3"}, 426),
        ("/kenh/trach-nhiem?tab=%FF", {}, 400),
    ],
)
def test_a_refused_channel_answers_with_our_page_and_its_headers(
    server: Server, path: str, changed: dict[str, str], status: int
) -> None:
    answer, text = ask(server, path, headers={**UPGRADE, **changed})
    assert answer.status == status
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Server"] is None
    assert '<html lang="vi">' in text


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "X" * 40, "M-SEARCH"])
def test_an_unknown_method_is_refused_with_our_page_and_leaves_no_line(server: Server, method: str) -> None:
    before = len(server.log)
    answer, text = ask(server, "/trach-nhiem", method)
    assert answer.status == 405
    assert '<html lang="vi">' in text
    assert ask(server, "/healthz")[0].status == 200
    assert method not in "".join(server.log[before:])


# --- slowness


def test_who_sends_a_body_drop_by_drop_is_cut_off(server: Server) -> None:
    """Twenty at once, none of which ever sends what it announced; the server ends every one of them by itself."""
    head = b"POST /huong-dan/vao HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\npassphrase="
    slow = [socket.create_connection(("localhost", server.port), timeout=30) for _ in range(20)]
    try:
        for one in slow:
            one.sendall(head)
        assert ask(server, "/healthz")[0].status == 200
        assert [one.recv(1) for one in slow] == [b""] * 20
    finally:
        for one in slow:
            one.close()


def test_who_sends_a_head_drop_by_drop_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process, with less patience than the product has."""
    monkeypatch.setattr(front, "IDLE_CONNECTION_S", 0.5)

    async def drip() -> bytes:
        (listening,) = tornado.netutil.bind_sockets(0, "127.0.0.1")
        server = front.make_http_server(tornado.web.Application())
        server.add_sockets([listening])
        try:
            reader, writer = await asyncio.open_connection(*listening.getsockname())
            writer.write(b"GET / HTTP/1.1\r\nHost: local")
            left = await asyncio.wait_for(reader.read(), 20)
            writer.close()
            return left
        finally:
            server.stop()

    assert asyncio.run(drip()) == b""


async def answer_as_nobody(server: Server, cookie: str, stored: list[str]) -> None:
    """Reload a page again and again, and give thirteen answers in each; `stored` are those that were taken."""
    for _ in range(3):
        async with visit(server, visitor=cookie) as page:
            await page.enter()
            await page.say({"kind": "hello", "token": secrets.token_hex(16), "consent": False, "local": []})
            await page.hear_reply("welcome")
            await page.begin()
            for _ in range(13):
                item = page.view["item"]
                known = {"item": item["id"], "version": item["version"], "attempt_id": item["attempt_id"]}
                await page.say({"kind": "submit", **known, "response": any_response(item), "duration_ms": 900})
                stored.append((await page.hear_reply("stored"))["attempt_id"])
                await page.say({"kind": "again", "item": item["id"]})
                await page.hear_view()


async def test_who_reloads_to_answer_as_nobody_again_and_again_is_stopped_by_the_cookie(server: Server) -> None:
    """Found: one page forged 84 "first" answers in 10 s. Each reload is a new page, and may give a first one again."""
    stored: list[str] = []
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await answer_as_nobody(server, await asyncio.to_thread(get_visitor_cookie, server), stored)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == channel.CLOSED_REFUSED
    assert len(stored) >= house.ANSWERS_AT_ONCE


async def greet_for_an_explanation(server: Server, cookie: str) -> None:
    """Again and again, each time with an answer that was never given."""
    answered = {"kind": "submit", "item": "tn-a", "version": 1, "attempt_id": str(uuid.uuid4()), "response": "0"}
    async with visit(server, visitor=cookie) as page:
        await page.enter()
        for _ in range(house.ANSWERS_AT_ONCE + 10):
            await page.say({"kind": "hello", "token": secrets.token_hex(16), "consent": False, "answered": answered})
            await page.hear_reply("welcome")


async def test_a_greeting_that_asks_for_an_explanation_counts_as_an_answer(server: Server) -> None:
    cookie = await asyncio.to_thread(get_visitor_cookie, server)
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await greet_for_an_explanation(server, cookie)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == channel.CLOSED_REFUSED


# --- sessions


def is_trainer(server: Server, cookie: str) -> bool:
    return ask(server, "/huong-dan", headers={"Cookie": cookie})[0].status == 200


def renew_passphrase(home: Path) -> str:
    """What the command says, run beside a running server."""
    environment = {**os.environ, "NEUGUONG_HOME": str(home), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "neuguong", "passphrase", "--new"]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=True).stdout


def test_a_stolen_trainers_cookie_dies_with_the_pass_phrase_and_with_leaving_everywhere(tmp_path: Path) -> None:
    with serve(tmp_path, "--cap", "4") as server:
        stolen = get_trainer_cookie(server)
        assert is_trainer(server, stolen)
        before = server.passphrase
        told = renew_passphrase(tmp_path)
        assert server.passphrase in told
        assert not is_trainer(server, stolen)
        assert ask(server, "/huong-dan/vao", "POST", f"passphrase={before}", FORM)[0].status == 403
        mine, stolen = get_trainer_cookie(server), get_trainer_cookie(server)
        left, _ = ask(server, "/huong-dan/ra", "POST", "", {**FORM, "Cookie": mine})
        assert (left.status, left.headers["Location"]) == (303, "/huong-dan/vao")
        assert 'ng_trainer=""' in str(left.headers["Set-Cookie"])
        assert is_trainer(server, stolen)
        asyncio.run(be_sent_out(server, stolen, mine))
        assert not is_trainer(server, stolen)
        assert not is_trainer(server, mine)
        assert is_trainer(server, get_trainer_cookie(server))
    for name in (PASSPHRASE_FILE, EPOCH_FILE):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0
    with serve(tmp_path, "--cap", "4") as server:  # and stays dead
        assert not is_trainer(server, mine)


async def be_sent_out(server: Server, stolen: str, mine: str) -> None:
    """An open board is closed at its next word once everybody was sent out."""
    async with visit(server, "huong-dan", visitor=stolen) as board:
        await board.enter()
        await asyncio.to_thread(ask, server, "/huong-dan/ra", "POST", "everywhere=1", {**FORM, "Cookie": mine})
        await board.channel.send('{"type":"ping"}')
        await asyncio.wait_for(board.channel.wait_closed(), 30)
        assert board.channel.close_code == 4007


def test_nobody_but_a_trainer_can_send_the_trainers_out(server: Server) -> None:
    mine = get_trainer_cookie(server)
    for cookie in ("", "ng_trainer=1", mine[:-1] + ("0" if mine[-1] != "0" else "1")):
        ask(server, "/huong-dan/ra", "POST", "everywhere=1", {**FORM, "Cookie": cookie})
    assert is_trainer(server, mine)


def test_the_terminal_tells_an_address_and_never_the_pass_phrase(tmp_path: Path) -> None:
    """A projector shows it, from the first start on."""
    for _ in range(2):
        with serve(tmp_path, "--cap", "4") as server:
            said = "".join(server.log)
            assert "http://" in said
            assert "neuguong passphrase" in said
            assert server.passphrase not in said
            assert READY in server.log[-1]


# --- tabs


def test_a_tab_id_opens_another_visitors_page_with_that_visitors_cookie_only(server: Server) -> None:
    async def steal() -> None:
        tab = secrets.token_hex(16)
        mine, thiefs = get_visitor_cookie(server), get_visitor_cookie(server)
        async with visit(server, tab=tab, visitor=mine) as page:
            await page.enter()
            await page.say({"kind": "hello", "token": secrets.token_hex(16), "consent": True, "local": []})
            await page.hear_reply("welcome")
            async with visit(server, tab=tab, visitor=thiefs) as thief:
                await thief.enter()
                assert thief.model != page.model
                assert thief.view["revision"] == 0
            await page.say({"kind": "next"})
            await page.hear_view()
        async with visit(server, tab=tab, visitor=mine) as again:
            await again.enter()
            assert again.model == page.model

    asyncio.run(steal())


# --- lines on the terminal


def hostile_frames() -> list[dict[str, Any]]:
    """Everything a card hears, with what rules a terminal and forges its lines wherever a text may stand."""
    ids = {"item": FORGED, "version": 1, "attempt_id": str(secrets.token_hex(16)), "response": FORGED}
    return [
        {"kind": FORGED},
        {"kind": "submit", **ids},
        {"kind": "hello", "token": FORGED},
        {"kind": "hello", "token": "0" * 32, "consent": True, "unit": FORGED, "part": FORGED},
        {"kind": "open_part", "part": FORGED},
        {"kind": "again", "item": FORGED},
        {"kind": "set_unit", "unit": FORGED},
        {"kind": "hello", "token": "0" * 32, "attempt": {"item": FORGED, "attempt_id": FORGED}},
        {FORGED: FORGED, "method": FORGED},
    ]


def test_nothing_a_browser_says_rules_the_terminal_or_forges_a_line_on_it(tmp_path: Path) -> None:
    """Found: a method that no widget knows stood as it was in the kernel's log, and so on the terminal."""

    async def shout(server: Server) -> None:
        async with visit(server) as page:
            await page.enter()
            for content in hostile_frames():
                await page.say(content)
            await page.say({"kind": "hello", "token": "0" * 32})
            await page.hear_reply("welcome")
        for text in ('"\\ud800"', '"a\\udfff\\u001b"', "NaN", "1e999"):
            async with visit(server) as page:
                await page.enter()
                frame = f'{{"type":"say","id":"{page.model}","content":{{"kind":"set_unit","unit":{text}}}}}'
                await page.channel.send(frame)
                await asyncio.wait_for(page.channel.wait_closed(), 30)
                assert page.channel.close_code == 4004
        async with visit(server) as page:
            await page.enter()
            data = {"method": FORGED}
            for frame in ({"type": "comm_msg", "content": {"comm_id": page.model, "data": data}}, {"type": FORGED}):
                await page.channel.send(json.dumps(frame))
            await asyncio.wait_for(page.channel.wait_closed(), 30)

    with serve(tmp_path, "--cap", "4") as server:
        asyncio.run(shout(server))
        for path in ("/%1b%5b2J%0aM%E1%BA%ADt", "/kenh/%1b?tab=%1b", "/tinh/%1b/x.js"):
            ask(server, path)
    said = "".join(server.log).split(READY)[1]
    assert "\x1b" not in said
    assert not re.search(r"^Mật khẩu", said, re.MULTILINE)
    assert "surrogates" not in said
    assert "Traceback" not in said
