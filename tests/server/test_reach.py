"""How phones reach this machine while hotspots go off and on, and a trainer chooses."""

from pathlib import Path

import pytest
from neuguong.server.networks import Network
from neuguong.server.reach import LOOK_AGAIN_S, Reach
from neuguong.server.served_names import ServedNames

HOTSPOT = Network("wlp2s0", "10.42.0.1")
OFFICE = Network("enp3s0", "10.30.4.5", 22, is_default=True)
DOCKER = Network("docker0", "172.17.0.1", 16)


class Laptop:
    """A machine whose networks and whose clock are moved by hand."""

    def __init__(self, *networks: Network) -> None:
        self.networks, self.time, self.looks = list(networks), 100.0, 0

    def read(self) -> list[Network]:
        self.looks += 1
        return list(self.networks)

    def now(self) -> float:
        return self.time

    def change(self, *networks: Network) -> None:
        """Other networks, and time enough for that to be seen."""
        self.networks = list(networks)
        self.time += LOOK_AGAIN_S


@pytest.fixture
def laptop() -> Laptop:
    return Laptop(DOCKER, OFFICE)


def make_reach(laptop: Laptop, home: Path, *, is_open: bool = True) -> Reach:
    reach = Reach(home, is_open=is_open, read=laptop.read, now=laptop.now)
    reach.port = 8866
    return reach


def arrived(reach: Reach) -> set[str]:
    return {one.reachable.address for one in reach.find_addresses() if one.arrived}


def test_phones_are_told_the_best_address_and_it_follows_a_hotspot_that_goes_on_and_off(
    laptop: Laptop, tmp_path: Path
) -> None:
    reach = make_reach(laptop, tmp_path)
    assert reach.find_url("/vao") == "http://10.30.4.5:8866/vao"
    laptop.change(DOCKER, OFFICE, HOTSPOT)
    assert reach.find_url("/vao/ABC234") == "http://10.42.0.1:8866/vao/ABC234"
    laptop.change(DOCKER, OFFICE)
    assert reach.find_url("/vao") == "http://10.30.4.5:8866/vao"


def test_the_system_is_asked_once_in_two_seconds(laptop: Laptop, tmp_path: Path) -> None:
    reach = make_reach(laptop, tmp_path)
    for _ in range(50):
        reach.find_addresses()
        reach.note("10.30.4.99", "10.30.4.5")
    assert laptop.looks == 1


def test_the_usual_port_need_not_be_typed(laptop: Laptop, tmp_path: Path) -> None:
    reach = make_reach(laptop, tmp_path)
    reach.port = 80
    assert reach.find_url("/vao") == "http://10.30.4.5/vao"
    reach.port = 0
    assert reach.find_url("/vao") is None


def test_phones_are_told_nothing_where_they_cannot_be(laptop: Laptop, tmp_path: Path) -> None:
    laptop.networks = [DOCKER, Network("eth0", "169.254.1.2", 16)]
    reach = make_reach(laptop, tmp_path)
    assert [one.chosen for one in reach.find_addresses()] == [False, False]
    assert reach.find_url("/vao") is None


def test_a_server_for_this_machine_alone_has_no_address_for_phones(laptop: Laptop, tmp_path: Path) -> None:
    reach = make_reach(laptop, tmp_path, is_open=False)
    assert reach.find_addresses() == []
    assert reach.find_url("/vao") is None


def test_the_trainers_choice_is_remembered_as_long_as_the_machine_has_that_address(
    laptop: Laptop, tmp_path: Path
) -> None:
    assert make_reach(laptop, tmp_path).choose("172.17.0.1")
    again = make_reach(laptop, tmp_path)
    assert again.find_url("/") == "http://172.17.0.1:8866/"
    laptop.change(OFFICE)
    assert again.find_url("/") == "http://10.30.4.5:8866/"
    laptop.change(OFFICE, DOCKER)
    assert again.find_url("/") == "http://172.17.0.1:8866/"
    assert again.choose(None)
    assert make_reach(laptop, tmp_path).find_url("/") == "http://10.30.4.5:8866/"


def test_an_address_the_machine_does_not_have_cannot_be_chosen(laptop: Laptop, tmp_path: Path) -> None:
    reach = make_reach(laptop, tmp_path)
    assert not reach.choose("8.8.8.8")
    assert not reach.choose("")
    assert list(tmp_path.iterdir()) == []


def test_a_choice_that_the_disk_refuses_holds_until_the_end(
    laptop: Laptop, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home = tmp_path / "file"
    reach = make_reach(laptop, home)
    home.write_text("no folder", encoding="utf-8")
    assert reach.choose("172.17.0.1")
    assert reach.find_url("/") == "http://172.17.0.1:8866/"
    assert "not kept" in caplog.text


def test_the_light_is_green_once_a_phone_has_come_in_at_that_address(laptop: Laptop, tmp_path: Path) -> None:
    reach = make_reach(laptop, tmp_path)
    reach.note("127.0.0.1", "127.0.0.1")
    reach.note("::1", "::1")
    reach.note("10.30.4.5", "10.30.4.5")  # this machine's own browser, at its address in the network
    reach.note("172.17.0.1", "10.30.4.5")
    reach.note("fe80::1%eth0", "fe80::2%eth0")
    assert arrived(reach) == set()
    reach.note("::ffff:10.30.4.99", "::ffff:10.30.4.5")
    assert arrived(reach) == {"10.30.4.5"}


def test_who_was_on_a_hotspot_before_it_went_off_has_to_come_again(laptop: Laptop, tmp_path: Path) -> None:
    laptop.networks = [OFFICE, HOTSPOT]
    reach = make_reach(laptop, tmp_path)
    reach.note("10.42.0.9", "10.42.0.1")
    assert arrived(reach) == {"10.42.0.1"}
    laptop.change(OFFICE)
    assert arrived(reach) == set()
    laptop.change(OFFICE, HOTSPOT)
    assert arrived(reach) == set()


def test_a_hotspot_that_comes_up_is_answered_under_its_address_without_a_restart() -> None:
    laptop, has = Laptop(), {"10.30.4.5"}
    names = ServedNames(read=lambda: set(has), now=laptop.now)
    assert names.admits("10.30.4.5:8866")
    assert not names.admits("10.42.0.1:8866")
    has.add("10.42.0.1")
    laptop.time += LOOK_AGAIN_S
    assert names.admits("10.42.0.1:8866")
    assert not names.admits("evil.example")
