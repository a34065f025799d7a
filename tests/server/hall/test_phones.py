"""Phones in a workshop, over their lines and by single requests."""

import asyncio
import json
import logging
import secrets
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import websockets
from neuguong.errors import StoreBusyError
from neuguong.server.hall.guessing import FREE, Patience
from neuguong.workshop.commands import AskAgain, AskNext, AskPoll, Close, Count, End, Explain, Show

from tests.server.hall.fake_hall import CODE, UNITS, FakeHall, make_plan
from tests.server.hall.phone import serve_hall


async def test_a_phone_is_let_in_and_told_all_at_once(tmp_path: Path) -> None:
    hall = FakeHall(make_plan(units=UNITS))
    hall.do(AskNext())
    async with serve_hall(tmp_path, hall) as served, served.phone() as phone:
        told = await phone.join("Chi bộ Hai")
        assert told["units"] == ["Chi bộ Một", "Chi bộ Hai"]
        assert (told["state"]["stage"], told["state"]["turn"]) == ("open", 1)
        assert told["mine"] == {
            "version": 2,
            "unit": "Chi bộ Hai",
            "name": None,
            "group": None,
            "response": None,
            "feedback": None,
        }
        assert [one["letter"] for one in told["state"]["item"]["choices"]] == ["A", "B", "C", "D", "E"]


async def test_a_code_may_be_typed_with_spaces_hyphens_and_small_letters(tmp_path: Path) -> None:
    async with serve_hall(tmp_path) as served:
        status, told = await served.post("join", {"code": " h7k-53m", "token": secrets.token_hex(16)})
        assert (status, told["kind"]) == (200, "welcome")


async def test_a_vote_is_received_after_it_is_written_and_can_be_changed_until_closed(tmp_path: Path) -> None:
    hall = FakeHall()
    hall.do(AskNext())
    async with serve_hall(tmp_path, hall) as served, served.phone() as phone:
        await phone.join()
        assert (await phone.vote("0"))["kind"] == "received"
        assert hall.ballots == {(1, 1): {phone.token: "0"}}
        assert (await phone.vote("3"))["kind"] == "received"
        assert hall.ballots == {(1, 1): {phone.token: "3"}}
        hall.do(Close())
        late = await phone.vote("1")
        assert (late["kind"], late["code"]) == ("refused", "workshop-closed")
        assert hall.ballots == {(1, 1): {phone.token: "3"}}


async def test_what_the_trainer_does_reaches_every_phone_by_itself(tmp_path: Path) -> None:
    async with serve_hall(tmp_path) as served, served.phone() as one, served.phone() as other:
        await one.join()
        await other.join()
        served.hall.do(AskNext())
        for phone in (one, other):
            assert (await phone.hear("state"))["state"]["stage"] == "open"


async def test_votes_that_come_together_are_written_together(tmp_path: Path) -> None:
    hall = FakeHall()
    hall.do(AskPoll("Bàn gì trước?", ("Lịch trực", "Tiếp dân")))
    async with serve_hall(tmp_path, hall) as served:
        votes = [
            {"code": CODE, "token": f"{n:032x}", "turn": 1, "round": 1, "attempt_id": str(uuid4()), "response": "1"}
            for n in range(40)
        ]
        told = await asyncio.gather(*(served.post("answer", vote) for vote in votes))
        assert {status for status, _ in told} == {200}
        assert sum(hall.casts) == 40
        assert len(hall.casts) < 40
        assert len(hall.ballots[1, 1]) == 40


async def test_a_reloaded_phone_gets_its_answer_back_without_asking_the_workshop(tmp_path: Path) -> None:
    hall = FakeHall()
    hall.do(AskNext())
    async with serve_hall(tmp_path, hall) as served:
        async with served.phone() as phone:
            await phone.join()
            await phone.vote("2")
        looked = hall.looks_at_mine
        async with served.phone(phone.token) as again:
            assert (await again.join())["mine"]["response"] == "2"
        assert hall.looks_at_mine == looked


async def test_a_new_round_begins_without_an_answer(tmp_path: Path) -> None:
    hall = FakeHall()
    hall.do(AskNext())
    async with serve_hall(tmp_path, hall) as served, served.phone() as phone:
        await phone.join()
        await phone.vote("2")
        for command in (Close(), Count(), AskAgain()):
            hall.do(command)
        while (await phone.hear("state"))["state"]["round"] == 1:
            pass
        assert (await phone.join())["mine"]["response"] is None
        assert (await phone.vote("1", round=2))["kind"] == "received"


async def test_nothing_of_the_key_is_told_before_it_is_released(tmp_path: Path) -> None:
    hall = FakeHall()
    hall.do(AskNext())
    async with serve_hall(tmp_path, hall) as served, served.phone() as phone:
        heard = [await phone.join()]
        await phone.vote("0")
        for command in (Close(), Count(), Show()):
            hall.do(command)
        while heard[-1]["state"]["stage"] != "shown":
            heard.append(await phone.hear("state"))
        assert "bí mật" not in json.dumps(heard, ensure_ascii=False)
        hall.do(Explain())
        mine = (await phone.hear("mine"))["mine"]
        assert mine["feedback"]["rationale"] == "Lý do bí mật."


async def test_an_explanation_is_made_once_for_all_who_answered_the_same(tmp_path: Path) -> None:
    hall = FakeHall()
    hall.do(AskNext())
    async with serve_hall(tmp_path, hall) as served:
        phones = [served.phone() for _ in range(6)]
        opened = [await one.__aenter__() for one in phones]
        for n, phone in enumerate(opened):
            await phone.join()
            await phone.vote(str(n % 2))
        for command in (Close(), Count(), Show(), Explain()):
            hall.do(command)
        told = [(await phone.hear("mine"))["mine"] for phone in opened]
        assert [one["response"] for one in told] == ["0", "1", "0", "1", "0", "1"]
        assert all(one["feedback"]["response"] == one["response"] for one in told)
        assert hall.looks_at_mine == 2
        for one in phones:
            await one.__aexit__(None, None, None)


async def test_a_line_has_a_pulse(tmp_path: Path) -> None:
    async with serve_hall(tmp_path, pulse_every_s=0.05) as served, served.phone() as phone:
        await phone.join()
        assert await phone.hear("pulse") == {"kind": "pulse", "version": 1}


async def test_time_that_runs_out_closes_the_round(tmp_path: Path) -> None:
    hall = FakeHall(make_plan(seconds=10))
    hall.do(AskNext())
    turn = hall.state.turns[0]
    ends = hall.clock.now() + timedelta(seconds=0.3)
    hall.state = replace(hall.state, turns=(replace(turn, rounds=(replace(turn.round, closes_at=ends),)),))
    async with serve_hall(tmp_path, hall) as served, served.phone() as phone:
        assert (await phone.join())["state"]["stage"] == "open"
        assert (await phone.hear("state"))["state"]["stage"] == "closed"


async def test_many_tabs_of_a_phone_are_one_participant_and_the_oldest_gives_way(tmp_path: Path) -> None:
    token = secrets.token_hex(16)
    async with serve_hall(tmp_path) as served:
        tabs = [served.phone(token) for _ in range(7)]
        opened = [await one.__aenter__() for one in tabs]
        for phone in opened:
            await phone.join()
        assert len(served.hall.members) == 1
        assert served.desk.phones == 1
        await opened[0].socket.wait_closed()
        assert opened[0].socket.close_code == 4005
        for one in tabs:
            await one.__aexit__(None, None, None)


async def test_a_restarted_server_goes_on_where_the_workshop_is(tmp_path: Path) -> None:
    hall = FakeHall()
    hall.do(AskNext())
    token = secrets.token_hex(16)
    async with serve_hall(tmp_path, hall) as served, served.phone(token) as phone:
        await phone.join()
        await phone.vote("4")
    async with serve_hall(tmp_path, hall) as served:
        status, told = await served.post("state", {"code": CODE, "token": token})
        assert (status, told["code"]) == (409, "workshop-not-in")
        async with served.phone(token) as phone:
            assert (await phone.join())["mine"]["response"] == "4"


async def test_whoever_leaves_and_erases_is_out(tmp_path: Path) -> None:
    hall = FakeHall()
    hall.do(AskNext())
    async with serve_hall(tmp_path, hall) as served, served.phone() as phone:
        await phone.join()
        await phone.vote("0")
        await phone.say("leave", erase=True)
        assert await phone.hear("left") == {"kind": "left", "erased": 1}
        assert hall.members == {}
        assert served.desk.phones == 0


async def test_a_board_that_cannot_be_written_is_told_with_when_to_try_again(tmp_path: Path) -> None:
    hall = FakeHall()
    hall.do(AskNext())
    async with serve_hall(tmp_path, hall) as served, served.phone() as phone:
        await phone.join()
        hall.fault = StoreBusyError("locked")
        told = await phone.vote("0")
        assert (told["code"], told["again_ms"]) == ("store-busy", 2000)
        hall.fault = None
        assert (await phone.vote("0"))["kind"] == "received"


async def test_an_ended_workshop_is_told_as_such_and_takes_no_vote(tmp_path: Path) -> None:
    hall = FakeHall()
    hall.do(AskNext())
    hall.do(End())
    async with serve_hall(tmp_path, hall) as served, served.phone() as phone:
        assert (await phone.join())["state"]["stage"] == "ended"
        assert (await phone.vote("0"))["code"] == "workshop-closed"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"code": "H7K53M"}', b'{"code": "H7K53M", "token": "x"}',
        b'{"code": 1, "token": "' + b"0" * 32 + b'"}', b"[" * 5000, b'{"code": "' + b"x" * 9000 + b'"}',
        b'{"code": "\\ud800", "token": "00000000000000000000000000000000"}',
        b'{"code": "H7K53M", "token": "00000000000000000000000000000000", "key": true}',
        b'{"code": "\\u0000", "token": "00000000000000000000000000000000"}', b'{"code": NaN}', b'{"code": 1e999}',
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["join", "answer"])
async def test_what_is_no_message_is_refused_in_words(tmp_path: Path, kind: str, body: bytes) -> None:
    async with serve_hall(tmp_path) as served:
        status, told = await served.post(kind, body)
        assert (status, told["kind"], told["code"]) == (400, "refused", "message")
        assert served.hall.members == {}


async def test_a_line_that_says_what_is_no_message_is_closed(tmp_path: Path) -> None:
    async with serve_hall(tmp_path) as served:
        for said in ("{", '{"kind": "hello"}', "x" * 9000, b"\x00"):
            async with served.phone() as phone:
                await phone.socket.send(said)
                await phone.socket.wait_closed()
                assert phone.socket.close_code == 4004


async def test_another_site_cannot_open_a_line(tmp_path: Path) -> None:
    async with serve_hall(tmp_path) as served:
        with pytest.raises(websockets.exceptions.InvalidStatus) as refused:
            await websockets.connect(f"ws://localhost:{served.port}/api/hall/line", origin="http://khac.test")  # type: ignore[arg-type]
        assert refused.value.response.status_code == 403


async def test_one_participant_is_slowed_and_no_other_of_the_same_address(tmp_path: Path) -> None:
    async with serve_hall(tmp_path) as served:
        eager = {"code": CODE, "token": secrets.token_hex(16)}
        told = [await served.post("join", eager) for _ in range(40)]
        assert (429, "workshop-too-fast") in [(status, one.get("code")) for status, one in told]
        assert (await served.post("join", {"code": CODE, "token": secrets.token_hex(16)}))[0] == 200


def wrong() -> dict[str, Any]:
    return {"code": "CCCFFF", "token": secrets.token_hex(16)}


async def test_a_wrong_code_is_told_to_be_none(tmp_path: Path) -> None:
    async with serve_hall(tmp_path) as served:
        status, told = await served.post("join", wrong())
        assert (status, told["code"], told["again_ms"]) == (404, "workshop-unknown-code", None)


async def test_codes_that_are_tried_wait_longer_and_longer_and_right_ones_do_not(tmp_path: Path) -> None:
    loop = asyncio.get_running_loop()
    async with serve_hall(tmp_path, patience=Patience(step_s=10, most_s=3000, most_waiting=5)) as served:
        for _ in range(FREE):
            assert (await served.post("join", wrong()))[0] == 404
        trying = [asyncio.create_task(served.desk.hear("join", wrong())) for _ in range(4)]
        await asyncio.sleep(0.1)
        assert not any(one.done() for one in trying)
        began = loop.time()
        right = {"code": CODE, "token": secrets.token_hex(16)}
        assert (await served.post("join", right))[0] == 200
        assert loop.time() - began < 2
        trying.append(asyncio.create_task(served.desk.hear("join", wrong())))
        await asyncio.sleep(0.1)
        status, told = await served.post("join", wrong())
        assert (status, told["code"]) == (429, "workshop-too-fast")  # not looked at
        assert (await served.post("join", right))[0] == 200  # whoever is in is in
        for one in trying:
            one.cancel()
        await asyncio.gather(*trying, return_exceptions=True)


async def test_no_line_of_the_log_holds_a_token(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    hall = FakeHall()
    hall.do(AskNext())
    with caplog.at_level(logging.DEBUG, logger="neuguong"):
        async with serve_hall(tmp_path, hall) as served, served.phone() as phone:
            await phone.join()
            hall.fault = ValueError("broken")
            assert (await phone.vote("0"))["code"] == "unexpected"
            await served.post("join", {"code": CODE, "token": phone.token, "no": 1})
    assert caplog.records
    assert phone.token not in caplog.text


async def test_a_hall_that_comes_in_at_once_is_written_in_few_steps(tmp_path: Path) -> None:
    async with serve_hall(tmp_path) as served, AsyncExitStack() as stack:
        phones = [await stack.enter_async_context(served.phone()) for _ in range(30)]
        told = await asyncio.gather(*(phone.join() for phone in phones))
        assert {one["kind"] for one in told} == {"welcome"}
        assert sum(served.hall.arrivals) == 30
        assert len(served.hall.arrivals) < 15
