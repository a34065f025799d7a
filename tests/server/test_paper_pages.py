"""What a running server prints: handouts for everybody, keys for the trainer, certificates whose name stays nowhere."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from neuguong.server.handlers import Site

from tests.reports.pdf_pages import texts_of
from tests.server.test_served import ask
from tests.serving import Server

pytestmark = pytest.mark.xdist_group("served")
NAME = "Tẩn Văn Ỵ-không-được-lưu"
PART = "/in/tac-phong/tin-don-viec-cham"


def post(server: Server, **message: object) -> tuple[int, dict[str, str], bytes]:
    return ask(server, "/giay-chung-nhan", "POST", json.dumps(message).encode(), Content_Type="application/json")


def enter(server: Server) -> str:
    """The cookie of who came through the gate."""
    body = f"passphrase={quote(server.passphrase)}".encode()
    status, headers, _ = ask(server, "/huong-dan/vao", "POST", body, Content_Type="application/x-www-form-urlencoded")
    assert status == 303
    return headers["set-cookie"].partition(";")[0]


def test_a_handout_is_for_everybody_and_its_key_behind_the_gate(server: Server) -> None:
    status, headers, body = ask(server, f"{PART}.pdf")
    assert (status, headers["content-type"]) == (200, "application/pdf")
    assert "Tin đồn và việc chậm có thật" in texts_of(body)[0]
    status, headers, body = ask(server, f"{PART}-dap-an.pdf")
    assert (status, headers["location"]) == (302, "/huong-dan/vao")
    assert b"%PDF" not in body
    status, headers, body = ask(server, f"{PART}-dap-an.pdf", Cookie=enter(server))
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert "Vì sao." in texts_of(body)[0]


def test_the_list_names_every_part_and_keys_only_to_the_trainer(server: Server) -> None:
    _, _, seen = ask(server, "/in")
    assert f'href="{PART}.pdf"'.encode() in seen
    assert b"dap-an" not in seen
    _, _, seen = ask(server, "/in", Cookie=enter(server))
    assert f'href="{PART}-dap-an.pdf"'.encode() in seen


@pytest.mark.parametrize("path", ["/in/tac-phong/khong-co.pdf", "/in/khong-co/x.pdf", "/in/tac-phong", "/in/x.pdf"])
def test_what_is_not_there_is_not_printed(server: Server, path: str) -> None:
    assert ask(server, path)[0] == 404


def test_a_name_is_on_the_certificate_and_in_no_line_file_or_address(server: Server) -> None:
    status, _, body = post(server, action="code", lesson="tu-dien-bien", token=None)
    assert status == 200
    code = json.loads(body)["code"]
    status, headers, body = post(server, action="print", code=code, name=NAME)
    assert (status, headers["content-type"], headers["cache-control"]) == (200, "application/pdf", "no-store")
    assert NAME in texts_of(body)[0]
    assert NAME not in " ".join(headers.values())
    for bad in ("漢" + NAME, NAME * 9):
        status, _, body = post(server, action="print", code=code, name=bad)
        assert status == 400
        assert NAME not in json.loads(body)["message"]
    needles = NAME.encode(), json.dumps(NAME).encode(), code.replace("-", "").encode(), code.encode()
    for path in server.home.rglob("*"):
        if path.is_file():
            kept = path.read_bytes()
            assert not any(one in kept for one in needles), path
    assert NAME not in "".join(server.log)


def test_a_code_is_checked_by_its_address_or_typed_and_knows_no_name(server: Server) -> None:
    code = json.loads(post(server, action="code", lesson="tu-dien-bien", token=None)[2])["code"]
    status, _, body = ask(server, f"/giay-chung-nhan/{code}")
    page = body.decode()
    assert status == 200
    assert "Hoàn thành (không ghi mức)" in page
    assert "Mã không xác nhận tên" in page
    typed = quote(code.lower().replace("-", " "))
    status, headers, _ = ask(server, f"/giay-chung-nhan/kiem-tra?ma={typed}")
    assert (status, headers["location"]) == (303, f"/giay-chung-nhan/{code.replace('-', '')}")
    other = code[:-1] + ("2" if code[-1] != "2" else "3")
    status, _, body = ask(server, f"/giay-chung-nhan/{other}")
    assert status == 404
    assert "Không phải mã do máy chủ này cấp" in body.decode()


def test_who_has_not_finished_gets_no_code(server: Server) -> None:
    status, _, body = post(server, action="code", lesson="tac-phong", token="0" * 32)
    assert status == 409
    assert json.loads(body)["answered"] == 0


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ({}, 400),
        ({"action": "code", "lesson": "tac-phong"}, 400),
        ({"action": "code", "lesson": "tac-phong", "token": "x"}, 400),
        ({"action": "code", "lesson": "khong-co", "token": None}, 404),
        ({"action": "print", "code": "0" * 24, "name": NAME}, 404),
        ({"action": "print", "code": 7, "name": NAME}, 400),
        ({"action": "print", "code": "0" * 24}, 400),
        ({"action": "xoa", "code": "0" * 24, "name": NAME}, 400),
    ],
)
def test_what_is_no_request_of_the_page_is_refused(server: Server, message: dict[str, object], status: int) -> None:
    assert post(server, **message)[0] == status


def test_one_address_may_ask_for_few_codes_a_second_and_another_is_not_held_up() -> None:
    none: Any = None
    site = Site(pages={}, renderer=none, assets=none, gate=none, health=dict, personal=none, papers=none, reach=none)
    for ration, most in ((site.codes_checked, 60), (site.certificates_made, 300)):
        admitted = [ration.admits("mot") for _ in range(most + 20)]
        assert admitted[:most] == [True] * most
        assert not all(admitted)
        assert ration.admits("hai")
