"""Getting phones in, at a running server: the link that opens once, the trainer's questions, the probes of phones."""

import json
import os
import select
from collections.abc import Iterator

import pytest
from neuguong.addresses import JOIN_HELP
from neuguong.home.join_address import load_join_address
from neuguong.server.foreign import PROBES
from neuguong.server.networks import rank_networks, read_networks
from neuguong.text import say

from tests.server.test_served import ask
from tests.serving import Server, serve

pytestmark = pytest.mark.xdist_group("joining")

JSON = {"Content_Type": "application/json"}
OPENED_WITHIN_S = 90


class Opened:
    """A served hall and the address that its browser was told to open."""

    def __init__(self, server: Server, address: str) -> None:
        self.server, self.address = server, address

    @property
    def path(self) -> str:
        return self.address.removeprefix(self.server.address)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """`neuguong serve --lan`, with a browser that writes down what it is to open."""
    folder = tmp_path_factory.mktemp("hall")
    script, pipe = folder / "browser", folder / "opened"
    os.mkfifo(pipe)
    script.write_text(f'#!/bin/sh\necho "$1" > {pipe}\n', encoding="utf-8")
    script.chmod(0o700)
    end = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    try:
        environment = {"BROWSER": f"{script} %s"}
        with serve(folder / "home", "--lan", environment=environment, opens_browser=True) as server:
            assert select.select([end], [], [], OPENED_WITHIN_S)[0], "no browser was opened"
            yield Opened(server, os.read(end, 4096).decode().strip())
    finally:
        os.close(end)


@pytest.fixture(scope="module")
def cookie(hall: Opened) -> str:
    """That of the browser which was opened."""
    status, headers, _ = ask(hall.server, hall.path)
    assert (status, headers["location"]) == (303, "/phong")
    assert "samesite=strict" in headers["set-cookie"].lower()
    return headers["set-cookie"].split(";")[0]


def reach(hall: Opened, cookie: str, query: str = "") -> dict[str, object]:
    status, headers, body = ask(hall.server, f"/api/reach{query}", Cookie=cookie)
    assert (status, headers["cache-control"]) == (200, "no-store")
    told: dict[str, object] = json.loads(body)
    return told


def test_the_browser_on_this_machine_is_let_in_once_and_the_phrase_is_printed_nowhere(
    hall: Opened, cookie: str
) -> None:
    assert [ask(hall.server, page, Cookie=cookie)[0] for page in ("/phong", "/huong-dan")] == [200, 200]
    status, headers, body = ask(hall.server, hall.path)
    assert (status, "set-cookie" in headers) == (403, False)
    assert say("page.gate_used") in body.decode()
    assert ask(hall.server, hall.path, Cookie=cookie)[:1] == (303,)  # who is in already is not turned away
    said = "".join(hall.server.log)
    assert hall.server.passphrase not in said
    assert "neuguong passphrase" in said
    assert hall.path.partition("mot-lan=")[2] not in said


def test_only_a_trainer_is_told_how_phones_come(hall: Opened, cookie: str) -> None:
    assert ask(hall.server, "/api/reach")[0] == 403
    assert ask(hall.server, "/api/reach", "POST", b'{"choose":null}', **JSON)[0] == 403
    assert ask(hall.server, "/api/wifi-qr", "POST", b'{"name":"a"}', **JSON)[0] == 403
    assert ask(hall.server, "/api/wifi-qr", Cookie=cookie)[0] == 405


def test_the_trainer_sees_addresses_and_the_code_for_phones(hall: Opened, cookie: str) -> None:
    told = reach(hall, cookie, "?code=ABC234")
    own = [one.address for one in rank_networks(read_networks())]
    assert [one["address"] for one in told["addresses"]] == own  # type: ignore[attr-defined]
    assert told["open"] is True
    assert told["arrived"] is False
    if own:
        assert told["url"] == f"http://{own[0]}:{hall.server.port}/vao/ABC234"
        assert str(told["qr"]).startswith("<svg ")
    for bad in ("?code=..%2f", "?code=%3Cscript%3E", "?code=" + "A" * 13):
        assert ask(hall.server, f"/api/reach{bad}", Cookie=cookie)[0] == 400


def test_the_trainer_chooses_among_this_machines_addresses_only(hall: Opened, cookie: str) -> None:
    def choose(body: object, **headers: str) -> int:
        sent = json.dumps(body).encode()
        return ask(hall.server, "/api/reach", "POST", sent, **{"Cookie": cookie, **JSON, **headers})[0]

    for one in rank_networks(read_networks()):
        assert choose({"choose": one.address}) == 200
        assert load_join_address(hall.server.home) == one.address
        chosen = [known for known in reach(hall, cookie)["addresses"] if known["chosen"]]  # type: ignore[attr-defined]
        assert [known["address"] for known in chosen] == [one.address]
    assert choose({"choose": None}) == 200
    assert load_join_address(hall.server.home) is None
    assert choose({"choose": "8.8.8.8"}) == 404
    assert [choose(bad) for bad in ({"choose": 1}, {}, [], "x")] == [400] * 4
    assert choose({"choose": None}, Content_Type="text/plain") == 400  # another site's form can send that


def test_a_wifi_code_is_drawn_and_nothing_of_it_is_kept(hall: Opened, cookie: str) -> None:
    def draw(body: object) -> tuple[int, str, str]:
        sent = json.dumps(body).encode()
        status, headers, told = ask(hall.server, "/api/wifi-qr", "POST", sent, Cookie=cookie, **JSON)
        assert headers["cache-control"] == "no-store"
        return status, headers["content-type"], told.decode()

    status, mime, svg = draw({"name": "Hội trường <1>", "password": "rat-kin-dao-7", "hidden": True})
    assert (status, mime) == (200, "image/svg+xml; charset=utf-8")
    assert "Hội trường &lt;1&gt;" in svg
    assert draw({"name": "a", "password": "ngan"})[::2] == (400, json.dumps({"message": say("page.wifi_password")}))
    assert [draw(bad)[0] for bad in ({}, {"name": 1}, {"name": "a", "hidden": "x"}, [])] == [400] * 4
    kept = [path for path in hall.server.home.rglob("*") if path.is_file() and b"rat-kin-dao-7" in path.read_bytes()]
    assert kept == []
    assert "rat-kin-dao-7" not in "".join(hall.server.log)


def test_the_help_page_is_for_everybody_and_its_codes_for_the_trainer(hall: Opened, cookie: str) -> None:
    for typed in (f"/{JOIN_HELP}", "/Vao/Tro-Giup/"):
        assert ask(hall.server, typed)[0] in (200, 302)
    without, with_codes = (ask(hall.server, f"/{JOIN_HELP}", **one)[2].decode() for one in ({}, {"Cookie": cookie}))
    assert say("page.join_help_title") in without
    assert "không có Internet” là bình thường" in without
    assert "ng-reach" not in without
    assert "ng-reach" in with_codes
    assert "<strong>" in without
    assert f'href="/{JOIN_HELP}"' in ask(hall.server, "/huong-dan", Cookie=cookie)[2].decode()


@pytest.mark.parametrize("path", PROBES)
def test_a_phone_that_asks_whether_its_wifi_works_is_told_so(hall: Opened, path: str) -> None:
    status, headers, body = ask(hall.server, path, Host="connectivitycheck.gstatic.com")
    assert (status, body) == (PROBES[path].status, PROBES[path].body)
    assert "set-cookie" not in headers
    assert headers["cache-control"] == "no-store"
    assert ask(hall.server, path)[0] == 404  # under our own name there is no such page


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/huong-dan"), ("GET", "/api/reach"), ("GET", "/generate_204/x"), ("POST", "/generate_204")],
)
def test_everything_else_under_a_foreign_name_is_refused(hall: Opened, cookie: str, method: str, path: str) -> None:
    body = b"" if method == "POST" else None
    assert ask(hall.server, path, method, body, Host="captive.apple.com", Cookie=cookie)[0] == 421
