"""Rules about feedback and rationale."""

import dataclasses

import pytest
from lint_drafts import KNOWN, OPTIONS, draft, rules
from neuguong.authoring.lint import draft_item, lint_item


@pytest.mark.parametrize(
    "feedback", ["", "Đúng.", "Sai vì không phù hợp.", "Phương án này chưa đúng vì không phù hợp với quy định."]
)
def test_no_feedback_and_a_bare_verdict_are_found(feedback: str) -> None:
    assert "missing-explanation" in rules(feedback=feedback)


def test_a_short_feedback_that_tells_what_follows_is_allowed() -> None:
    assert "missing-explanation" not in rules(feedback="Bà con phải đi thêm một lượt đường đèo.")


def test_a_feedback_of_seven_syllables_is_too_short_even_when_it_tells_something() -> None:
    assert "missing-explanation" in rules(feedback="Bà con phải đi thêm một lượt.")


@pytest.mark.parametrize("cites", [None, [], ["A9"], ["A2", "Z1"]])
def test_no_citation_and_an_unknown_citation_are_found(cites: object) -> None:
    assert "missing-citation" in rules(cites=cites)


def test_known_citations_are_allowed() -> None:
    assert "missing-citation" not in rules(cites=["A2", "B5"])


def test_an_unknown_requirement_named_in_the_text_is_found() -> None:
    assert "missing-citation" in rules(feedback="Theo A9 thì bà con phải được biết ngày quay lại lấy kết quả.")


def test_a_paper_size_is_no_citation() -> None:
    assert "missing-citation" not in rules(
        feedback="Tờ giấy khổ A4 dán ở cửa cho bà con biết ngày quay lại.".replace("A4", "A4x")
    )


@pytest.mark.parametrize("mark", ["“{}”", '"{}"'])
def test_a_phrase_in_quotation_marks_that_nobody_wrote_is_found(mark: str) -> None:
    quoted = mark.format("đẩy việc cho người khác")
    assert "quote-not-literal" in rules(feedback=f"Chị Mai để bà con chờ, đó là {quoted} mà yêu cầu nói đến.")


@pytest.mark.parametrize("phrase", ["đùn đẩy công việc thuộc thẩm quyền", "Đùn đẩy công việc", "5 rõ"])
def test_a_literal_quotation_or_a_literal_part_of_one_is_allowed(phrase: str) -> None:
    assert "quote-not-literal" not in rules(feedback=f"Chị Mai để bà con chờ, đó là “{phrase}” mà yêu cầu nói đến.")


def test_words_of_the_story_may_be_repeated_in_quotation_marks() -> None:
    options = ("Đáp “mai chị trả” rồi nhận giấy", *OPTIONS[1:])
    assert "quote-not-literal" not in rules(
        options=options, feedback="Câu “mai chị trả” là lời hứa có ngày, bà con tin được."
    )


RATIONALE = "Việc ghi khống gần với biểu hiện suy thoái ở nhóm thứ nhất."


def conclude(rationale: str, *, sensitive: bool = True) -> bool:
    item = dataclasses.replace(draft_item(draft(rationale=rationale)), sensitive=sensitive)
    return "conclude" in {finding.rule for finding in lint_item(item, KNOWN)}


def test_naming_a_sign_without_saying_who_concludes_is_found() -> None:
    assert conclude(RATIONALE)


def test_saying_that_only_a_competent_body_concludes_is_enough() -> None:
    assert not conclude(f"{RATIONALE} Chỉ cơ quan có thẩm quyền, sau quy trình đầy đủ, mới được kết luận.")


def test_an_item_of_a_sensitive_topic_that_names_no_sign_needs_no_such_sentence() -> None:
    assert not conclude("Báo cáo đúng số liệu thì xã mới sửa được việc.")


def test_other_topics_need_no_such_sentence() -> None:
    assert not conclude(RATIONALE, sensitive=False)


def complaint(options: tuple[str, ...], *, legal_note: bool = False) -> bool:
    item = dataclasses.replace(draft_item(draft(options=options)), in_bank=True, legal_note=legal_note)
    return "complaint-note" in {finding.rule for finding in lint_item(item, KNOWN)}


def test_an_option_about_a_complaint_without_the_legal_note_is_found() -> None:
    assert complaint((*OPTIONS[:3], "Khuyên bà con khiếu nại lên tỉnh"))


def test_the_legal_note_satisfies_the_rule() -> None:
    assert not complaint((*OPTIONS[:3], "Khuyên bà con khiếu nại lên tỉnh"), legal_note=True)


def test_a_plain_application_is_no_complaint() -> None:
    assert not complaint((*OPTIONS[:3], "Nhận đơn xin tách thửa của bốn hộ"))
