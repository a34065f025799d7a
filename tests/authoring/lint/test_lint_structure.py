"""Rules about the options as a set."""

import pytest
from lint_drafts import OPTIONS, rules


@pytest.mark.parametrize(
    "options", [OPTIONS[:2], (*OPTIONS, "Nhờ đoàn thanh niên ra giúp", "Xin lỗi rồi đóng cửa quầy")]
)
def test_two_or_six_options_of_a_single_choice_are_found(options: tuple[str, ...]) -> None:
    assert "option-count" in rules(options=options)


def test_three_options_are_enough() -> None:
    assert "option-count" not in rules(options=OPTIONS[:3])


def test_six_options_of_a_multiple_response_are_allowed() -> None:
    options = (*OPTIONS, "Nhờ đoàn thanh niên ra giúp", "Xin lỗi rồi đóng cửa quầy")
    assert rules(options=options, interaction="multiple_response", correct_response=["a", "e"]) == set()


@pytest.mark.parametrize("key", [None, [], ["a", "b"], "z"])
def test_a_single_choice_without_exactly_one_key_is_found(key: object) -> None:
    assert "key-count" in rules(correct_response=key)


def test_a_multiple_response_whose_every_option_is_keyed_is_found() -> None:
    assert "key-count" in rules(interaction="multiple_response", correct_response=["a", "b", "c", "d"])


def test_two_keys_of_a_multiple_response_are_allowed() -> None:
    assert "key-count" not in rules(interaction="multiple_response", correct_response=["a", "b"])


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Chờ phó chủ tịch về cho ý kiến.", "Chờ phó chủ tịch về cho ý kiến"),
        ("Gọi thợ và hẹn ngày", "Hẹn ngày và gọi thợ"),
        ("Gọi thợ đến chữa", "Gọi thợ đến chữa ngay buổi sáng"),
        ("Hẹn trả trong 3 đến 5 ngày", "Hẹn trả trong 5 đến 7 ngày"),
        ("Báo cáo ngay với lãnh đạo phụ trách", "Báo cáo với cấp trên phụ trách ngay"),
    ],
)
def test_equal_nested_and_overlapping_options_are_found(one: str, two: str) -> None:
    assert "duplicate-options" in rules(options=(*OPTIONS[:2], one, two))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Ký hồ sơ của bốn hộ", "Không ký hồ sơ của bốn hộ"),
        ("Phòng A soạn, phòng B đưa đến các bản", "Phòng B soạn, phòng A đưa đến các bản"),
        ("Giao anh Páo xuống xem máy hôm nay", "Giao chị Hiên xuống xem máy hôm nay"),
        ("Hẹn trả trong 3 đến 4 ngày", "Hẹn trả trong 5 đến 7 ngày"),
    ],
)
def test_opposites_exchanged_roles_and_other_people_are_other_options(one: str, two: str) -> None:
    assert "duplicate-options" not in rules(options=(*OPTIONS[:2], one, two))


@pytest.mark.parametrize(
    "option",
    [
        "Chị Mai nên đóng cửa quầy chờ thợ",
        "Tinh thần trách nhiệm của cán bộ",
        "Hay là đóng cửa quầy chờ thợ?",
        "Vì máy hỏng từ tối qua",
    ],
)
def test_an_option_of_another_grammatical_shape_is_found(option: str) -> None:
    assert "not-parallel" in rules(options=(*OPTIONS[:3], option))


def test_an_option_more_than_three_times_as_long_is_found() -> None:
    assert "not-parallel" in rules(options=("Nhận giấy", "Gọi thợ đến chữa máy rồi mới tiếp bà con", *OPTIONS[2:]))


def test_options_that_all_have_a_subject_are_parallel() -> None:
    options = ("Chị Mai nhận giấy, viết phiếu hẹn", "Anh Páo gọi thợ đến chữa", "Chủ tịch xã xuống tiếp dân")
    assert "not-parallel" not in rules(options=options)


def test_a_verb_that_begins_with_an_adverb_is_parallel_to_plain_verbs() -> None:
    assert "not-parallel" not in rules(options=(*OPTIONS[:3], "Tạm đóng cửa quầy chờ thợ"))


def test_a_compound_of_the_stem_in_the_key_only_is_found() -> None:
    options = (
        "Nhận giấy xin tách thửa, viết phiếu hẹn",
        "Mời họ sang tuần quay lại",
        "Gọi thợ đến chữa rồi tiếp",
        "Chờ phó chủ tịch về",
    )
    assert "clang" in rules(options=options)


def test_a_compound_of_the_stem_that_wrong_options_share_tells_nothing() -> None:
    options = (
        "Nhận giấy tách thửa, viết phiếu hẹn",
        "Trả giấy tách thửa, mời quay lại",
        "Gọi thợ chữa máy tính rồi tiếp",
    )
    assert "clang" not in rules(options=options)


def test_an_act_may_take_up_two_expressions_of_a_long_case_alone_and_not_three() -> None:
    case = (
        "Bốn hộ đến xin tách thửa, mang phiếu hẹn và sổ hộ khẩu. Chị Mai trực một mình ở quầy, máy tính hỏng từ tối "
        "qua, ngoài trời đang mưa to và đường về rất xa."
    )
    others = ("Mời họ sang tuần quay lại", "Nhắn thợ đến chữa rồi tiếp", "Chờ phó chủ tịch về")
    assert "clang" not in rules(stimulus=case, options=("Xin tách thửa ngay, viết phiếu hẹn", *others))
    assert "clang" in rules(stimulus=case, options=("Xin tách thửa, ghi phiếu hẹn, xem sổ hộ khẩu", *others))


def test_a_name_from_the_stem_in_the_key_only_tells_nothing() -> None:
    options = ("Sang bản Nà Pha nhận giấy", "Hẹn họ tuần sau đến", "Gọi thợ đến sửa")
    assert "clang" not in rules(options=options)
