"""A running server, asked as a browser, a stranger and an attacker would."""

import asyncio
import gzip
import html
import http.client
import json
import secrets
import socket
import uuid
from pathlib import Path
from typing import Any

import pytest
import websockets
import websockets.exceptions
from neuguong import __version__
from neuguong.home.passphrase import PASSPHRASE_FILE
from neuguong.server.gate import Gate
from neuguong.text import say

from tests.channel import get_visitor_cookie, visit
from tests.content import load_bank
from tests.serving import Server, serve

pytestmark = pytest.mark.xdist_group("served")
SECOND_PACK = Path(__file__).parents[1] / "second_pack"


def ask(
    server: Server, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("localhost", server.port, timeout=30)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def test_health_tells_version_and_content_revision(server: Server) -> None:
    status, _, body = ask(server, "/healthz")
    told = json.loads(body)
    assert status == 200
    assert told["version"] == __version__
    assert told["content_revision"] == load_bank().revision


@pytest.mark.parametrize(
    "path",
    [
        "/khong-co", "/data/pack.yaml", "/data/", "/../data/pack.yaml", "/..%2f..%2fdata/pack.yaml",
        "/%2e%2e/pyproject.toml",
        "/notebooks/trach-nhiem.ipynb", "/trach-nhiem.ipynb", "/voila/files/pack.yaml", "/voila/static/voila.js",
        "/voila/templates/lab/static/x.js", "/voila/render/../../etc/passwd", "/voila/tree", "/voila/api/contents/",
        "/api/kernels", "/api/contents", "/api/kernelspecs", "/neuguong.sqlite3", "/secret.key", "/tinh/x/card.js",
        "/%3Cscript%3Ealert(1)%3C/script%3E", "/files/etc/passwd", "/lab", "/login", "/a" + "b" * 3000,
    ],
)  # fmt: skip
def test_only_our_pages_are_reachable(server: Server, path: str) -> None:
    status, headers, body = ask(server, path)
    text = body.decode()
    assert status == 404
    assert "text/html" in headers["content-type"]
    assert say("page.not_found_title") in text
    assert "Traceback" not in text
    assert "<script>alert" not in text


def test_pages_and_static_files_are_packed_and_static_files_cached_for_ever(server: Server) -> None:
    _, headers, body = ask(server, "/trach-nhiem", Accept_Encoding="gzip")
    page = gzip.decompress(body).decode()
    assert headers["content-encoding"] == "gzip"
    asset = page.split('src="')[1].split('"')[0]
    status, headers, _ = ask(server, asset, Accept_Encoding="gzip")
    assert status == 200
    assert "immutable" in headers["cache-control"]
    status, _, _ = ask(server, "/trach-nhiem", If_None_Match=ask(server, "/trach-nhiem")[1]["etag"])
    assert status == 304


def test_no_page_names_another_host_or_holds_a_key(server: Server) -> None:
    pack = load_bank()
    feedback = [choice.feedback for _, item in pack.live_items() for choice in item.choices]
    for path in ("/", "/gioi-thieu", "/trach-nhiem", "/tac-phong", "/tu-dien-bien", "/huong-dan/vao"):
        _, headers, body = ask(server, path)
        page = html.unescape(body.decode())
        assert "http://" not in page.replace("http://www.w3.org", "")
        assert "https://" not in page
        assert not [text for text in feedback if text in page]
        assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/", "/trach-nhiem", "/gioi-thieu", "/du-lieu-cua-toi", "/huong-dan/vao", "/khong-co"]
)
def test_a_page_may_run_its_own_scripts_and_styles_only(server: Server, path: str) -> None:
    policy = ask(server, path)[1]["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    host = f"ws://localhost:{server.port} wss://localhost:{server.port}"
    assert rules == {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
        "worker-src": "'self'", "manifest-src": "'self'",
        "connect-src": f"'self' {host}", "form-action": "'self'", "frame-ancestors": "'none'", "base-uri": "'none'",
    }  # fmt: skip


def test_stock_addresses_lead_to_our_pages(server: Server) -> None:
    for path in ("/voila/render/trach-nhiem", "/voila/render/trach-nhiem.ipynb"):
        status, headers, _ = ask(server, path)
        assert (status, headers["location"]) == (302, "/trach-nhiem")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/Trach-Nhiem", "/trach-nhiem"), ("/trach-nhiem/", "/trach-nhiem"), ("/TRACH%20NHIEM", "/trach-nhiem"),
        ("/tr%C3%A1ch-nhi%E1%BB%87m", "/trach-nhiem"), ("/t%E1%BB%B1-di%E1%BB%85n-bi%E1%BA%BFn/", "/tu-dien-bien"),
        ("/trachnhiem", "/trach-nhiem"), ("/gi%E1%BB%9Bi-thi%E1%BB%87u", "/gioi-thieu"), ("/huong-dan/", "/huong-dan"),
        ("/D%E1%BB%AF-li%E1%BB%87u-c%E1%BB%A7a-t%C3%B4i", "/du-lieu-cua-toi"),
        ("/Tr%C3%A1ch-Nhi%E1%BB%87m/Tr%C6%B0%E1%BB%9Bc-khi-h%E1%BB%8Dc/", "/trach-nhiem/truoc-khi-hoc"),
        ("/Trach-Nhiem/Quyen-Den-Dau/", "/trach-nhiem/quyen-den-dau"),
        ("/tr%C3%A1ch-nhi%E1%BB%87m/quy%E1%BB%81n%20%C4%91%E1%BA%BFn%20%C4%91%C3%A2u", "/trach-nhiem/quyen-den-dau"),
        ("/Huong-Dan/Vao/", "/huong-dan/vao"),
        ("/%C4%91", None), ("/trach-nhiem/x", None), ("//trach-nhiem.evil.example", None),
    ],
)  # fmt: skip
def test_an_address_is_forgiven_its_case_tone_marks_and_final_slash(
    server: Server, typed: str, meant: str | None
) -> None:
    status, headers, _ = ask(server, typed)
    assert (status, headers.get("location")) == ((404, None) if meant is None else (302, meant))


def test_a_huge_body_is_refused_and_the_server_lives_on(server: Server) -> None:
    try:
        status, _, _ = ask(server, "/huong-dan/vao", "POST", b"passphrase=" + b"x" * 10_000_000)
        assert status in (400, 413)
    except (ConnectionError, http.client.RemoteDisconnected):
        pass  # refused before it was read
    assert ask(server, "/healthz")[0] == 200


def test_garbage_on_the_socket_hurts_nobody(server: Server) -> None:
    for garbage in (b"\x00\xff" * 500, b"GET / HTTP/9.9\r\n\r\n", b"GET /\r\nHost: <script>\r\n\r\n"):
        with socket.create_connection(("localhost", server.port), timeout=10) as connection:
            connection.sendall(garbage)
    assert ask(server, "/healthz")[0] == 200


def test_wrong_phrases_from_one_phone_do_not_lock_the_trainer_out(tmp_path: Path) -> None:
    (tmp_path / PASSPHRASE_FILE).write_text("bo-ca-cam-cua-dao-007\n", encoding="utf-8")
    gate = Gate(tmp_path, b"secret")
    assert [gate.open("sai", address="192.168.1.9") for _ in range(12)] == [False] * 10 + [None] * 2
    assert gate.open("bo-ca-cam-cua-dao-007", address="192.168.1.9") is None
    assert gate.open("Bo ca cam cua dao 007", address="192.168.1.2") is True


def test_faults_are_logged_without_the_visitors_address(server: Server) -> None:
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    assert ask(server, "/huong-dan/vao", "POST", b"passphrase=%FF%FE", **form)[0] == 400
    assert ask(server, "/kenh/trach-nhiem?tab=%FF%FE")[0] == 400
    assert ask(server, "/healthz")[0] == 200
    logged = "".join(server.log).split("Nhấn Ctrl+C")[1]
    assert "127.0.0.1" not in logged
    assert "::1" not in logged


def test_the_trainers_page_and_its_kernel_need_the_pass_phrase(server: Server) -> None:
    status, headers, _ = ask(server, "/huong-dan")
    assert (status, headers["location"]) == (302, "/huong-dan/vao")
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    assert ask(server, "/huong-dan/vao", "POST", b"passphrase=sai", **form)[0] == 403
    with pytest.raises(websockets.exceptions.InvalidStatus, match="403"):
        asyncio.run(talk(server, "huong-dan", []))
    status, headers, _ = ask(
        server, "/huong-dan/vao", "POST", f"passphrase={server.passphrase.upper()}".encode(), **form
    )
    assert status == 303
    cookie = headers["set-cookie"].split(";")[0]
    assert "httponly" in headers["set-cookie"].lower()
    assert "samesite=strict" in headers["set-cookie"].lower()
    assert ask(server, "/huong-dan", Cookie=cookie)[0] == 200
    reach = json.loads(ask(server, "/api/reach", Cookie=cookie)[2])
    assert reach == {"open": False, "url": None, "qr": None, "arrived": False, "addresses": []}  # without --lan
    assert ask(server, "/huong-dan", Cookie="ng_trainer=1")[0] == 302


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"action":"fetch"}',
        b'{"action":"erase","token":"../.."}',
        b'{"action":"erase-hall","token":"../.."}',
        b'{"action":"fetch-hall","token":""}',
        b'{"action":"x","token":1}',
        b'{"action":"name"}',
        b'{"action":"name","items":"tn-a"}',
        b'{"action":"name","items":["tn-a"]}',
        b'{"action":"name","items":[1],"answers":[]}',
        b'{"action":"name","items":[],"answers":{}}',
        b"[" * 9000,
    ],
)
def test_personal_data_is_asked_for_in_one_shape_only(server: Server, body: bytes) -> None:
    assert ask(server, "/du-lieu-cua-toi", "POST", body)[0] == 400


def test_what_items_ask_is_told_without_a_token_and_kept_nowhere_on_the_way(server: Server) -> None:
    item = next(item for _, item in load_bank().live_items())
    body = json.dumps({"action": "name", "items": [item.identifier, "khong-co"], "answers": [7]}).encode()
    status, headers, answer = ask(server, "/du-lieu-cua-toi", "POST", body)
    assert (status, headers["cache-control"]) == (200, "no-store")
    (named,) = json.loads(answer)["items"].values()
    assert named["question"] == item.question
    assert not any(choice.feedback in answer.decode() for choice in item.choices)


def test_one_token_is_asked_about_now_and_then_and_no_other_waits_for_it(server: Server) -> None:
    def look(token: str) -> int:
        return ask(server, "/du-lieu-cua-toi", "POST", json.dumps({"action": "fetch", "token": token}).encode())[0]

    token = secrets.token_hex(16)
    assert [look(token) for _ in range(20)] == [200] * 20
    assert 429 in [look(token) for _ in range(3)]
    assert look(secrets.token_hex(16)) == 200


def test_only_what_can_be_asked_counts_against_a_token(server: Server) -> None:
    token = secrets.token_hex(16)

    def say(**body: object) -> int:
        return ask(server, "/du-lieu-cua-toi", "POST", json.dumps(body).encode())[0]

    assert [say(action="khac", token=token) for _ in range(25)] == [400] * 25
    assert [say(action="name", items=[token], answers=[]) for _ in range(25)] == [200] * 25
    assert say(action="fetch", token=token) == 200


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/trach-nhiem/truoc-khi-hoc", b"", 400), ("/trach-nhiem/truoc-khi-hoc", b"[" * 9000, 400),
        ("/khong-co/truoc-khi-hoc", b"{}", 404), ("/on-tap/sau-khi-hoc", b"{}", 404),
        ("/trach-nhiem/sau-khi-hoc", b"[]", 200), ("/trach-nhiem/sau-khi-hoc", b'{"kind":"open","token":"x"}', 200),
    ],
)  # fmt: skip
def test_the_page_of_a_test_takes_its_own_messages_only(server: Server, path: str, body: bytes, status: int) -> None:
    found, headers, answer = ask(server, path, "POST", body)
    assert found == status
    if status == 200:
        assert json.loads(answer)["kind"] == "refused"
        assert headers["cache-control"] == "no-store"


def test_a_browser_gives_no_more_answers_in_a_test_than_elsewhere(server: Server) -> None:
    """Whether a message's answers are any, is not asked first."""
    cookie = get_visitor_cookie(server)
    body = json.dumps({"kind": "finish", "answers": [1] * 10}).encode()
    found = [ask(server, "/trach-nhiem/sau-khi-hoc", "POST", body, Cookie=cookie)[0] for _ in range(5)]
    assert found[:3] == [200] * 3
    assert 429 in found


def test_the_page_of_a_test_gives_no_key_away(server: Server) -> None:
    message = {"kind": "open", "token": "0" * 32, "attempts": [str(uuid.uuid4()) for _ in range(10)]}
    for step in ("truoc-khi-hoc", "sau-khi-hoc"):
        status, _, page = ask(server, f"/trach-nhiem/{step}")
        _, _, opened = ask(server, f"/trach-nhiem/{step}", "POST", json.dumps(message).encode())
        told = page.decode() + opened.decode()
        assert (status, len(json.loads(opened)["questions"])) == (200, 10)
        items = [item for _, item in load_bank().live_items()]
        assert not any(choice.feedback in told for item in items for choice in item.choices)
        assert not any(item.rationale in told for item in items)


async def talk(server: Server, slug: str, frames: list[str], *, origin: str | None = None) -> list[Any]:
    """Open the page's channel, send raw frames once it is ready, return what came back."""
    url = f"ws://localhost:{server.port}/kenh/{slug}?tab={secrets.token_hex(16)}"
    heard: list[Any] = []
    async with websockets.connect(url, origin=origin or server.address, max_size=None) as channel:  # type: ignore[arg-type]
        while not heard or heard[-1]["type"] != "ready":
            heard.append(json.loads(await asyncio.wait_for(channel.recv(), 60)))
        for frame in frames:
            await channel.send(frame)
        if frames:
            await asyncio.wait_for(channel.wait_closed(), 30)
            heard.append(channel.close_code)
    return heard


def test_nothing_on_the_wire_tells_a_key_before_the_answer(server: Server) -> None:
    async def begin() -> list[Any]:
        async with visit(server) as page:
            await page.enter()
            before = dict(page.state)
            await page.begin()
            return [before, page.state]

    heard = asyncio.run(begin())
    wire = json.dumps(heard, ensure_ascii=False)
    pack = load_bank()
    assert heard[-1]["view"]["item"]["choices"]
    assert any(item.prompt in wire for _, item in pack.live_items())  # what is there would be found
    assert "correct_response" not in wire
    for _, item in pack.live_items():
        assert item.rationale not in wire
        assert not [choice.identifier for choice in item.choices if choice.feedback in wire]


@pytest.mark.parametrize(
    "frame",
    [
        "not json", "[]", "{}", '{"type":"execute_request","content":{"code":"1"}}', "[" * 5000,
        '{"type":"shutdown_request","content":{}}', '{"type":"say","id":"x; rm","content":{}}',
        '{"type":"say","content":{}}', json.dumps({"type": "say", "id": "a" * 32, "content": "text"}),
        json.dumps({"type": "update", "id": "a" * 32, "state": {"view": {"forged": True}}}),
        json.dumps({"type": "comm_open", "content": {"comm_id": "a" * 32, "target_name": "jupyter.widget"}}),
        json.dumps({"type": "comm_msg", "content": {"comm_id": "a" * 32, "data": {"method": "update", "state": {}}}}),
    ],
)  # fmt: skip
def test_a_channel_passes_widget_messages_only(server: Server, frame: str) -> None:
    assert asyncio.run(talk(server, "trach-nhiem", [frame]))[-1] == 4004


def test_a_huge_frame_ends_the_channel_only(server: Server) -> None:
    assert asyncio.run(talk(server, "trach-nhiem", ["x" * 10_000_000]))[-1] in (1009, 1006)
    assert ask(server, "/healthz")[0] == 200


def test_another_sites_page_cannot_use_the_channel(server: Server) -> None:
    with pytest.raises(websockets.exceptions.InvalidStatus, match="403"):
        asyncio.run(talk(server, "trach-nhiem", [], origin="http://evil.example"))


def test_another_pack_is_another_course_without_a_change_of_code(tmp_path: Path) -> None:
    with serve(tmp_path, "--data", str(SECOND_PACK)) as server:
        assert "An toàn bếp ăn" in ask(server, "/")[2].decode()
        page = ask(server, "/an-toan")[2].decode()
        assert "Tắt bếp trước khi rời đi" in page
        assert ask(server, "/trach-nhiem")[0] == 404
        heard = asyncio.run(talk(server, "an-toan", []))
        assert "Chị Mỷ nên làm gì?" in json.dumps(heard, ensure_ascii=False)
