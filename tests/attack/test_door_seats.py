"""One address, any number of cookies: what it can take of the seats, with kernels that only pretend."""

from neuguong.server.hosting import HostedSeat
from neuguong.server.house import House
from neuguong.server.kernels import KernelSeat

from tests.server.test_house import Page, PretendManager, make_house, settle

ATTACKER, HALL, TRAINER = "192.0.2.1", "192.0.2.2", "192.0.2.3"


def arrive(house: House, address: str, count: int, name: str = "tab") -> list[Page]:
    """So many browsers, each with a fresh cookie."""
    return [Page(house, f"{address}-{name}-{n}", address=address) for n in range(count)]


def seated(pages: list[Page]) -> int:
    return sum(page.seat is not None and not page.seat.closed for page in pages)


async def test_an_address_that_opens_all_pages_there_may_be_keeps_nobody_else_out() -> None:
    house = make_house(PretendManager(), hosted=True, cap=0, most_hosted=100)
    flood = arrive(house, ATTACKER, 120)
    await settle()
    assert seated(flood) == 100
    hall = arrive(house, HALL, 40)
    await settle()
    assert seated(hall) == 40
    assert seated(flood) == 60
    assert house.hosted == 100
    again = arrive(house, ATTACKER, 40, "again")  # whoever was sent away comes back at once
    await settle()
    assert seated(hall) == 40
    assert seated(again) == 0
    await house.close()


async def test_a_hall_behind_one_router_fills_all_pages_there_are_and_shares_with_who_comes_from_elsewhere() -> None:
    house = make_house(PretendManager(), hosted=True, cap=0, most_hosted=60)
    hall = arrive(house, HALL, 60)
    await settle()
    assert seated(hall) == 60
    others = arrive(house, TRAINER, 1)
    await settle()
    assert (seated(hall), seated(others)) == (59, 1)
    await house.close()


async def test_a_page_that_needs_a_kernel_takes_it_from_a_lesson_which_goes_on_without() -> None:
    house = make_house(PretendManager(), hosted=True, cap=1, kept_back=0)
    lesson = Page(house, "tab", address=ATTACKER)
    await settle()
    assert isinstance(lesson.seat, KernelSeat)
    trainer = Page(house, "trainer", address=TRAINER, slug="huong-dan")
    await settle()
    assert isinstance(trainer.seat, KernelSeat)
    assert lesson.was_sent_away
    again = Page(house, "tab", address=ATTACKER)
    await settle()
    assert isinstance(again.seat, HostedSeat)
    assert not trainer.was_sent_away
    await house.close()


async def test_fresh_cookies_of_one_address_hold_no_kernel_that_others_wait_for() -> None:
    """The found attack: 45 cookies, 40 kernels, here of pages that cannot do without one."""
    house = make_house(PretendManager(), cap=40)
    flood = arrive(house, ATTACKER, 45)
    for _ in range(12):  # kernels are started four at a time
        await settle()
    assert (seated(flood), house.waiting) == (40, 5)
    others = arrive(house, HALL, 30)
    for _ in range(12):  # kernels are started four at a time
        await settle()
    assert (seated(flood), seated(others)) == (20, 20)
    assert not any(page.was_sent_away for page in others)
    await house.close()


async def test_those_who_wait_behind_one_router_wait_in_the_order_they_came() -> None:
    house = make_house(PretendManager(), cap=3)
    hall = arrive(house, HALL, 6)
    await settle()
    assert [page.places for page in hall] == [[]] * 3 + [[1], [2], [3]]
    assert not any(page.was_sent_away for page in hall)
    await house.close()


async def test_a_tab_id_without_the_cookie_is_another_tab() -> None:
    house = make_house(PretendManager(), cap=4)
    mine = Page(house, "tab", "mine")
    await settle()
    thief = Page(house, "tab", "thief")
    await settle()
    assert thief.seat is not mine.seat
    assert not mine.was_sent_away
    thief.leave()
    again = Page(house, "tab", "mine")
    await settle()
    assert again.seat is mine.seat
    await house.close()
