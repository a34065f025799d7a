"""Rules about words that give the key away or say nothing."""

import pytest
from lint_drafts import OPTIONS, rules


@pytest.mark.parametrize(
    "option", ["Tất cả các phương án trên", "Không có phương án nào đúng", "Cả A, B và C", "Cả hai cách trên đều được"]
)
def test_an_option_about_the_other_options_is_found(option: str) -> None:
    assert "all-or-none" in rules(options=(*OPTIONS[:3], option))


@pytest.mark.parametrize(
    "option", ["Mời tất cả các hộ sang tuần sau", "Dán cả hai phương án lên bảng tin", "Báo cả anh Páo và chị Hiên"]
)
def test_all_and_both_in_the_work_itself_are_allowed(option: str) -> None:
    assert "all-or-none" not in rules(options=(*OPTIONS[:3], option))


@pytest.mark.parametrize(
    "option", ["Tuyệt đối không nhận hồ sơ lúc này", "Luôn luôn chờ máy chạy lại", "Chỉ tiếp người đến đầu tiên"]
)
def test_an_absolute_in_a_wrong_option_only_is_found(option: str) -> None:
    assert "absolute-distractor" in rules(options=(*OPTIONS[:3], option))


def test_absolutes_on_both_sides_tell_nothing() -> None:
    assert "absolute-distractor" not in rules(
        options=("Nhận tất cả giấy, viết phiếu hẹn", *OPTIONS[1:3], "Chỉ tiếp người đến đầu tiên")
    )


@pytest.mark.parametrize(
    "option", ["Xin ý kiến chỉ đạo của phó chủ tịch", "Hỏi địa chỉ thợ rồi gọi đến", "Gọi thợ chữa luôn trong buổi"]
)
def test_words_that_only_look_like_absolutes_are_allowed(option: str) -> None:
    assert "absolute-distractor" not in rules(options=(*OPTIONS[:3], option))


@pytest.mark.parametrize(
    "key", ["Có thể nhận giấy, viết phiếu hẹn", "Nhìn chung nên nhận giấy, hẹn ngày", "Tùy từng hộ mà hẹn ngày"]
)
def test_a_hedge_in_the_key_only_is_found(key: str) -> None:
    assert "hedged-key" in rules(options=(key, *OPTIONS[1:]))


def test_a_hedge_in_a_wrong_option_too_tells_nothing() -> None:
    assert "hedged-key" not in rules(options=("Có thể nhận giấy, hẹn ngày", "Có thể mời họ sang tuần", *OPTIONS[2:]))


@pytest.mark.parametrize(
    "key",
    ["Nhận giấy như ngày thường, hẹn tay", "Báo thường trực, nhận giấy, hẹn tay", "Không thể chờ thì nhận, hẹn tay"],
)
def test_words_that_only_look_like_hedges_are_allowed(key: str) -> None:
    assert "hedged-key" not in rules(options=(key, *OPTIONS[1:]))


def test_options_told_apart_by_vague_amounts_are_found() -> None:
    options = ("Họp dân nhiều lần", "Họp dân một số lần", "Họp dân thỉnh thoảng", "Họp dân khá đều")
    assert "vague-quantity" in rules(options=options)


def test_a_vague_word_in_an_option_that_differs_by_the_work_is_allowed() -> None:
    assert "vague-quantity" not in rules(options=(*OPTIONS[:3], "Chờ phó chủ tịch đang có nhiều việc"))


def test_amounts_in_numbers_are_allowed() -> None:
    assert "vague-quantity" not in rules(options=("Họp dân một lần", "Họp dân hai lần", "Họp dân ba lần"))


def test_one_misdeed_among_virtues_is_found() -> None:
    options = (
        "Quát mắng người dân đến hỏi",
        "Lắng nghe bà con trình bày",
        "Giải thích tận tình cho dân",
        "Công khai lịch tiếp dân",
    )
    assert "odd-one-out" in rules(prompt="Việc nào KHÔNG phù hợp với cán bộ một cửa?", options=options)


def test_one_virtue_among_misdeeds_is_found() -> None:
    options = (
        "Lắng nghe bà con trình bày",
        "Quát mắng người đến muộn",
        "Vòi vĩnh tiền của dân",
        "Đùn đẩy hồ sơ sang phòng khác",
    )
    assert "odd-one-out" in rules(prompt="Việc nào thể hiện tinh thần trách nhiệm?", options=options)


def test_a_denied_misdeed_among_virtues_is_no_odd_one_out() -> None:
    options = (
        "Nhận việc, không né tránh",
        "Lắng nghe rồi hẹn ngày",
        "Giải thích rồi hẹn ngày",
        "Hướng dẫn rồi hẹn ngày",
    )
    assert "odd-one-out" not in rules(prompt="Việc nào phù hợp nhất?", options=options)
