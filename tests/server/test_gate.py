"""The key that opens the trainer's gate once, for the browser on this machine."""

from pathlib import Path

import pytest
from neuguong.home.passphrase import renew_passphrase
from neuguong.server.gate import ONCE_S, Gate

HERE = "127.0.0.1"


class Clock:
    def __init__(self) -> None:
        self.time = 50.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gate(tmp_path: Path, clock: Clock) -> Gate:
    return Gate(tmp_path, b"secret", now=clock)


@pytest.mark.parametrize("address", [HERE, "::1", "::ffff:127.0.0.1"])
def test_a_key_opens_once(gate: Gate, address: str) -> None:
    key = gate.make_once()
    assert gate.open_once(key, address=address)
    assert not gate.open_once(key, address=address)


@pytest.mark.parametrize("address", ["192.168.1.9", "::ffff:192.168.1.9", "fe80::1", "", "localhost"])
def test_from_another_machine_it_opens_nothing_and_is_not_used_up(gate: Gate, address: str) -> None:
    key = gate.make_once()
    assert not gate.open_once(key, address=address)
    assert gate.open_once(key, address=HERE)


def test_it_waits_five_minutes(gate: Gate, clock: Clock) -> None:
    first, second = gate.make_once(), gate.make_once()
    clock.time += ONCE_S - 1
    assert gate.open_once(first, address=HERE)
    clock.time += 1
    assert not gate.open_once(second, address=HERE)


def test_it_ends_with_the_phrase_and_when_all_are_sent_out(gate: Gate, tmp_path: Path) -> None:
    key = gate.make_once()
    renew_passphrase(tmp_path)
    assert not gate.open_once(key, address=HERE)
    key = gate.make_once()
    gate.send_all_out()
    assert not gate.open_once(key, address=HERE)


@pytest.mark.parametrize("key", ["", "x", "\udcff", "A" * 43])
def test_another_key_opens_nothing(gate: Gate, key: str) -> None:
    gate.make_once()
    assert not gate.open_once(key, address=HERE)
