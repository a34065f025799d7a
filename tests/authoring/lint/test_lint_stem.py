"""Rules about the lead-in."""

import pytest
from lint_drafts import OPTIONS, rules


@pytest.mark.parametrize(
    "prompt", ["", "Về trách nhiệm:", "Trách nhiệm của người đứng đầu.", "Tình huống ở bộ phận một cửa"]
)
def test_a_heading_or_nothing_is_no_lead_in(prompt: str) -> None:
    assert "lead-in-missing" in rules(prompt=prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "Chị Mai nên làm gì trước?",
        "Chọn cách phù hợp nhất.",
        "Xếp các việc theo thứ tự nên làm.",
        "Trong tình huống này, chị Mai nên:",
        "Chị Mai có được tự quyết việc này không?",
    ],
)
def test_a_question_a_task_or_an_open_sentence_is_a_lead_in(prompt: str) -> None:
    assert "lead-in-missing" not in rules(prompt=prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "Người đứng đầu phải … về kết quả của đơn vị.",
        "Việc ____ thuộc về ai?",
        "Giao việc gắn với (…) và trách nhiệm là nói điều nào?",
    ],
)
def test_a_gap_in_mid_sentence_is_found(prompt: str) -> None:
    assert "blank-inside" in rules(prompt=prompt)


@pytest.mark.parametrize(
    "prompt", ["Việc chị Mai nên làm trước là …", "Nghe bà con nói “Thôi để mai…” chị Mai nên làm gì?"]
)
def test_a_gap_at_the_end_or_a_voice_that_trails_off_is_allowed(prompt: str) -> None:
    assert "blank-inside" not in rules(prompt=prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "Việc nào chị Mai không nên làm?",
        "Cách xử lý nào sau đây là sai?",
        "Điều nào chưa đúng với yêu cầu giao việc?",
        "Các việc sau đều phù hợp, ngoại trừ việc nào?",
        "Chị Mai không nên làm gì lúc này?",
        "Đâu không phải là trách nhiệm của chị Mai?",
    ],
)
def test_asking_for_the_exception_in_small_letters_is_found(prompt: str) -> None:
    assert "negative-stem" in rules(prompt=prompt)


@pytest.mark.parametrize("prompt", ["Việc nào chị Mai KHÔNG nên làm?", "Cách xử lý nào sau đây là SAI?"])
def test_asking_for_the_exception_in_capitals_is_allowed(prompt: str) -> None:
    assert "negative-stem" not in rules(prompt=prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "Khi bà con không đồng ý, chị Mai nên làm gì?",
        "Việc này có thuộc thẩm quyền của chị Mai không?",
        "Vì sao chị Mai không nên ký ngay?",
        "Cấp trên gọi hỏi có ai không đến họp không. Chị Mai trả lời thế nào?",
    ],
)
def test_a_denial_inside_the_situation_does_not_ask_negatively(prompt: str) -> None:
    assert "negative-stem" not in rules(prompt=prompt)


def test_one_denial_under_another_is_found_in_a_prompt_and_in_an_option() -> None:
    assert "double-negative" in rules(prompt="Việc nào chị Mai không thể không làm?")
    assert "double-negative" in rules(options=("Không thể không nhận giấy của họ", *OPTIONS[1:]))


def test_a_negative_prompt_with_a_negative_option_is_found_even_in_capitals() -> None:
    assert "double-negative" in rules(
        prompt="Việc nào chị Mai KHÔNG nên làm?", options=("Không nhận giấy của bà con", *OPTIONS[1:])
    )


@pytest.mark.parametrize("option", ["Không nhận giấy và không hẹn ngày", "Chưa ký, không trả, chờ thêm một buổi"])
def test_two_plain_denials_side_by_side_are_no_double_negative(option: str) -> None:
    assert "double-negative" not in rules(options=(option, *OPTIONS[1:]))


def test_a_full_formal_title_in_the_prompt_is_found() -> None:
    prompt = (
        "Theo Chỉ thị số 28 của Ban Thường vụ Tỉnh ủy về việc tăng cường trách nhiệm nêu gương của người đứng đầu, "
        "chị Mai nên làm gì?"
    )
    assert "title-in-stem" in rules(prompt=prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "Theo Chỉ thị 28, chị Mai nên làm gì?",
        "Sửa quy chế làm việc của cơ quan thế nào cho bớt một vòng ký ở phòng chị Mai?",
    ],
)
def test_the_short_name_of_a_document_is_allowed(prompt: str) -> None:
    assert "title-in-stem" not in rules(prompt=prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "Nghị quyết nêu bao nhiêu biểu hiện?",
        "Có mấy nhóm biểu hiện?",
        "Chỉ thị được ban hành năm nào?",
        "Yêu cầu ấy nằm ở điều số mấy?",
    ],
)
def test_asking_for_a_number_is_found(prompt: str) -> None:
    assert "numeric-recall" in rules(prompt=prompt)


@pytest.mark.parametrize(
    "prompt", ["Chị Mai định làm mấy việc, việc nào nên làm trước?", "Chị Mai nên hẹn bà con ngày nào?"]
)
def test_a_number_that_is_part_of_the_work_is_allowed(prompt: str) -> None:
    assert "numeric-recall" not in rules(prompt=prompt)
