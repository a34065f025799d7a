"""Rules about what the prompt makes one remember: formal titles, numbers. Knows nothing of options but numbers."""

import re
from collections.abc import Iterator
from functools import cache

from .guarded import Guarded
from .lint_item import Finding, Known, LintItem
from .syllables import (
    Phrases,
    count_syllables,
    each,
    show,
    syllables,
    words,
)

_DOCUMENT = Guarded(
    "thị nghị quy luận luật hướng thông quyết văn lệnh hoạch chương án",
    r"\b(?:Chỉ thị|Nghị quyết|Quy định|Kết luận|Luật|Nghị định|Hướng dẫn|Thông tư|Quyết định|Công văn|Quy chế"
    r"|Pháp lệnh|Thông báo|Kế hoạch|Chương trình hành động|Đề án)\b[^.?!:;“”]*",
    re.IGNORECASE,
)
TITLE_SYLLABLES = 12


def title_in_stem(item: LintItem, known: Known) -> Iterator[Finding]:
    """title-in-stem: the stem spells out a document's formal title (12 syllables or more) instead of its short name."""
    for where, text in (("prompt", item.prompt), ("stimulus", item.stimulus)):
        if title := _long_title(text):
            yield Finding(
                "title-in-stem",
                (where,),
                f"nhắc cả tên dài của văn bản: {show(title)}",
                f"tên gọi ngắn, dưới {TITLE_SYLLABLES} tiếng",
                "chỉ gọi tên ngắn, ví dụ “Chỉ thị 28”; trích dẫn đã hiện bên dưới câu hỏi",
            )
            return


@cache
def _long_title(text: str) -> str | None:
    """The first formal title in a text, or None. The items of a scenario share its case."""
    titles = (_formal_title(match.group()) for match in _DOCUMENT.finditer(text))
    return next((title for title in titles if title and count_syllables(title) >= TITLE_SYLLABLES), None)


def _formal_title(stretch: str) -> str | None:
    """The formal part of a stretch that starts with a kind of document, or None where it is ordinary speech."""
    marks = sum(bool(pattern.search(stretch, start)) for pattern, start in _TITLE_MARKS)
    verbs = len({found.group() for found in _TITLE_VERBS.finditer(stretch.casefold())})
    numbered = _TITLE_MARKS[0][0].search(stretch)
    if marks + min(verbs, 2) < 2 or not (stretch[0].isupper() or numbered):
        return None
    end = _TITLE_END.search(stretch, 12)
    return stretch[: end.start()].rstrip(" ,") if end else stretch.rstrip(" ,")


_TITLE_MARKS = (
    (re.compile(r"(?i)^\w+(?:\s\w+)?\s(?:số\s|\d+[-/])"), 0),
    (
        re.compile(
            r"(?i)\bcủa (?:ban|bộ|tỉnh|đảng|chính phủ|quốc hội|hội nghị|ủy ban|thủ tướng|hội đồng|trung ương"
            r"|thường|giám đốc|sở|chủ tịch|huyện|xã)\b"
        ),
        0,
    ),
    (re.compile(r"(?i)\b(?:về|quy định|ban hành)\b(?:\s(?:việc|một số))?\s"), 6),
    (re.compile(r"(?i)\b(?:ngày \d|năm \d{4}|giai đoạn|nhiệm kỳ)"), 0),
)
_TITLE_VERBS = Phrases(
    words(
        "hướng dẫn|triển khai|thực hiện|tăng cường|đẩy mạnh|phê duyệt|sửa đổi|bổ sung|nâng cao|phòng, "
        "chống|chương trình hành động|quán triệt|tổ chức thực hiện"
    )
)
"""Verbs of formal titles; ordinary speech has at most one of them beside the kind of document."""
_TITLE_END = re.compile(
    r",\s*(?:theo|anh|chị|ông|bà|cô|thầy|em|bạn|người|cán bộ|đảng viên|việc|điều|cách|ai|khi|thì|ý|nội dung"
    r"|hành vi|yêu cầu|trách nhiệm|nhân viên)\b"
    r"|\b(?:yêu cầu|nêu rõ|đòi hỏi|thì|nhắc|giao cho|dặn|được phổ biến|áp dụng|có hiệu lực|gồm|nhấn mạnh)\b"
)


_NUMBER_ASKED = re.compile(
    r"\bbao nhiêu\b|\b(?:có|gồm|chia|thành|nêu|ra|đủ|thuộc|tổng cộng|là)?\s?mấy (?!người nên)\w+|\b(?:năm|ngày"
    r"|tháng|khóa|nhóm số|khoản|điều số|đoạn|mục|chương|thứ) (?:nào|mấy|bao nhiêu)\b"
    r"|\bsố (?:mấy|nào|hiệu|bao nhiêu)\b|\bngày tháng (?:năm )?nào\b|\bmang số\b|\bphần trăm\b|\bthứ mấy\b"
    r"|\bbao lâu\b|\b(?:năm|ngày) ban hành\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = each("một hai ba bốn năm sáu bảy tám chín mười")


def numeric_recall(item: LintItem, known: Known) -> Iterator[Finding]:
    """numeric-recall: the prompt asks for a number, a date or an article, which teaches nothing about behaviour."""
    asked = _number_asked(item)
    if asked:
        yield Finding(
            "numeric-recall",
            ("prompt",),
            f"câu hỏi chỉ kiểm tra trí nhớ con số: “{asked}”",
            "hỏi việc nên làm trong tình huống",
            "hỏi về nội dung yêu cầu hoặc cách xử lý, đừng hỏi số",
        )


_OTHER_QUESTION = Phrases(words("gì|nào|ai|sao|đâu|thế nào|chọn|đánh giá|xếp|ghép|đánh dấu"))
"""Beside another question "mấy" means "a few": "cô Hoa định làm mấy việc, đánh giá từng việc"."""
_CHOICE_WORDS = {"bao lâu", "ngày nào", "thứ nào", "phần trăm", "tháng nào", "mục nào", "đoạn nào"}
"""Asked in ordinary work too ("hẹn ngày nào"); recall only where the options are mere numbers."""


def _number_asked(item: LintItem) -> str | None:
    """The words by which the prompt asks for a number it expects to be remembered, or None."""
    match = _NUMBER_ASKED.search(item.prompt)
    if match:
        asked = match.group().strip().casefold()
        if re.search("mấy|bao nhiêu", asked) and _OTHER_QUESTION.search(item.prompt, match.end()):
            return None
        if not _asks_for(item.prompt, match) or (asked in _CHOICE_WORDS and not _numeric_options(item)):
            return None
        return match.group().strip()
    gap = re.search(r"\bđiền (?:con )?số\b|\bcon số\b|\bgồm\b|\bcó (?:…|_)", item.prompt, re.IGNORECASE)
    return gap.group() if gap and _numeric_options(item) else None


def _asks_for(prompt: str, match: re.Match[str]) -> bool:
    """Not inside a concession ("dù bao nhiêu việc", "bao nhiêu cũng được")."""
    return not re.search(r"(?i)\b(?:dù|bất kể|mặc)\s*$", prompt[: match.start()])


def _numeric_options(item: LintItem) -> bool:
    def numeric(text: str) -> bool:
        words = syllables(text)
        return len(words) <= 5 and any(word[0].isdigit() or word in _NUMBER_WORDS for word in words)

    return bool(item.choices) and all(numeric(choice.text) for choice in item.choices)


RULES = (title_in_stem, numeric_recall)
