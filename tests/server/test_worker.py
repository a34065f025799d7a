"""What makes the kit installable and lets it open without a line: the manifest and the service worker, as served."""

import json
import struct
from dataclasses import replace
from pathlib import Path

import pytest
from neuguong.server.assets import Assets
from neuguong.server.rendering import PageRenderer
from neuguong.server.worker import HELD_PAGES, build_rooted
from neuguong.widgets import WIDGETS_FOLDER

from tests.samples import make_pack
from tests.server.test_served import ask
from tests.serving import Server

pytestmark = pytest.mark.xdist_group("served")

CLIENT = Path(__file__).parents[2] / "modules" / "neuguong" / "server" / "client"


def test_the_manifest_names_the_kit_its_icons_and_where_it_begins(server: Server) -> None:
    status, headers, body = ask(server, "/manifest.webmanifest")
    told = json.loads(body)
    assert (status, headers["content-type"], headers["cache-control"]) == (200, "application/manifest+json", "no-cache")
    assert (told["name"], told["lang"], told["display"]) == ("Nêu Gương", "vi", "standalone")
    assert told["start_url"] == told["scope"] == told["id"] == "/"
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    assert {icon["sizes"] for icon in told["icons"]} >= {"192x192", "512x512"}  # what browsers ask for to install it


def test_every_icon_is_a_picture_of_the_size_it_is_said_to_have(server: Server) -> None:
    icons = json.loads(ask(server, "/manifest.webmanifest")[2])["icons"]
    for icon in icons:
        status, headers, body = ask(server, icon["src"])
        assert (status, headers["content-type"]) == (200, "image/png")
        assert body[:8] == b"\x89PNG\r\n\x1a\n"
        assert "{}x{}".format(*struct.unpack(">II", body[16:24])) == icon["sizes"]


def test_every_page_names_the_manifest(server: Server) -> None:
    for path in ("/", "/trach-nhiem", "/du-lieu-cua-toi", "/ngoai-tuyen"):
        assert b'rel="manifest" href="/manifest.webmanifest"' in ask(server, path)[2]


def test_the_worker_is_asked_for_again_and_sent_again_only_if_it_is_another(server: Server) -> None:
    status, headers, _ = ask(server, "/sw.js")
    assert (status, headers["cache-control"]) == (200, "no-cache")
    assert headers["content-type"].startswith("text/javascript")
    assert "connect-src 'self'" in headers["content-security-policy"]
    assert ask(server, "/sw.js", If_None_Match=headers["etag"])[0] == 304


def told_to_the_worker(script: bytes) -> dict[str, object]:
    first, _ = script.decode().split("\n", 1)
    told: dict[str, object] = json.loads(first.removeprefix("const KIT = ").removesuffix(";"))
    return told


def test_all_that_the_worker_is_to_hold_can_be_had_and_no_trainers_page_is_among_it(server: Server) -> None:
    told = told_to_the_worker(ask(server, "/sw.js")[2])
    files = told["files"]
    assert isinstance(files, list)
    assert {ask(server, path)[0] for path in files} == {200}
    pages = [path for path in files if not path.startswith("/tinh/")]
    assert pages == ["/", "/gioi-thieu", "/ngoai-tuyen", "/ke-hoach", "/tu-soi"]
    assert sum(len(ask(server, path, Accept_Encoding="gzip")[2]) for path in files) < 100_000
    never = told["never"]
    assert isinstance(never, list)
    assert {"huong-dan", "phong", "man-chieu", "vao", "api", "healthz"} <= set(never)


def test_no_held_page_holds_a_key_or_anything_of_a_visitor(server: Server) -> None:
    for path in ("/", "/gioi-thieu", "/ngoai-tuyen", "/sw.js", "/manifest.webmanifest"):
        assert "set-cookie" not in ask(server, path)[1]


def test_the_worker_is_of_another_version_as_soon_as_a_held_page_is_another() -> None:
    assets, pack = Assets(CLIENT, WIDGETS_FOLDER), make_pack()

    def version(about: str) -> object:
        own = replace(pack, about=about)
        renderer = PageRenderer(own, assets.prefix)
        pages = [renderer.render_home(), renderer.render_about(), renderer.render_offline({})]
        rooted = build_rooted(own, assets, dict(zip(HELD_PAGES, pages, strict=False)), guarded=["phong"])
        return told_to_the_worker(rooted["sw.js"].plain)["version"]

    assert version("Một") == version("Một") != version("Hai")
