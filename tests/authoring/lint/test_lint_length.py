"""Rules about length."""

from lint_drafts import OPTIONS, draft, findings, rules

LONG = "Nhận giấy, viết phiếu hẹn bằng tay, ghi rõ ngày trả rồi báo thợ đến chữa máy ngay buổi chiều"


def test_the_clean_draft_has_no_finding() -> None:
    assert findings(draft()) == []


def test_a_key_much_longer_than_the_other_options_is_found() -> None:
    assert "longest-key" in rules(options=(LONG, *OPTIONS[1:]))


def test_a_long_wrong_option_is_no_longest_key() -> None:
    assert "longest-key" not in rules(options=(LONG, *OPTIONS[1:]), correct_response="b")


def test_a_key_as_long_as_one_wrong_option_does_not_stand_out() -> None:
    twin = "Mời bốn gia đình sang tuần quay lại, trong lúc ấy gọi thợ và xin ý kiến cấp trên cho chắc chắn"
    assert "longest-key" not in rules(options=(LONG, twin, *OPTIONS[2:]))


def test_the_ratio_of_the_longest_key_is_told_with_numbers() -> None:
    (finding,) = [one for one in findings(draft(options=(LONG, *OPTIONS[1:]))) if one.rule == "longest-key"]
    assert "dài 20 tiếng" in finding.found  # counted by hand
    assert "trung bình 7,7" in finding.found  # (8 + 7 + 8) / 3 = 7.67
    assert finding.location == ("choices", 0, "text")


def test_a_prompt_of_thirty_one_syllables_is_too_long() -> None:
    prompt = " ".join(["Khi", *["máy"] * 25, "hỏng", "chị", "nên", "làm", "gì?"])
    assert len(prompt.split()) == 31
    assert "lead-in-long" in rules(prompt=prompt)


def test_a_prompt_of_thirty_syllables_is_allowed() -> None:
    prompt = " ".join(["Khi", *["máy"] * 24, "hỏng", "chị", "nên", "làm", "gì?"])
    assert "lead-in-long" not in rules(prompt=prompt)


def test_dashes_and_bullets_between_words_are_not_counted_as_syllables() -> None:
    prompt = " – ".join(["Chị Mai nên làm gì trước", *["ở quầy hồ sơ sáng nay"] * 4]) + "?"
    assert len(prompt.split()) == 34  # 6 + 4 × 6 = 30 syllables, 4 dashes
    assert "lead-in-long" not in rules(prompt=prompt)
