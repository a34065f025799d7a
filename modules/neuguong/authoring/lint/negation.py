"""Rules about denials: a prompt that asks for the exception, a denial under a denial. Knows nothing of tone."""

import re
from collections.abc import Iterator
from functools import cache

from .lint_item import Finding, Known, LintItem
from .stem import TASK
from .syllables import (
    NEGATIONS,
    clauses,
    show,
    syllables,
    without_false_negations,
)

_NEGATIVE_WORD = r"(?:không|chưa|chẳng|sai|trái|ngoại trừ|trừ|đừng|kém phù hợp|ít phù hợp)"
_DENYING = ("không", "chưa", "chẳng", "sai", "trái", "trừ", "đừng", "kém phù hợp", "ít phù hợp")
"""One of these stands in every way of asking below."""
_BREAKS = r"(?:và|mà|khi|nếu|để|vì|do|hay|nhưng|dù|với|cho|lúc|làm|khiến|giúp|bị|những|các|người)\b"
"""After these words a denial belongs to a smaller clause, not to what is asked."""
_NEGATIVE_ASK = (
    re.compile(
        rf"(?<!thế )(?<!khi )(?<!lúc )(?<!cách )\b(?:nào"
        rf"|đâu)\b(?:\s(?!{_BREAKS})[\w“”\"]+){{0,9}}?\s(?P<word>{_NEGATIVE_WORD})\b"
    ),
    re.compile(rf"\bcách(?:\s\w+){{0,2}}? nào\b(?:\s(?!{_BREAKS})[\w“”\"]+){{0,5}}?\s(?P<word>{_NEGATIVE_WORD})\b"),
    re.compile(
        rf"\b(?:gì|ai)\b(?:\s(?!{_BREAKS}|với|về|cho|trong|từ|của"
        rf"|người)[\w“”\"]+){{0,4}}?\s(?P<word>{_NEGATIVE_WORD})\b"
    ),
    re.compile(
        r"\b(?:chọn|tìm|chỉ ra|xác định|nêu)\b(?:\s[\w“”\"]+){0,6}?\s(?P<word>không|chưa|sai|trái)\s?(?!biết"
        r"|rõ)(?:đúng|phù hợp|nên|phải|thuộc|được|có|là|với|quy định|sự thật|chính xác|ở|nằm|$|[.:?,])"
    ),
    re.compile(
        r"\b(?P<word>không|chưa|chẳng)\s(?:nên|được|phải|cần|thể|có quyền|được phép"
        r"|thuộc)(?:\s\w+){0,7}?\s(?:gì|nào|đâu|ai|điều gì|việc gì|việc nào)\b"
    ),
    re.compile(r"(?:,|đều|tất cả|những việc sau|sau đây|ở trên)(?:\s\w+){0,8}?\s(?P<word>ngoại trừ|trừ)\b"),
    re.compile(r"\b(?P<word>ngoại trừ|trừ)\s*(?::|\?|$|điều nào|việc nào|phương án nào|ý nào|đâu)"),
    re.compile(r"\b(?P<word>sai|không đúng|chưa đúng)\s*(?:\?|:|$|\.)"),
    re.compile(r"^(?:đâu|việc nào|điều nào|ý nào|ai)\s(?P<word>không|chưa)\b"),
)
"""Ways of asking for the exception: "… nào không …", "Chọn câu sai", "không nên làm gì", "… đều đúng, trừ". A denial
inside the situation ("Khi dân không đồng ý, anh nên làm gì?") does not ask negatively."""
_WHY = re.compile(r"(?:vì sao|tại sao|vì lẽ gì|lý do (?:gì|nào))")
_SHOUTED = re.compile(r"\b(?:KHÔNG(?: \w+)??|SAI|CHƯA|NGOẠI TRỪ|TRỪ|TRÁI|ĐỪNG)\b")


@cache
def negative_word(prompt: str) -> str | None:
    """The denying word the prompt asks with, as written (KHÔNG, chưa, trừ …), or None where it asks positively."""
    if not any(word in prompt.lower() for word in _DENYING):
        return None
    shouted = _SHOUTED.search(prompt)
    if shouted and not prompt.isupper():
        return shouted.group()
    asked = _blank_false_negations(prompt)
    for start, end in _asking_sentences(prompt):
        if _WHY.search(asked, start, end):
            continue
        for pattern in _NEGATIVE_ASK:
            match = pattern.search(asked[:end], start)
            if match:
                return prompt[match.start("word") : match.end("word")]
    return None


def _asking_sentences(prompt: str) -> list[tuple[int, int]]:
    """Spans of the sentences that ask or set the task; the others tell more of the situation."""
    spans = [match.span() for match in re.finditer(r"[^.?!]+[.?!]*", prompt) if match.group().strip(' .?!”"')]
    asking = [
        span for span in spans if prompt[: span[1]].rstrip().endswith("?") or TASK.match(prompt[slice(*span)].strip())
    ]
    return asking or spans[-1:]


_HARMLESS = tuple(
    map(
        re.compile,
        (
            r"\b(?:có|được|đúng|phải|nên|xong)\s(?:[^,.;:?]+\s)?(?:không|chưa)(?=\s*(?:[.?!]|$|ạ|,|và vì))",
            r"\bkhông(?=\s*(?:\?|$))",
            r"\bchưa(?=\s*(?:\?|$))",
            r"\bhay (?:không|chưa)\b",
            r"không (?:chỉ|những|khí|gian)\b",
            r"“[^”]*”",
            r"\"[^\"]*\"",
            r"\bđúng (?:hay )?sai\b",
            r"\bđúng, sai\b",
            r"\bphải, trái\b",
            r"\bđúng và sai\b",
            r"\bsai (?:sót|phạm|lầm|lệch|số)\b",
            r"\bbên trái\b",
        ),
    )
)


@cache
def _blank_false_negations(prompt: str) -> str:
    """Lower case, the same length, with denials that deny nothing overwritten by dots."""
    lowered = prompt.lower()
    for pattern in _HARMLESS:
        lowered = pattern.sub(lambda match: "." * len(match.group()), lowered)
    return lowered


def negative_stem(item: LintItem, known: Known) -> Iterator[Finding]:
    """negative-stem: the prompt asks for the exception and the denying word is not in capitals.

    Only where options are simply right or wrong: marking faults in a text, ranking or naming the least suitable way
    are tasks of their own and say so.
    """
    if not item.is_selection:
        return
    word = negative_word(item.prompt)
    if word and not any(part.isupper() and len(part) > 2 for part in word.split()):
        yield Finding(
            "negative-stem",
            ("prompt",),
            f"câu hỏi theo lối phủ định, từ “{word}” dễ đọc sót",
            f"hỏi thuận, hoặc viết hoa {word.upper()}",
            "đổi thành câu hỏi thuận; nếu phải hỏi ngược thì viết hoa từ phủ định",
        )


_DENIALS = frozenset(NEGATIONS)
_DENIED = re.compile(
    r"\b(không|chưa|chẳng|đừng)\b(?:\s\w+){0,6}?\s(không|chưa|chẳng)\b|\b(không|chưa|chẳng"
    r"|đừng)\b(?:\s\w+){0,3}?\s(trừ khi|phủ nhận|loại trừ|bác bỏ)\b"
)
_JOINED = re.compile(
    r"\b(và|cũng|nhưng|hay|hoặc|rồi|còn|nên|thì|vì|do|để|lẫn|song|dù|bởi|lúc|cho đến khi|đến khi|những ai)\b"
)
"""Between two denials these words start another statement: "không ký và không báo" denies twice, plainly."""


def denies_twice(text: str) -> str | None:
    """The stretch of a clause in which one denial stands under another ("không thể không báo"), or None."""
    if not any(denial in text for denial in NEGATIONS) or _DENIALS.isdisjoint(syllables(text)):
        return None
    for clause in clauses(without_false_negations(text)):
        for match in _DENIED.finditer(clause):
            inner = clause.find(" ", clause.find(" ", match.start()) + 1)  # "đừng để dân không …" joins nothing
            if not _JOINED.search(clause, inner, match.end()):
                return match.group()
    return None


def _denies_again(prompt: str) -> str | None:
    """A further denial in the sentence that asks negatively ("điều nào không phải lý do để không ký"), or None."""
    word = negative_word(prompt)
    if word is None:
        return None
    for start, end in _asking_sentences(prompt):
        asked = _blank_false_negations(prompt)[start:end]
        denials = re.findall(r"\b(?:không|chưa|chẳng|đừng)\b", asked)
        if word.casefold() in asked and len(denials) > 1:
            return prompt[start:end].strip()
    return None


def double_negative(item: LintItem, known: Known) -> Iterator[Finding]:
    """double-negative: a denial under a denial, in the prompt, in an option, or from a negative prompt to options."""
    allowed = "mỗi câu nhiều nhất một lần phủ định"
    mend = "viết lại theo lối khẳng định"
    twice = denies_twice(item.prompt.lower()) or _denies_again(item.prompt)
    if twice:
        yield Finding("double-negative", ("prompt",), f"hai lần phủ định trong câu hỏi: “{twice}”", allowed, mend)
    for choice in item.choices:
        twice = denies_twice(choice.text.lower())
        if twice:
            found = f"hai lần phủ định trong phương án “{choice.identifier}”: “{twice}”"
            yield Finding("double-negative", item.place_of(choice), found, allowed, mend)
    if item.is_selection and negative_word(item.prompt):
        for choice in item.choices:
            words = syllables(without_false_negations(choice.text))
            if any(word in NEGATIONS for word in words):
                yield Finding(
                    "double-negative",
                    item.place_of(choice),
                    f"câu hỏi đã phủ định mà phương án “{choice.identifier}” cũng phủ định: {show(choice.text)}",
                    "câu hỏi phủ định chỉ đi với phương án khẳng định",
                    "hỏi thuận, hoặc viết phương án theo lối khẳng định",
                )
                return


RULES = (negative_stem, double_negative)
