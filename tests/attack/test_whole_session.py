"""A whole session of a sensitive lesson on a real server: study, review, tests before and after, a certificate.

Then every file the server has left is read by somebody who knows every learner's token and the server's secret. Does
he learn who answered what?
"""

import asyncio
import http.client
import json
import re
import secrets
import sqlite3
import subprocess
import sys
import uuid
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from os import environ
from pathlib import Path
from typing import Any

import pytest
from neuguong.home.secret import load_secret
from neuguong.items import Pack, Scenario, find_paths
from neuguong.store.apart import pack_counts, unpack_counts
from neuguong.study import hash_token

from tests.channel import Visitor, any_response, get_visitor_cookie, visit
from tests.content import load_bank
from tests.serving import Server, serve

pytestmark = pytest.mark.xdist_group("disk")

DATABASE = "neuguong.sqlite3"
SENSITIVE, ORDINARY = "tu-dien-bien", "trach-nhiem"
UNIT = "Chi bộ Đá Trắng"
NAME = "Sùng Thị Mỷ Thử"


@dataclass
class Member:
    """Somebody who agreed to be remembered, and what their browser holds."""

    token: str = field(default_factory=lambda: secrets.token_hex(16))
    local: list[dict[str, Any]] = field(default_factory=list)
    attempts: list[str] = field(default_factory=list)
    """Of answers to sensitive items."""

    def hello(self, **more: object) -> dict[str, object]:
        usual = {"kind": "hello", "token": self.token, "consent": True, "unit": UNIT, "local": self.local}
        return {**usual, **more}


def submit(item: dict[str, Any]) -> dict[str, Any]:
    asked = {name: item[name] for name in ("version", "attempt_id")}
    return {"kind": "submit", "item": item["id"], **asked, "response": any_response(item), "duration_ms": 900}


async def answer_part(page: Visitor, member: Member, *, most: int = 99) -> None:
    """Answer what the page asks, as far as its summary; a page that shows something else is led on."""
    answered = 0
    while page.view["screen"] != "summary" and answered < most:
        item = page.view["item"]
        if item is None or item["feedback"] is not None:
            await page.say({"kind": "next"})
            await page.hear_view()
            continue
        sensitive = page.view["scenario"]["sensitive"]
        await page.say(submit(item))
        told = await page.hear_reply("stored", "not_stored", "refused")
        assert (told["kind"], told["linked"]) == ("stored", not sensitive)
        member.local.append(told["local"])
        if sensitive:
            member.attempts.append(item["attempt_id"])
        answered += 1


async def study(server: Server, member: Member, slug: str, **asked: object) -> None:
    most = int(asked.pop("most", 99))  # type: ignore[call-overload]
    async with visit(server, slug) as page:
        await page.enter()
        await page.say(member.hello(**asked))
        await page.hear_reply("welcome")
        await answer_part(page, member, most=most)


def post(server: Server, path: str, message: dict[str, object]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
    try:
        headers = {"Content-Type": "application/json", "Cookie": get_visitor_cookie(server)}
        connection.request("POST", path, json.dumps(message), headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def take_tests(server: Server, member: Member) -> None:
    """Both tests of the sensitive lesson, answer by answer and then as a whole."""
    who: dict[str, object] = {"token": member.token, "consent": True, "unit": UNIT}
    rows: list[object] = []
    for step in ("truoc-khi-hoc", "sau-khi-hoc"):
        attempts = [str(uuid.uuid4()) for _ in range(10)]
        path = f"/{SENSITIVE}/{step}"
        _, opened = post(server, path, {"kind": "open", "token": member.token, "attempts": attempts})
        answers = [submit(question["item"]) for question in json.loads(opened)["questions"]]
        for answer in answers[:3]:
            assert json.loads(post(server, path, {**who, "kind": "give", "answer": answer})[1])["linked"] is False
        _, told = post(server, path, {**who, "kind": "finish", "answers": answers, "before": rows})
        rows = json.loads(told)["rows"]
        assert len(rows) == len(answers) >= 4
        member.attempts += [answer["attempt_id"] for answer in answers]


def get_certificate(server: Server, member: Member) -> None:
    asked = {"action": "code", "lesson": SENSITIVE, "token": member.token}
    status, made = post(server, "/giay-chung-nhan", asked)
    assert status == 200
    status, paper = post(
        server, "/giay-chung-nhan", {"action": "print", "code": json.loads(made)["code"], "name": NAME}
    )
    assert (status, paper[:4]) == (200, b"%PDF")


async def live(server: Server, pack: Pack) -> list[Member]:
    """What three members do, in turn: what is linked stands right before and after what must not be."""
    members = [Member() for _ in range(3)]
    parts = [part.identifier for part in pack.get_lesson(SENSITIVE).parts]
    for n, member in enumerate(members):
        await asyncio.to_thread(take_tests, server, member)
        for part in parts if n == 0 else parts[:2]:
            await study(server, member, ORDINARY, most=1)
            await study(server, member, SENSITIVE, part=part)
            await study(server, member, ORDINARY, most=1)
        for row in member.local:  # nine days ago, as far as the browser tells
            row["day"] = (date.fromisoformat(row["day"]) - timedelta(days=9)).isoformat()
        before = len(member.attempts)
        await study(server, member, "on-tap")
        assert len(member.attempts) > before, "a sensitive item was asked again"
        await asyncio.to_thread(get_certificate, server, member)
    return members


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_bank()


@dataclass
class Left:
    """What a session leaves: its members, the server's folder, what it said."""

    home: Path
    members: list[Member]
    said: str

    @property
    def files(self) -> dict[Path, bytes]:
        """Every file but the key and what opens a trainer's pages."""
        found = (path for path in self.home.rglob("*") if path.is_file() and path.name not in ("secret.key",))
        return {path.relative_to(self.home): path.read_bytes() for path in found}

    @property
    def logs(self) -> list[Path]:
        """The log and the copies of it."""
        return [path for path, data in self.files.items() if data.startswith(b"SQLite format 3")]

    def rows(self, path: Path, table: str) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(f"file:{self.home / path}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]


@pytest.fixture(scope="module")
def left(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Left:
    folder = tmp_path_factory.mktemp("session")
    home, units = folder / "home", folder / "don-vi.txt"
    units.write_text(f"{UNIT}\nChi bộ Hai\n", encoding="utf-8")
    with serve(home, "--cap", "1", "--units", str(units)) as server:
        members = asyncio.run(live(server, pack))
        command = [sys.executable, "-m", "neuguong", "backup", str(home / "sao-luu" / "chep-tay.sqlite3")]
        subprocess.run(command, env={**environ, "NEUGUONG_HOME": str(home)}, check=True, capture_output=True)
    return Left(home, members, "".join(server.log))


def shortest_way(scenario: Scenario) -> int:
    """How many items of a scenario are answered at least: of a branching case not all are met."""
    return min(map(len, find_paths(scenario))) if scenario.is_branching else len(scenario.items)


def test_the_session_was_a_whole_one(left: Left, pack: Pack) -> None:
    first, *others = left.members
    lesson = sum(
        shortest_way(pack.scenarios[name]) for part in pack.get_lesson(SENSITIVE).parts for name in part.scenarios
    )
    assert len(first.attempts) >= lesson + 16 + 1
    assert all(len(other.attempts) > 16 for other in others)
    assert {path.name for path in left.logs} >= {DATABASE, "chep-tay.sqlite3"}
    assert not (left.home / f"{DATABASE}-wal").exists() or (left.home / f"{DATABASE}-wal").stat().st_size == 0


def test_no_file_and_no_line_holds_a_token_an_attempt_or_a_name(left: Left) -> None:
    everything = {**left.files, Path("what the server said"): left.said.encode()}
    for member in left.members:
        hidden = [member.token, *member.attempts, *(one.replace("-", "") for one in member.attempts)]
        hidden += [sha256(one.encode()).hexdigest() for one in (member.token, *member.attempts)]
        hidden += [NAME, NAME.split()[-1]]
        for place, data in everything.items():
            assert [one for one in hidden if one.encode() in data] == [], place
        raw = [bytes.fromhex(member.token), *(uuid.UUID(one).bytes for one in member.attempts)]
        for place, data in everything.items():
            assert not any(one in data for one in raw), place


def test_no_row_of_a_member_is_of_a_sensitive_item(left: Left, pack: Pack) -> None:
    secret = load_secret(left.home)
    actors = {hash_token(member.token, secret=secret) for member in left.members}
    sensitive = {item.identifier for scenario, item in pack.live_items() if pack.is_sensitive(scenario)}
    for path in left.logs:
        rows = left.rows(path, "statement")
        assert {row["actor"] for row in rows} <= actors
        assert not sensitive & {row["item_id"] for row in rows}
        assert not [row for row in rows if SENSITIVE in (row["topic"], str(row["context_id"]).split(".")[0])]
    assert len(left.rows(Path(DATABASE), "statement")) > 0


def test_a_members_code_stands_in_their_own_rows_and_nowhere_else(left: Left) -> None:
    secret = load_secret(left.home)
    for member in left.members:
        actor = hash_token(member.token, secret=secret)
        for path, data in left.files.items():
            if path in left.logs:
                rows = sum(row["actor"] == actor for row in left.rows(path, "statement"))
                assert data.count(actor.encode()) <= 2 * rows, path  # the row, and the index of it
            else:
                assert actor.encode() not in data, path


def test_sensitive_answers_are_counts_of_a_month_in_an_order_that_tells_nothing(left: Left) -> None:
    given = sum(len(set(member.attempts)) for member in left.members)
    (heap,) = [row for row in left.rows(Path(DATABASE), "apart_count") if row["sensitive"]]
    assert (heap["context"], heap["context_id"], heap["round"]) == ("study", "", 0)
    assert re.fullmatch(r"\d{4}-\d\d", heap["period"])
    counts = unpack_counts(heap["counts"])
    assert sum(counts.values()) == given
    assert heap["counts"] == pack_counts(counts)
    assert {kind.unit for kind in counts} == {""}
    assert not re.search(r"\d\d:\d\d|" + UNIT, heap["counts"])


def test_no_page_of_a_file_holds_an_earlier_count(left: Left) -> None:
    """Laid beside the present one, an earlier count would give away the answers between the two."""
    for path in left.logs:
        held = Counter(
            found
            for row in left.rows(path, "apart_count")
            for found in re.findall(r'"([a-z0-9-]+-\d+)"', row["counts"])
        )
        assert held or path.parent.name == "sao-luu"
        data = left.files[path]
        for item, count in held.items():
            assert data.count(f'"{item}"'.encode()) <= count, (path, item)


def test_what_is_known_of_attempts_is_a_day_and_no_order(left: Left) -> None:
    rows = left.rows(Path(DATABASE), "recent_attempt")
    assert {len(str(row["day"])) for row in rows} == {10}
    assert {tuple(row) for row in rows} == {("keyed_hash", "day")}
    assert [row["keyed_hash"] for row in rows] == sorted(row["keyed_hash"] for row in rows)
