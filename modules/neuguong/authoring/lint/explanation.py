"""Rules about feedback and rationale: present, sourced, quoted literally, careful where they must be."""

import re
from collections.abc import Iterator
from functools import cache

from .length import FEEDBACK_RANGE
from .lint_item import Finding, Known, LintItem
from .syllables import Phrases, count_syllables, show, syllables, words

_VERDICT_PHRASES = words(
    """đúng|sai|chưa|không|phải là|là|vì|do|bởi|đây|phương án|đáp án|này|lựa chọn|cách làm|hành vi|cách xử lý|
        việc làm|ý kiến|phù hợp|hợp lý|
        chính xác|quy định|theo|với|của|hiện hành|đã|được|nêu|các|những|câu trả lời|câu hỏi|bạn|rất|hoàn toàn|tốt|nhất|
        nên|cần|vi phạm|trái|đáng khen|
        nội dung|yêu cầu|trong|tình huống|trường hợp|như vậy|thế|thì|mà|và|cũng|ở trên|đó|tất nhiên|dĩ nhiên|rồi|lắm|
        quá|pháp luật|chuẩn mực|
        xem lại|bài học|tài liệu|hãy|đọc kỹ|chọn|lại|suy nghĩ thêm|tinh thần|văn bản|của Đảng|đảng viên|cán bộ|đạt"""
)
_VERDICT = Phrases(_VERDICT_PHRASES)
"""Words of a verdict. A feedback made of nothing else explains nothing, however long."""
_VERDICT_SYLLABLES = frozenset(syllables(" ".join(_VERDICT_PHRASES)))
MIN_TELLING = 2
"""Syllables beyond the verdict that an explanation has at least."""


def missing_explanation(item: LintItem, known: Known) -> Iterator[Finding]:
    """missing-explanation: a choice without feedback, with fewer than 8 syllables, or with a bare verdict."""
    for choice in item.choices:
        length = count_syllables(choice.feedback)
        if length >= FEEDBACK_RANGE[0] and _tells(choice.feedback):
            continue
        found = f"lời giải thích của phương án “{choice.identifier}” chỉ phán đúng sai: {show(choice.feedback)}"
        if not length:
            found = f"phương án “{choice.identifier}” không có lời giải thích"
        yield Finding(
            "missing-explanation",
            item.place_of(choice, "feedback"),
            found,
            f"ít nhất {FEEDBACK_RANGE[0]} tiếng: điều sẽ xảy ra, và nên làm gì",
            "viết hệ quả cụ thể trong tình huống này",
        )


def _tells(text: str) -> bool:
    """Whether a text says more than a verdict; seen at once where enough words hold no syllable of any verdict."""
    return (
        sum(map(_is_telling, text.split())) >= MIN_TELLING
        or len(syllables(_VERDICT.sub(lambda _: " ", text))) >= MIN_TELLING
    )


@cache
def _is_telling(word: str) -> bool:
    parts = _LETTERS.findall(word.casefold())
    return bool(parts) and _VERDICT_SYLLABLES.isdisjoint(parts)


_LETTERS = re.compile(r"[^\W_]+")
_NAMED = re.compile(r"(?:[ABCD](?<![\w.].)[1-9]|S(?<![\w.].)[1-3]\.[1-9])(?![\w.]*\w)")
"""A requirement or sign called by its id in running text; what stands before is looked at second, so that a text is
read for the letters alone."""


def missing_citation(item: LintItem, known: Known) -> Iterator[Finding]:
    """missing-citation: an explanation cites nothing, or something that is not known."""
    for choice in item.choices:
        cites = item.requirements if choice.cites is None else choice.cites
        unknown = [one for one in (*cites, *_NAMED.findall(choice.feedback)) if one not in known.requirements]
        if not cites or unknown:
            told = (
                f"dẫn {', '.join(dict.fromkeys(unknown))}, không có trong bộ tài liệu"
                if unknown
                else "không dẫn yêu cầu nào"
            )
            yield Finding(
                "missing-citation",
                item.place_of(choice, "cites"),
                f"lời giải thích của phương án “{choice.identifier}” {told}",
                "mỗi lời giải thích dựa vào ít nhất một yêu cầu đã có",
                "thêm mã yêu cầu vào cites, hoặc sửa mã cho đúng",
            )


_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|‘([^‘’]{6,})’")
_PUNCTUATION = re.compile(r"[^\w\s]")


def quote_not_literal(item: LintItem, known: Known) -> Iterator[Finding]:
    """quote-not-literal: a phrase between quotation marks in feedback or rationale that is no known quotation.

    What people say in the story may be repeated: phrases that stand in the stimulus, prompt or options are no
    quotations of a document.
    """
    told = (item.stimulus, item.prompt, item.passage, *item.targets, *(choice.text for choice in item.choices))
    for at, text in item.explanations():
        for match in _QUOTED.finditer(text):
            phrase = next(group for group in match.groups() if group)
            wanted = _plain(phrase)
            if wanted and not any(_holds(_plain(quote), wanted) for quote in (" ".join(told), *known.quotes)):
                yield Finding(
                    "quote-not-literal",
                    at,
                    f"{show(phrase)} đặt trong ngoặc kép nhưng không có nguyên văn trong các cụm từ được trích",
                    "ngoặc kép chỉ dùng cho cụm từ có nguyên văn trong yêu cầu",
                    "bỏ ngoặc kép và nói bằng lời của mình, hoặc trích đúng từng chữ",
                )


@cache
def _plain(text: str) -> str:
    return " ".join(_PUNCTUATION.sub(" ", text.casefold()).split())


def _holds(longer: str, phrase: str) -> bool:
    return f" {phrase} " in f" {longer} "


_SIGN_NAMED = re.compile(
    r"tự diễn biến|tự chuyển hóa|suy thoái|\bbiểu hiện\b(?:\s\w+){0,3}\s(?:thứ (?:nhất|hai|ba)|nhóm)|\bdấu hiệu\b",
    re.IGNORECASE,
)
_WHO_CONCLUDES = (
    re.compile(r"thẩm quyền|cấp có trách nhiệm xem xét", re.IGNORECASE),
    re.compile(r"kết luận", re.IGNORECASE),
)


def conclude(item: LintItem, known: Known) -> Iterator[Finding]:
    """conclude: an item of a sensitive topic that names a sign says in its rationale who alone may conclude."""
    if not item.sensitive or all(pattern.search(item.rationale) for pattern in _WHO_CONCLUDES):
        return
    cited = [one for choice in item.choices for one in choice.cites or () if one.startswith("S")]
    cited += [one for one in item.requirements if one.startswith("S")]
    named = [match.group() for _, text in item.explanations() if (match := _SIGN_NAMED.search(text))]
    if cited or named:
        what = f"dẫn dấu hiệu {', '.join(sorted(set(cited)))}" if cited else f"nói đến “{named[0]}”"
        yield Finding(
            "conclude",
            ("rationale",),
            f"câu hỏi {what} mà phần lý do không nói ai được kết luận",
            "phần lý do có ý: chỉ cơ quan có thẩm quyền, sau quy trình đầy đủ, mới kết luận",
            "thêm một câu như thế vào rationale",
        )


_COMPLAINT = Phrases(["khiếu nại", "tố cáo", "đơn thư", "đơn tố", "đơn kiến nghị", "người tố giác", "khởi kiện"])


def complaint_note(item: LintItem, known: Known) -> Iterator[Finding]:
    """complaint-note: an item that is about complaints or denunciations carries the legal note."""
    if item.legal_note or not item.in_bank:
        return
    for text in (item.prompt, *(choice.text for choice in item.choices), *item.targets):
        match = _COMPLAINT.search(text)
        if match:
            yield Finding(
                "complaint-note",
                ("legal_note",),
                f"câu hỏi nói đến “{match.group()}” mà không có ghi chú pháp lý",
                "legal_note: true",
                "thêm legal_note: true, và nhờ luật sư xem câu này",
            )
            return


RULES = (missing_explanation, missing_citation, quote_not_literal, conclude, complaint_note)
