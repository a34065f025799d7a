"""Rule about words of the stem that sound again in the key alone. Knows nothing of grammar."""

from collections.abc import Iterator
from functools import cache

from .concrete import CASE_MIN
from .lint_item import Finding, Known, LintChoice, LintItem
from .syllables import (
    FUNCTION_WORDS,
    clauses,
    compounds,
    content_words,
    count_syllables,
    names,
    syllables,
    words,
)

_LIGHT = frozenset(
    words(
        """nay|mai|hôm|cách|phần|ca|tuần|ngày|giờ|buổi|sáng|chiều|tối|đêm|năm|tháng|quý|cuối|đầu|cán|đảng|viên|trưởng|
        phó|chủ|tịch|xã|thôn|bản|tỉnh|
        phường|phòng|dân|hộ|làm|nói|gọi|bàn|báo|hỏi|nghe|đưa|lấy|xem|viết|ghi|gửi|ký|giữ|nhận|họp|chọn|theo|trả|lời|hồ|
        sơ|giấy|việc|công|tác|nhà|bí|thư|giám|đốc|
        hiệu|lãnh|đạo|tập|thể|cơ|quan|đơn|vị|chuyện|nhân|bác|sĩ|thấy|biết|muốn|cùng|mỗi|hai|ba|bốn|một|nhất|phù|hợp|
        đúng"""
    )
)
"""Syllables of so many prompts and options that one of them alone tells nothing."""


def _echo_of_prompt(item: LintItem, key: LintChoice, named: set[str]) -> set[str]:
    """Stretches of the prompt that sound in the key alone, where no wrong option has an echo of its own."""
    asked = content_words(item.prompt, ignore=named | _LIGHT)
    echo = asked & content_words(key.text)
    if any((asked & content_words(choice.text)) - echo for choice in item.wrong):
        return set()
    echo = echo.difference(*(content_words(choice.text) for choice in item.wrong))
    stretches = _stretches(item.prompt, named) & _stretches(key.text, named)
    if stretches:
        stretches = stretches.difference(*(_stretches(choice.text, named) for choice in item.wrong))
    return stretches or (echo if len(echo) > 1 else set())


def _stretches(text: str, named: set[str]) -> set[str]:
    """Compounds, and three syllables in a row with a content word among them ("gửi lên trên", "xin ý kiến")."""
    return {" ".join(run) for run in (*compounds(text, ignore=named), *_threes(text)) if named.isdisjoint(run)}


@cache
def _threes(text: str) -> tuple[tuple[str, str, str], ...]:
    said = (syllables(clause) for clause in clauses(text))
    return tuple(
        three
        for one in said
        for three in zip(one, one[1:], one[2:], strict=False)
        if not all(word in FUNCTION_WORDS or word in _LIGHT for word in three)
        and not any(word[0].isdigit() for word in three)
    )


CASE_ECHO = 2
"""Expressions of a case that an act may take up alone: an act of the case is told in its words."""


def _apart(stretches: set[str]) -> int:
    """How many stretches share no syllable with one already counted: “hồ sơ”, “sơ nhận” are one expression."""
    heard: set[str] = set()
    count = 0
    for stretch in sorted(stretches):
        said = set(stretch.split())
        count += heard.isdisjoint(said)
        heard |= said
    return count


_OFFICES = frozenset(words("đảng|ban|ủy|tổ|chi|bộ|sở|nhà|nước|đoàn|hội|tỉnh|trung|ương|mặt|trận|công|quân|dân"))
"""Syllables of institutions: written with a capital, yet no proper names."""


def clang(item: LintItem, known: Known) -> Iterator[Finding]:
    """clang: a telling word of the stem sounds again in the key and in no other option.

    A compound (two neighbouring content syllables) of prompt or stimulus, or a content word of the prompt, standing in
    the key only. It tells nothing where wrong options have echoes of their own.
    """
    if not item.is_single_choice or len(item.right) != 1 or not item.wrong:
        return
    key = item.right[0]
    named = names(" ".join((item.stimulus, item.prompt))) | names(". ".join(choice.text for choice in item.choices))
    named -= _OFFICES
    stem = set(compounds(item.prompt, ignore=named)) | set(compounds(item.stimulus, ignore=named))
    echoes = {choice.identifier: set(compounds(choice.text, ignore=named)) & stem for choice in item.choices}
    rivals = [echoes[choice.identifier] - echoes[key.identifier] for choice in item.wrong]
    telling = {
        " ".join(pair)
        for pair in echoes[key.identifier].difference(*(echoes[choice.identifier] for choice in item.wrong))
    }
    by_chance = CASE_ECHO if count_syllables(item.stimulus) >= CASE_MIN else 0
    if len(telling) <= 2 * max(map(len, rivals)):
        telling = _echo_of_prompt(item, key, named)
    if _apart(telling) > by_chance:
        shown = ", ".join(f"“{one}”" for one in sorted(telling))
        yield Finding(
            "clang",
            item.place_of(key),
            f"{shown} có trong đề và chỉ lặp lại ở đáp án “{key.identifier}”",
            "từ của đề có ở nhiều phương án, hoặc không ở phương án nào",
            "nói đáp án bằng lời khác, hoặc dùng từ ấy cả ở phương án sai",
        )


RULES = (clang,)
