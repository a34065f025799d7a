"""Rules about letters."""

import unicodedata

import pytest
from lint_drafts import FEEDBACK, OPTIONS, rules


def rules_for(text: str) -> set[str]:
    return rules(options=(*OPTIONS[:3], text))


def test_decomposed_letters_are_found_and_other_rules_still_read_the_text() -> None:
    assert rules_for(unicodedata.normalize("NFD", OPTIONS[3])) == {"not-nfc"}


def test_composed_letters_are_allowed() -> None:
    assert rules_for(unicodedata.normalize("NFC", OPTIONS[3])) == set()


@pytest.mark.parametrize("word", ["hoà", "khoẻ", "thuỷ", "Uỷ", "TOÀ", "hòan", "qúy"])
def test_marks_on_the_second_vowel_and_misplaced_marks_are_found(word: str) -> None:
    assert "tone-mark-style" in rules_for(f"Chờ phó chủ tịch về {word}")


@pytest.mark.parametrize(
    "word", ["hòa", "khỏe", "thủy", "quý", "quỳ", "hoàn", "khoét", "loáng", "huỳnh", "thuở", "ngoài", "khuỷu"]
)
def test_the_house_style_and_closed_syllables_are_allowed(word: str) -> None:
    assert "tone-mark-style" not in rules_for(f"Chờ phó chủ tịch về {word}")


@pytest.mark.parametrize(
    "word", ["c¸n bé", "tr¸ch nhiÖm", "traùch nhieäm", "ñöôïc", "trÃ¡ch", "nhiá»‡m", "tr?ch", "c\ufffdn"]
)
def test_debris_of_old_fonts_is_found(word: str) -> None:
    assert "legacy-font" in rules_for(f"Chờ phó chủ tịch {word}")


@pytest.mark.parametrize("word", ["giùm", "khuỷu", "45 °C", "50 %", "§ 5", "Đảng", "xong? Chưa", "goòng"])
def test_rare_but_right_spellings_and_signs_are_no_debris(word: str) -> None:
    assert "legacy-font" not in rules_for(f"Chờ phó chủ tịch {word}")


@pytest.mark.parametrize("word", ["cа nhân", "Ðảng", "ðược", "Ｍai", "cοn", "má\u200by"])
def test_letters_that_only_look_right_are_found(word: str) -> None:
    assert "look-alike" in rules_for(f"Chờ phó chủ tịch {word}")


@pytest.mark.parametrize("word", ["Đảng", "đ", "“5 rõ”", "20 – 30", "²"])
def test_vietnamese_letters_and_signs_are_no_look_alikes(word: str) -> None:
    assert "look-alike" not in rules_for(f"Chờ phó chủ tịch {word}")


def test_feedback_is_read_as_well() -> None:
    assert "tone-mark-style" in rules(feedback=FEEDBACK + " Cả bản hoà thuận.")
