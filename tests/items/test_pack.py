"""What a pack holds back, and how long its parts take."""

from dataclasses import replace

from neuguong.items import Status, estimate_minutes

from tests.samples import make_pack


def test_only_live_situations_that_nobody_has_signed_are_held_back() -> None:
    pack = make_pack()
    first = pack.scenarios["mot"]
    scenarios = {
        "ky": replace(first, signed=True),
        "chua-ky": first,
        "thoi": replace(first, status=Status.RETIRED),
        "nhap": replace(first, status=Status.DRAFT),
    }
    held = replace(pack, scenarios=scenarios).only_signed()
    assert {name: scenario.status.value for name, scenario in held.scenarios.items()} == {
        "ky": "live",
        "chua-ky": "draft",
        "thoi": "retired",
        "nhap": "draft",
    }


def test_an_item_takes_a_hundred_seconds() -> None:
    assert [estimate_minutes(items) for items in (0, 6, 7)] == [0, 10, 12]
