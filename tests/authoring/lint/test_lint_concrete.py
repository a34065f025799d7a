"""Options as acts: labels, an odd tone, an odd grain; the case and its people; words of the workshop."""

import pytest
from lint_drafts import draft, findings

CASE = (
    "Sáng thứ Hai, bốn hộ mang giấy đến xin tách thửa. Chị Mai trực một mình ở quầy, máy tính hỏng từ tối qua. "
    "Ông Dần, phó chủ tịch, đi họp trên tỉnh đến chiều. Quy chế cho người trực tự tiếp dân cả khi mất điện; chỉ "
    "việc đo đất mới phải có ông Dần ký. Bốn hộ đều ở xa, chiều có xe về một chuyến."
)
ACTS = (
    "Nhận giấy của bốn hộ rồi viết phiếu hẹn bằng tay.",
    "Gọi ông Dần hỏi cách nhận giấy của bốn hộ.",
    "Nhắn thợ đến chữa máy rồi nhập giấy của bốn hộ.",
    "Mời bốn hộ nghỉ ở phòng chờ đến chiều.",
)


def rules(*options: str, **changes: object) -> set[str]:
    """What is said of the clean item with these options and changes."""
    return {one.rule for one in findings(draft(**{"stimulus": CASE, "options": options or ACTS, **changes}))}


def test_concrete_acts_of_one_tone_and_grain_are_left_in_peace() -> None:
    assert rules() == set()


@pytest.mark.parametrize(
    "label",
    [
        "Đưa ra họp chung.",
        "Giữ nguyên, không đổi gì.",
        "Nói lại với người đã quyết.",
        "Gửi lên cấp trên trực tiếp.",
        "Họp các bên liên quan rồi cùng quyết.",
        "Giải quyết theo đúng quy định và thẩm quyền.",
        "Phát huy tinh thần trách nhiệm của người trực.",
        "Quan tâm đến giấy tờ và xe của bốn hộ.",
        "Giải quyết giấy tờ linh hoạt, hợp tình.",
    ],
)
def test_a_label_is_no_act(label: str) -> None:
    assert "no-act" in rules(*ACTS[:3], label)


@pytest.mark.parametrize(
    "changes",
    [
        {"stimulus": ""},
        {"classifies": True},
        {"prompt": "Theo quy chế, việc đo đất thuộc về ai?"},
        {"prompt": "Nơi nào nhận giấy tách thửa?"},
    ],
)
def test_a_short_option_is_enough_where_there_is_no_case_or_classes_are_asked_for(changes: dict[str, object]) -> None:
    assert "no-act" not in rules(*ACTS[:3], "Đưa ra họp chung.", **changes)


def test_a_short_way_to_speak_of_the_case_is_an_act() -> None:
    assert "no-act" not in rules(*ACTS[:3], "Giữ nguyên giấy của bốn hộ ở quầy.")
    assert "no-act" not in rules(*ACTS[:3], "Chờ ông Dần họp.")


@pytest.mark.parametrize(
    "odd",
    [
        "Mời bốn hộ về và giấu tờ giấy hẹn.",
        "Nói với bốn hộ là do lỗi của thợ chữa máy.",
        "Kể công với ông Dần về bốn tờ giấy ấy.",
        "Lắng nghe bốn hộ ở phòng chờ đến chiều.",
        "Nói cho xong chuyện với bốn hộ ở quầy.",
        "Đùn đẩy bốn hộ sang quầy khác chờ máy.",
    ],
)
def test_one_option_of_another_tone_is_told(odd: str) -> None:
    assert "odd-tone" in rules(*ACTS[:3], odd)


def test_what_is_called_after_a_virtue_is_not_odd() -> None:
    assert "odd-tone" not in rules(*ACTS[:3], "Đọc mục nêu gương cho bốn hộ nghe.")


def test_a_tone_that_several_options_have_is_not_odd() -> None:
    assert "odd-tone" not in rules(
        *ACTS[:2], "Xin lỗi bốn hộ rồi gọi thợ chữa máy.", "Xin lỗi bốn hộ, mời chờ ở phòng."
    )


@pytest.mark.parametrize(
    "ministry", ["Chuyển giấy sang người phụ trách đo đất.", "Kể với bốn hộ, không giấu chuyện máy."]
)
def test_ordinary_words_that_hold_a_telling_one_are_not_odd(ministry: str) -> None:
    assert "odd-tone" not in rules(*ACTS[:3], ministry)


def test_a_day_in_one_option_alone_is_told_and_in_several_is_not() -> None:
    assert "odd-grain" in rules(*ACTS[:3], "Mời bốn hộ quay lại vào sáng mai.")
    assert "odd-grain" not in rules(
        *ACTS[:2], "Nhắn thợ đến chữa máy trong sáng nay.", "Mời bốn hộ quay lại vào sáng mai."
    )


@pytest.mark.parametrize(
    "when", ["Gọi thợ sau phiên chợ của bản.", "Gọi thợ trước khi xe về.", "Gọi thợ ngay để kịp xe về."]
)
def test_a_day_beside_other_words_of_when_is_not_odd(when: str) -> None:
    assert "odd-grain" not in rules(*ACTS[:2], when, "Mời bốn hộ quay lại vào sáng mai.")


def test_a_day_beside_no_time_that_can_be_told_is_odd() -> None:
    vague = "Nhắn thợ đến chữa máy lúc nào tiện."
    assert "odd-grain" in rules(*ACTS[:2], vague, "Mời bốn hộ quay lại vào sáng mai.")


def test_a_clock_hour_needs_words_of_when_in_half_of_the_others() -> None:
    exact, when = "Mời bốn hộ quay lại lúc tám giờ.", "Gọi thợ trước khi xe về."
    assert "odd-grain" in rules(*ACTS[:2], when, exact)
    assert "odd-grain" not in rules(ACTS[0], "Gọi ông Dần sau buổi họp trên tỉnh.", when, exact)


def test_a_day_that_names_a_meeting_is_not_odd() -> None:
    assert "odd-grain" not in rules(*ACTS[:3], "Đưa chuyện máy hỏng ra họp thứ Sáu.")


def test_a_name_in_one_option_alone_is_told_unless_others_are_about_somebody_too() -> None:
    things = ("Viết phiếu hẹn bằng tay ở quầy.", "Nhắn đem máy khác đến quầy.", "Dán giấy báo máy hỏng ở cửa.")
    assert "odd-grain" in rules(*things, "Để việc ấy lại cho chị Hoa lo.")
    assert "odd-grain" in rules(things[0], things[1], "Nhờ một người khác lo.", "Để việc ấy lại cho chị Hoa lo.")
    assert "odd-grain" not in rules(*ACTS)  # ông Dần in one, four households in the others


def test_an_option_of_one_and_four_tenths_the_next_length_is_told() -> None:
    longer = "Nhận giấy của bốn hộ rồi viết phiếu hẹn bằng tay và dán tờ báo máy hỏng."
    assert "odd-grain" in rules(longer, *ACTS[1:])
    assert "odd-grain" not in rules("Nhận giấy của bốn hộ rồi viết phiếu hẹn bằng tay, dán tờ.", *ACTS[1:])
    assert "odd-grain" in rules("Nhận giấy.", *ACTS[1:])
    long = tuple(f"{act[:-1]}, kể cho ông Dần nghe và ghi vào sổ." for act in ACTS)
    assert "odd-grain" not in rules(f"{long[0][:-1]} ở quầy xã bên.", *long[1:])  # 24 beside 20: four, yet 1.2 times


def test_a_contrast_pair_may_name_a_day_in_one_option() -> None:
    told = rules(*ACTS[:3], "Mời bốn hộ quay lại vào sáng mai.", contrast="Nếu máy chạy lại,")
    assert "odd-grain" not in told


def test_a_case_over_a_hundred_syllables_must_say_why_and_over_a_hundred_and_twenty_is_too_long() -> None:
    word = "giấy "
    assert "long-case" not in rules(stimulus=word * 100)
    assert "long-case" in rules(stimulus=word * 101)
    assert "long-case" in rules(stimulus=word * 120)
    assert rules(stimulus=word * 121) >= {"too-long"}
    assert "long-case" not in rules(stimulus=word * 121)


def test_four_named_people_are_too_many_and_a_name_said_twice_is_one() -> None:
    three = f"{CASE} Chị Mai gọi anh Páo."
    assert "many-people" not in rules(stimulus=three)
    assert "many-people" in rules(stimulus=f"{three} Bí thư Lụa tới.")
    assert "many-people" in rules(stimulus=f"{CASE} Hai anh Páo và Sình tới.")
    assert "many-people" in rules(stimulus=f"{three} Điều dưỡng Phìn tới.")
    assert "many-people" not in rules(stimulus=f"{three} Trưởng khoa Cấp cứu, anh Páo và Đảng ủy biết.")
    assert "many-people" not in rules(stimulus=f"{three} Anh ốm, ông đi vắng, cô ấy chờ; Chủ tịch Ủy ban biết.")


@pytest.mark.parametrize(
    "prompt",
    [
        "Chị Mai nên xử lý phần ông Dần thế nào?",
        "Chị Mai chọn lối nào cho lá đơn?",
        "Việc này khớp dấu hiệu nào đã đối chiếu?",
        "So với phần văn bản đã thấy được, chị Mai nên làm gì?",
        "Làm sao để quầy chạy êm?",
        "Chị Mai xử lý phần bí thư thế nào?",
        "Chị Mai theo lối nào?",
        "Phần văn bản thấy được nói gì?",
    ],
)
def test_a_word_of_the_workshop_is_told(prompt: str) -> None:
    assert "workshop-words" in rules(prompt=prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "Chị Mai đã đối chiếu giấy của bốn hộ, nên làm gì tiếp?",
        "Văn bản đã đối chiếu với bản gốc, chị Mai nên làm gì tiếp?",
        "Máy mới chạy êm, chị Mai nên làm gì tiếp?",
        "Chị Mai nên xử lý phần việc nào trước?",
        "Lối nào cho xe của bốn hộ vào?",
    ],
)
def test_plain_words_of_work_are_no_words_of_the_workshop(prompt: str) -> None:
    assert "workshop-words" not in rules(prompt=prompt)
