"""How places are given out, with kernels that only pretend: every order of events can be made to happen."""

import asyncio
import itertools
from typing import Any, cast

import pytest
from jupyter_client.multikernelmanager import AsyncMultiKernelManager
from nbformat.v4 import new_code_cell, new_notebook
from neuguong.errors import AdmissionError
from neuguong.server.admission import ArrivalLimit, Client, Limits
from neuguong.server.execution import WIDGET_VIEW, CellError, execute_notebook
from neuguong.server.kernels import KernelHouse
from neuguong.server.seats import Gone, Seat


class PretendClient:
    """Publishes a welcome and, for each cell, what `shows` says, then that it is idle."""

    def __init__(self, shows: str = WIDGET_VIEW, *, silent: bool = False) -> None:
        self._shows = shows
        self._silent = silent
        self._published: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._numbers = itertools.count()

    def start_channels(self, **_: bool) -> None:
        self._publish("iopub_welcome", "", {})

    def stop_channels(self) -> None: ...

    def execute(self, source: str, **_: bool) -> str:
        asked = f"cell-{next(self._numbers)}"
        if self._silent:
            return asked
        self._publish("display_data", asked, {"data": {self._shows: {"model_id": "m"}}})
        self._publish("status", asked, {"execution_state": "idle"})
        return asked

    async def get_iopub_msg(self, timeout: float | None = None) -> dict[str, Any]:
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

    def client(self) -> PretendClient:
        return PretendClient(self._shows, silent=self.silent)

    async def is_alive(self, name: str) -> bool:
        await asyncio.sleep(0)
        if self.fault is not None:
            raise self.fault
        return name in self.alive

    async def shutdown_kernel(self, name: str, now: bool) -> None:
        self.alive.discard(name)


def make_house(manager: PretendManager, pooled: tuple[str, ...] = (), **limits: Any) -> KernelHouse:
    notebook = new_notebook(cells=[new_code_cell("show()")])  # type: ignore[no-untyped-call]
    plain = cast(AsyncMultiKernelManager, manager)
    chosen = Limits(**{"cap": 2, "grace_s": 0.0, "settled_s": 0.0, **limits})
    return KernelHouse(plain, {"bai": notebook}, environment={}, limits=chosen, pooled=pooled)


class Page:
    """A page that asks for a kernel and sits on it as soon as it gets one, as the channel does."""

    def __init__(self, house: KernelHouse, tab: str, visitor: str | None = None, *, address: str | None = None) -> None:
        self.house = house
        self.places: list[int] = []
        self.seat: Seat | None = None
        self.was_sent_away = False
        self.entering = asyncio.ensure_future(self._enter(tab, Client(visitor or tab, address)))

    async def _enter(self, tab: str, client: Client) -> None:
        seat = await self.house.acquire("bai", tab=tab, client=client, tell=self.places.append)
        assert not seat.closed
        self.seat = seat
        self.house.attach(seat, self._listen, self._gone)

    def leave(self) -> None:
        self.entering.cancel()
        if self.seat is not None:
            self.house.detach(self.seat, self._listen)

    def _listen(self, kind: str, content: dict[str, Any]) -> None: ...

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
    limit = ArrivalLimit(burst=3, per_second=1)
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
    [("127.0.0.1", None), ("::1", None), ("192.168.1.7", "192.168.1.7"), ("fe80::1%eth0", "fe80::1%eth0")],
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
    client = PretendClient(shows="text/markdown")
    client.start_channels()
    with pytest.raises(CellError, match="no widget"):
        await execute_notebook(new_notebook(cells=[new_code_cell("page.show()")]), client)  # type: ignore[no-untyped-call]
