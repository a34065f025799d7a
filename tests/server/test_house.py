"""How places are given out, with kernels that only pretend: every order of events can be made to happen."""

import asyncio
import itertools
import threading
from typing import Any, cast

import pytest
from jupyter_client.multikernelmanager import AsyncMultiKernelManager
from nbformat.v4 import new_code_cell, new_notebook
from neuguong.errors import AdmissionError
from neuguong.server.admission import Client, Limits, Ration
from neuguong.server.execution import WIDGET_VIEW, CellError, execute_notebook
from neuguong.server.hosting import Host, HostedSeat
from neuguong.server.house import House
from neuguong.server.kernels import Kernels, KernelSeat
from neuguong.server.seats import Gone, Seat
from neuguong.server.wire import KernelWire


class PretendWire:
    """Publishes a welcome and, for each cell, what `shows` says, then that it is idle. Keeps what is sent to it."""

    def __init__(self, shows: str = WIDGET_VIEW, *, silent: bool = False) -> None:
        self._shows = shows
        self._silent = silent
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self._published: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._numbers = itertools.count()
        self._publish("iopub_welcome", "", {})

    def send(self, kind: str, content: dict[str, Any], metadata: dict[str, Any]) -> None:
        self.sent.append((kind, content))
        if content["data"].get("method") == "request_states":
            card = {"_esm": "/card.js", "view": {"n": 1}, "layout": "left out"}
            states = {"m": {"state": card}, "layout": {"state": {}}}
            data = {"method": "update_states", "states": states}
            self._publish("comm_msg", "", {"comm_id": content["comm_id"], "data": data})

    def close(self) -> None: ...

    def execute(self, source: str) -> str:
        asked = f"cell-{next(self._numbers)}"
        if self._silent:
            return asked
        self._publish("display_data", asked, {"data": {self._shows: {"model_id": "m"}}})
        self._publish("status", asked, {"execution_state": "idle"})
        return asked

    async def hear(self) -> dict[str, Any]:
        return await self._published.get()

    def _publish(self, kind: str, parent: str, content: dict[str, Any]) -> None:
        self._published.put_nowait({"msg_type": kind, "parent_header": {"msg_id": parent}, "content": content})


class PretendManager:
    """Starts a kernel whenever the gate is open."""

    def __init__(self, shows: str = WIDGET_VIEW) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.started = 0
        self.alive: set[str] = set()
        self.fault: Exception | None = None
        self.silent = False
        self._shows = shows

    async def start_kernel(self, **_: object) -> str:
        self.started += 1
        name = f"kernel-{self.started}"
        await self.gate.wait()
        self.alive.add(name)
        return name

    def get_kernel(self, name: str) -> "PretendManager":
        return self

    def wire(self) -> PretendWire:
        return PretendWire(self._shows, silent=self.silent)

    async def is_alive(self, name: str) -> bool:
        await asyncio.sleep(0)
        if self.fault is not None:
            raise self.fault
        return name in self.alive

    async def shutdown_kernel(self, name: str, now: bool) -> None:
        self.alive.discard(name)


class PretendConversation:
    """Counts what it is told; "fail" makes it fail."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def view(self) -> dict[str, Any]:
        return {"n": len(self.heard)}

    def content(self) -> dict[str, Any]:
        return {"units": []}

    def handle(self, raw: Any) -> list[dict[str, Any]]:
        if raw == {"kind": "fail"}:
            raise RuntimeError("a bug")
        self.heard.append(raw)
        return [{"kind": "heard", "n": raw["n"]}]


def make_house(
    manager: PretendManager,
    pooled: tuple[str, ...] = (),
    *,
    hosted: bool = False,
    opens: type[PretendConversation] = PretendConversation,
    **limits: Any,
) -> House:
    notebook = new_notebook(cells=[new_code_cell("show()")])  # type: ignore[no-untyped-call]
    plain = cast(AsyncMultiKernelManager, manager)
    chosen = Limits(**{"cap": 2, "grace_s": 0.0, "settled_s": 0.0, **limits})
    kernels = Kernels(plain, {"bai": notebook, "huong-dan": notebook}, environment={}, limits=chosen)
    hosts = {"bai": Host("bai", 0, "/card.js", {"next": "Tiếp tục"}, opens)} if hosted else {}
    return House(kernels, limits=chosen, pooled=pooled, hosts=hosts)


class Page:
    """A page that asks for a kernel and sits on it as soon as it gets one, as the channel does."""

    def __init__(
        self, house: House, tab: str, visitor: str | None = None, *, address: str | None = None, slug: str = "bai"
    ) -> None:
        self.house, self.slug = house, slug
        self.places: list[int] = []
        self.frames: list[dict[str, Any]] = []
        self.seat: Seat | None = None
        self.was_sent_away = False
        self.entering = asyncio.ensure_future(self._enter(tab, Client(visitor or tab, address)))

    async def _enter(self, tab: str, client: Client) -> None:
        seat = await self.house.acquire(self.slug, tab=tab, client=client, tell=self.places.append)
        assert not seat.closed
        self.seat = seat
        self.house.attach(seat, self._listen, self._gone)

    def leave(self) -> None:
        self.entering.cancel()
        if self.seat is not None:
            self.house.detach(self.seat, self._listen)

    def _listen(self, frame: dict[str, Any]) -> None:
        self.frames.append(frame)

    def _gone(self, why: Gone) -> None:
        self.was_sent_away = True


async def settle() -> None:
    """Let everything that can happen without waiting happen."""
    for _ in range(60):
        await asyncio.sleep(0)


async def test_a_kernel_on_its_way_to_a_page_is_never_ended_for_the_many_who_wait() -> None:
    manager = PretendManager()
    house = make_house(manager)
    sitting = [Page(house, f"tab-{n}") for n in range(2)]
    await settle()
    waiting = [Page(house, f"late-{n}") for n in range(6)]
    await settle()
    assert [page.places for page in waiting] == [[1], [2], [3], [4], [5], [6]]
    for page in sitting:
        page.leave()
    await settle()
    assert [page.seat is not None for page in waiting] == [True, True, False, False, False, False]
    assert not any(page.was_sent_away for page in waiting)
    await house.close()


async def test_a_tab_that_comes_back_by_another_line_keeps_its_place_and_is_told_it() -> None:
    house = make_house(PretendManager(), cap=1)
    sitting = Page(house, "tab")
    await settle()
    lost, behind = Page(house, "late"), Page(house, "later")
    await settle()
    again = Page(house, "late")
    await settle()
    assert again.places == [1]
    lost.leave()
    await settle()
    sitting.leave()
    await settle()
    assert again.seat is not None
    assert behind.places == [2, 1]
    await house.close()


async def test_who_leaves_the_queue_gives_up_the_place() -> None:
    house = make_house(PretendManager(), cap=1)
    sitting = Page(house, "tab")
    await settle()
    first, second = Page(house, "late"), Page(house, "later")
    await settle()
    first.leave()
    await settle()
    assert second.places == [2, 1]
    sitting.leave()
    await settle()
    assert second.seat is not None
    await house.close()


async def test_a_kernel_whose_page_left_while_it_started_makes_room_for_others() -> None:
    manager = PretendManager()
    house = make_house(manager, cap=1)
    manager.gate.clear()
    left = Page(house, "tab")
    await settle()
    left.leave()
    waiting = Page(house, "late")
    await settle()
    manager.gate.set()
    await settle()
    assert waiting.seat is not None
    await house.close()


async def test_a_visitor_cannot_get_past_the_limit_by_asking_in_many_tabs_at_once() -> None:
    manager = PretendManager()
    house = make_house(manager, cap=50, per_visitor=4)
    pages = [Page(house, f"tab-{n}", "one phone") for n in range(20)]
    await settle()
    assert manager.started == 4
    refused = [page for page in pages if isinstance(page.entering.exception(), AdmissionError)]
    assert len(refused) == 16
    await house.close()


async def test_everybody_behind_one_router_gets_a_seat_while_there_are_any() -> None:
    house = make_house(PretendManager(), cap=8)
    pages = [Page(house, f"tab-{n}", address="192.168.1.7") for n in range(8)]
    await settle()
    assert all(page.seat is not None for page in pages)
    await house.close()


def test_only_arrivals_that_were_admitted_are_charged(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("neuguong.server.admission.monotonic", lambda: now[0])
    limit = Ration(burst=3, per_second=1)
    assert [limit.admits("phone") for _ in range(5)] == [True] * 3 + [False] * 2
    assert limit.admits("another phone")
    for now[0] in (0.3, 0.6, 0.9):  # asking too often does not push the next chance away
        assert not limit.admits("phone")
    now[0] = 1.0
    assert limit.admits("phone")


async def test_a_page_that_comes_back_soon_finds_its_kernel_although_others_wait() -> None:
    house = make_house(PretendManager(), cap=1, grace_s=3600.0)
    sitting = Page(house, "tab")
    await settle()
    seat, waiting = sitting.seat, Page(house, "late")
    await settle()
    sitting.leave()
    await settle()
    again = Page(house, "tab")
    await settle()
    assert again.seat is seat
    assert waiting.places == [1]
    await house.close()


async def test_a_phone_whose_screen_goes_dark_keeps_its_place_in_the_line_a_while() -> None:
    house = make_house(PretendManager(), cap=1, grace_s=3600.0)
    sitting = Page(house, "tab")
    await settle()
    first, second = Page(house, "late"), Page(house, "later")
    await settle()
    first.leave()
    again = Page(house, "late")
    await settle()
    assert (again.places, second.places) == ([1], [2])
    assert sitting.seat is not None
    await house.close()


async def test_who_loses_a_kernel_goes_before_those_who_wait() -> None:
    manager = PretendManager()
    house = make_house(manager, cap=1, look_every_s=0.0)
    sitting = Page(house, "tab")
    await settle()
    waiting = [Page(house, f"late-{n}") for n in range(2)]
    await settle()
    manager.gate.clear()
    manager.alive.clear()
    house.begin()
    await settle()
    assert sitting.was_sent_away
    again = Page(house, "tab")
    await settle()
    manager.gate.set()
    await settle()
    assert waiting[0].seat is not None  # was let in before the page came back
    assert (again.places, waiting[1].places[-1]) == ([1], 2)
    await house.close()


@pytest.mark.parametrize(
    ("address", "rationed"),
    [
        ("127.0.0.1", None),
        ("::1", None),
        ("192.168.1.7", "192.168.1.7"),
        ("fe80::1%eth0", "fe80::1%eth0"),
        ("2001:db8::7", "2001:db8::/64"),
    ],
)
def test_only_this_machine_itself_is_not_rationed_by_address(address: str, rationed: str | None) -> None:
    assert Client.of("cookie", address) == Client("cookie", rationed)
    assert Client.of(None, address) == Client(address, rationed)


async def test_a_kernel_that_dies_while_its_notebook_runs_is_not_waited_for() -> None:
    manager = PretendManager()
    manager.silent = True
    house = make_house(manager, look_every_s=0.001)
    page = Page(house, "tab")
    await settle()
    assert not page.entering.done()
    manager.alive.clear()
    with pytest.raises(CellError, match="ended"):
        await asyncio.wait_for(page.entering, 5)
    assert house.live == 0
    await house.close()


async def test_a_fault_while_looking_after_the_kernels_does_not_end_the_looking_after() -> None:
    manager = PretendManager()
    house = make_house(manager, look_every_s=0.0)
    house.begin()
    page = Page(house, "tab")
    await settle()
    manager.fault = OSError("no more processes")
    await settle()
    manager.fault = None
    manager.alive.clear()
    await settle()
    assert page.was_sent_away
    await house.close()


async def test_a_pool_that_cannot_be_filled_is_not_tried_without_pause(caplog: pytest.LogCaptureFixture) -> None:
    manager = PretendManager(shows="text/markdown")
    house = make_house(manager, pooled=("bai",), look_every_s=0.0)
    house.begin()
    await settle()
    assert manager.started == 1
    assert "did not start" in caplog.text
    await house.close()


async def test_a_notebook_that_shows_no_card_is_a_page_that_failed() -> None:
    wire = cast(KernelWire, PretendWire(shows="text/markdown"))
    with pytest.raises(CellError, match="no widget"):
        await execute_notebook(new_notebook(cells=[new_code_cell("page.show()")]), wire)  # type: ignore[no-untyped-call]


# --- frames: the same from a kernel and from the server itself


async def test_a_page_hears_the_cards_state_and_nothing_else_of_its_kernel() -> None:
    house = make_house(PretendManager())
    page = Page(house, "tab")
    await settle()
    seat = cast(KernelSeat, page.seat)
    state = {"_esm": "/card.js", "view": {"n": 1}}
    assert page.frames == [{"type": "ready", "widgets": [{"cell": 0, "position": 0, "id": "m", "state": state}]}]
    seat.hear("comm_msg", {"comm_id": "m", "data": {"method": "update", "state": {"view": {"n": 2}, "_dom": 1}}})
    seat.hear("comm_msg", {"comm_id": "layout", "data": {"method": "update", "state": {"view": {}}}})
    seat.hear("comm_msg", {"comm_id": "m", "data": {"method": "custom", "content": {"kind": "welcome"}}})
    seat.hear("stream", {"name": "stdout", "text": "printed"})
    assert page.frames[1:] == [
        {"type": "update", "id": "m", "state": {"view": {"n": 2}}},
        {"type": "custom", "id": "m", "content": {"kind": "welcome"}},
    ]
    before = len(cast(PretendWire, seat.wire).sent)
    seat.say("another widget", {"kind": "hello"})
    assert len(cast(PretendWire, seat.wire).sent) == before
    seat.say("m", {"kind": "hello"})
    assert cast(PretendWire, seat.wire).sent[-1] == (
        "comm_msg",
        {"comm_id": "m", "data": {"method": "custom", "content": {"kind": "hello"}}},
    )
    await house.close()


async def test_a_kernel_that_does_not_answer_its_page_is_replaced() -> None:
    house = make_house(PretendManager(), look_every_s=0.0)
    page = Page(house, "tab")
    await settle()
    seat = cast(KernelSeat, page.seat)
    assert not seat.is_mute(seat.taken_at + 3600)
    seat.is_greeted, seat.taken_at = False, seat.taken_at - 3600
    house.begin()
    await settle()
    assert page.was_sent_away
    await house.close()


async def test_beyond_the_cap_a_lesson_is_hosted_in_the_server_and_nobody_waits() -> None:
    house = make_house(PretendManager(), hosted=True, cap=2, kept_back=0)
    pages = [Page(house, f"tab-{n}") for n in range(6)]
    await settle()
    assert [type(page.seat) for page in pages] == [KernelSeat] * 2 + [HostedSeat] * 4
    assert not any(page.places for page in pages)
    assert (house.live, house.hosted, house.waiting) == (2, 4, 0)
    (ready,) = pages[5].frames
    (card,) = ready["widgets"]
    assert {name: card[name] for name in ("cell", "position")} == {"cell": 0, "position": 0}
    assert card["state"] == {
        "_esm": "/card.js", "view": {"n": 0}, "content": {"units": []}, "text": {"next": "Tiếp tục"},
    }  # fmt: skip
    await house.close()


async def test_a_burst_is_answered_at_once_though_kernels_take_their_time() -> None:
    manager = PretendManager()
    manager.gate.clear()
    house = make_house(manager, hosted=True, cap=40, starting=4)
    pages = [Page(house, f"tab-{n}") for n in range(100)]
    await settle()
    assert sum(page.seat is not None for page in pages) == 96
    manager.gate.set()
    await settle()
    assert all(page.seat is not None for page in pages)
    await house.close()


async def test_lessons_leave_kernels_to_the_pages_that_need_one() -> None:
    house = make_house(PretendManager(), hosted=True, cap=8, kept_back=4, starting=8)
    pages = [Page(house, f"tab-{n}") for n in range(8)]
    await settle()
    assert sum(isinstance(page.seat, KernelSeat) for page in pages) == 4
    await house.close()


async def test_a_lesson_whose_kernel_cannot_be_started_is_hosted_in_the_server() -> None:
    house = make_house(PretendManager(shows="text/markdown"), hosted=True)
    page = Page(house, "tab")
    await settle()
    assert isinstance(page.seat, HostedSeat)
    await house.close()


async def test_one_visitor_may_open_many_pages_without_a_kernel_but_not_any_number() -> None:
    house = make_house(PretendManager(), hosted=True, cap=50, per_visitor=4, hosted_per_visitor=10)
    pages = [Page(house, f"tab-{n}", "one phone") for n in range(20)]
    await settle()
    kinds = [type(page.seat) for page in pages if page.entering.exception() is None]
    assert (kinds.count(KernelSeat), kinds.count(HostedSeat)) == (4, 10)
    pages[-11].leave()
    await settle()
    again = Page(house, "tab-again", "one phone")
    await settle()
    assert again.seat is not None
    await house.close()


async def test_what_a_hosted_card_says_is_heard_in_order_and_answered() -> None:
    house = make_house(PretendManager(), hosted=True, cap=0, kept_back=0)
    page = Page(house, "tab")
    await settle()
    seat = cast(HostedSeat, page.seat)
    for n in range(5):
        seat.say(seat.id, {"kind": "x", "n": n})
    seat.say("0" * 32, {"kind": "another card's"})
    while len(page.frames) < 11:
        await asyncio.sleep(0.001)
    said = [frame["content"]["n"] for frame in page.frames if frame["type"] == "custom"]
    views = [frame["state"] for frame in page.frames if frame["type"] == "update"]
    assert said == [0, 1, 2, 3, 4]
    assert views == [{"view": {"n": n}} for n in range(1, 6)]
    await house.close()


async def test_a_page_that_comes_back_finds_its_hosted_conversation_as_it_was() -> None:
    house = make_house(PretendManager(), hosted=True, cap=0, grace_s=3600.0)
    page = Page(house, "tab")
    await settle()
    seat = cast(HostedSeat, page.seat)
    seat.say(seat.id, {"kind": "x", "n": 1})
    while len(page.frames) < 3:
        await asyncio.sleep(0.001)
    page.leave()
    again = Page(house, "tab")
    await settle()
    assert again.seat is seat
    assert again.frames[0]["widgets"][0]["state"]["view"] == {"n": 1}
    await house.close()


async def test_a_conversation_that_fails_costs_its_own_page_only(caplog: pytest.LogCaptureFixture) -> None:
    house = make_house(PretendManager(), hosted=True, cap=0)
    page, other = Page(house, "tab"), Page(house, "other")
    await settle()
    seat = cast(HostedSeat, page.seat)
    seat.say(seat.id, {"kind": "fail"})
    while not page.was_sent_away:
        await asyncio.sleep(0.001)
    assert "failed" in caplog.text
    assert not other.was_sent_away
    again = Page(house, "tab")
    await settle()
    assert again.seat is not None
    assert again.seat is not seat
    await house.close()


async def test_a_page_that_floods_its_conversation_loses_it() -> None:
    house = make_house(PretendManager(), hosted=True, cap=0)
    page = Page(house, "tab")
    await settle()
    seat = cast(HostedSeat, page.seat)
    for n in range(100):
        seat.say(seat.id, {"kind": "x", "n": n})
    assert page.was_sent_away
    await house.close()


async def test_a_conversation_that_waits_for_the_log_holds_up_nobody_else() -> None:
    lock = threading.Event()

    class Waiting(PretendConversation):
        def handle(self, raw: Any) -> list[dict[str, Any]]:
            if raw["n"] == 1:
                lock.wait(20)
            return super().handle(raw)

    house = make_house(PretendManager(), hosted=True, cap=0, opens=Waiting)
    page, other = Page(house, "tab"), Page(house, "other")
    await settle()
    waiting, free = cast(HostedSeat, page.seat), cast(HostedSeat, other.seat)
    waiting.say(waiting.id, {"kind": "x", "n": 1})
    free.say(free.id, {"kind": "x", "n": 2})
    while len(other.frames) < 3:
        await asyncio.sleep(0.001)
    assert len(page.frames) == 1
    lock.set()
    while len(page.frames) < 3:
        await asyncio.sleep(0.001)
    await house.close()
