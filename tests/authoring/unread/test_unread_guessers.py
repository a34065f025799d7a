"""Guessers that see only the options."""

import pytest
from neuguong.authoring.unread import build_unread_report, render_unread_report
from neuguong.authoring.unread.guessers import GUESSERS, Tried, pick, try_guesser
from neuguong.authoring.unread.habits import items_by_kind, try_habits
from neuguong.items import Choice, Interaction, Item, Norm, Pack, Requirement, Scenario, Status, Target, Topic
from neuguong.scoring.matching import Matching
from neuguong.scoring.multiple_response import MultipleResponse
from neuguong.scoring.ranking import Ranking
from neuguong.scoring.single_choice import SingleChoice

OPTIONS = ("Gọi thợ", "Gọi thợ đến xem máy", "Gọi thợ đến xem máy rồi hẹn ngày", "Chờ")


def tried(options: tuple[str, ...], *, keys: set[int], taught: str = "") -> Tried:
    return Tried("mot-1", "mot", options, frozenset(keys), taught)


@pytest.mark.parametrize(
    ("name", "options", "position"),
    [
        ("longest", OPTIONS, 2),
        ("shortest", OPTIONS, 3),
        ("first", OPTIONS, 0),
        ("last", OPTIONS, 3),
        ("most-hedged", ("Ký", "Có thể ký", "Chờ"), 1),
        ("fewest-absolutes", ("Luôn luôn ký", "Tuyệt đối chờ", "Họp"), 2),
        ("most-typical", ("Gọi thợ đến", "Gọi thợ", "Chờ thợ"), 1),  # means: (2/3+1/4)/2, (2/3+1/3)/2, (1/4+1/3)/2
        ("least-typical", ("Gọi thợ đến", "Gọi thợ", "Chờ thợ"), 2),
        ("least-virtuous", ("Ký, giải thích rõ", "Lắng nghe bà con, giải thích rõ", "Chờ"), 2),
        ("good-tone", ("Giấu sổ đi", "Ký", "Chịu trách nhiệm với xã"), 2),
        ("names-a-day", ("Ký", "Ký trước thứ Sáu", "Chờ"), 1),
        ("names-no-day", ("Ký sáng mai", "Ký trước thứ Sáu", "Chờ"), 2),
        ("office-order", ("Báo xã", "Họp tổ", "Hỏi chị Mỷ"), 2),
        ("most-virtuous", ("Ký", "Lắng nghe bà con, giải thích rõ", "Chờ"), 1),
    ],
)
def test_each_guesser_picks_by_its_own_rule(name: str, options: tuple[str, ...], position: int) -> None:
    assert pick(GUESSERS[name][1], tried(options, keys={0})) == position


def test_the_guesser_of_taught_words_knows_the_requirement_and_ignores_small_words() -> None:
    item = tried(("Chờ và xem", "Gắn lộ trình với người", "Ký"), keys={0}, taught="giao việc gắn với lộ trình và xem")
    assert pick(GUESSERS["taught-words"][1], item) == 1  # gắn, lộ, trình; the first shares only "xem"


def test_a_guesser_passes_over_an_item_whose_options_look_the_same_to_it() -> None:
    assert pick(GUESSERS["most-hedged"][1], tried(OPTIONS, keys={0})) is None


def test_ties_are_broken_without_regard_to_position() -> None:
    guesser = GUESSERS["longest"][1]
    one, two = tried(("Ký ngay", "Gọi thợ", "Chờ"), keys={0}), tried(("Gọi thợ", "Chờ", "Ký ngay"), keys={0})
    first, second = pick(guesser, one), pick(guesser, two)
    assert first is not None
    assert second is not None
    assert one.options[first] == two.options[second]


def test_thirteen_hits_of_thirty_are_above_chance_and_twelve_are_not() -> None:
    def result(hits: int) -> dict[str, object]:
        items = [tried(OPTIONS, keys={2})] * hits + [tried(OPTIONS, keys={0})] * (30 - hits)
        return try_guesser("longest", items)

    assert result(13)["above_chance"] is True
    assert result(13)["expected"] == 7.5
    assert result(12)["above_chance"] is False


def test_a_hit_on_one_of_several_keys_counts_at_the_chance_of_keys_by_options() -> None:
    result = try_guesser("longest", [tried(OPTIONS, keys={2, 0})])
    assert (result["hits"], result["expected"], result["p"]) == (1, 0.5, 0.5)


def test_no_items_are_no_verdict() -> None:
    assert try_guesser("longest", [])["p"] == 1.0


def pack_with(*items: Item) -> Pack:
    norm = Norm("n", None, "Văn bản", "Nơi", None, "unknown", None, None, "seen", "Văn bản", "")
    requirement = Requirement(
        "A2", "requirement", "heads", "mot", "Không đẩy", "Tự giải quyết.", ("không đẩy",), "n", 1, None, "seen", None
    )
    live = Scenario("mot", 1, "mot", Status.LIVE, "Một", "commune", "…", items)
    draft = Scenario("hai", 1, "mot", Status.DRAFT, "Hai", "commune", "…", items[:1])
    topics = {"mot": Topic("mot", "Một", False)}
    return Pack(
        identifier="p",
        title="P",
        subtitle="P",
        source="n",
        about="",
        notebooks=None,
        revision="0",
        topics=topics,
        norms={"n": norm},
        requirements={"A2": requirement},
        scenarios={"mot": live, "hai": draft},
        lessons={},
    )


def item(identifier: str, interaction: Interaction) -> Item:
    choices = tuple(Choice(chr(97 + n), text, "", ("A2",)) for n, text in enumerate(OPTIONS))
    return Item(identifier, 1, interaction, "?", choices, ("A2",), "s", "")


def test_the_report_tries_live_single_choice_items_whole_and_by_topic_and_the_others_by_kind() -> None:
    report = build_unread_report(
        pack_with(
            item("mot-1", SingleChoice("c")),
            item("mot-2", MultipleResponse(frozenset("cd"))),
            item("mot-3", Ranking(("a", "b", "c", "d"))),
        )
    )
    assert report["items"] == 1
    groups = report["groups"]
    assert isinstance(groups, list)
    assert [group["group"] for group in groups] == ["cả ngân hàng", "mot"]
    longest = groups[0]["guessers"][0]
    assert (longest["hit_items"], longest["expected"], longest["p"]) == (["mot-1"], 0.25, 0.25)
    kinds = report["kinds"]
    assert isinstance(kinds, list)
    assert [(kind["kind"], kind["items"]) for kind in kinds] == [("multiple_response", 1), ("ranking", 1)]


def test_a_habit_is_scored_above_chance_and_compared_with_every_order_of_the_options() -> None:
    in_written_order = item("mot-3", Ranking(("a", "b", "c", "d")))
    results = {one["guesser"]: one for one in try_habits(items_by_kind(pack_with(in_written_order))["ranking"])}
    first, last = results["first"], results["last"]
    assert (first["score"], first["hit_items"]) == (1.0, ["mot-3"])
    assert first["p"] == pytest.approx(1 / 24, abs=0.02)  # one order of 24 is as good
    assert isinstance(last["score"], float)
    assert last["score"] < 0  # the reverse: 4 of 12, chance 7
    assert last["p"] == 1.0  # none is worse


def test_three_items_in_written_order_are_above_chance_and_told() -> None:
    items = (item(f"mot-{n}", Ranking(("a", "b", "c", "d"))) for n in range(3))
    text = render_unread_report(build_unread_report(pack_with(*items)))
    assert "Xếp thứ tự (3 câu)" in text
    assert "Các câu bị “phương án viết đầu” đoán trúng:\n    mot-0" in text
    assert "chưa đạt" in text


def test_options_are_put_to_the_target_that_shares_their_words() -> None:
    targets = (Target("x", "Thợ"), Target("y", "Chờ đợi"))
    sorted_ = item("mot-4", Matching(targets, {"a": "x", "b": "x", "c": "x", "d": "y"}))
    results = {one["guesser"]: one for one in try_habits(items_by_kind(pack_with(sorted_))["matching"])}
    assert results["shared-words"]["score"] == 1.0


def test_the_text_names_the_items_behind_a_guesser_above_chance() -> None:
    report = build_unread_report(pack_with(*(item(f"mot-{n}", SingleChoice("c")) for n in range(1, 4))))
    text = render_unread_report(report)
    assert report["passed"] is False  # longest hits 3 of 3: p = 1/64
    assert "VƯỢT" in text
    assert "    mot-3" in text
    assert "chưa đạt" in text
