"""Rules about the case that is told: its length, its people; and words of the workshop anywhere. Knows no options."""

import re
from collections.abc import Iterator

from .concrete import ALSO, CASE_MIN, PERSON
from .guarded import Guarded
from .lint_item import Finding, Known, LintItem
from .syllables import UPPER, count_syllables

CASE_RANGE = (40, 120)
"""Syllables of a bank scenario's case; what is outside cannot be read or weighed."""
CASE_LONG = 100
"""… and from here on the file says why."""
PEOPLE_MAX = 3
"""Named people that an elderly reader can hold."""
WORKSHOP = Guarded(
    "lối êm chiếu nhiễu án nhử phản ngân ngữ a1 a2 a3 a4 a5 a6 a7 b1 b2 b3 b4 b5 b6 b7 c1 c2 c3 c4 c5 c6 c7"
    " d1 d2 d3 d4 d5 d6 d7; đã & được & văn đoạn; hỏi & này & đo tra; phần & xử văn"
    "; phần & nên & ông bà anh chị cô thầy đồng; song & câu cặp tình",
    rf"\b(?:[Xx]ử lý phần (?:của )?(?:ông|bà|anh|chị|cô|thầy|đồng chí|mình|bí thư|chủ tịch|[{UPPER}])"
    rf"|[Pp]hần (?:ông|bà|anh|chị|cô|thầy|đồng chí) [{UPPER}]\w* nên"
    r"|[Ll]ối (?:xử lý|nào (?:hợp|nên|đúng|để|êm))|[Ll]ối nào cho(?! (?:xe|người|dân|trẻ))|(?:[Cc]họn|[Tt]heo) lối nào"
    r"|[Cc]hạy êm|[Pp]hần văn bản (?:đã |mà )?(?:thấy|xem|nhìn|đọc)"
    r"|(?:dấu hiệu|lời văn|văn bản|đoạn|nhóm|phần)(?: nào| của nhóm thứ \w+)? đã (?:được )?đối chiếu(?! với| bản| sổ)"
    r"|(?:văn bản|lời văn|đoạn)(?: mà bộ tài liệu)? đã (?:thấy|xem) được|(?:phương án|câu) (?:gây )?nhiễu"
    r"|phương án (?:đúng|sai)|mồi nhử|(?:câu|cặp|tình huống) (?:song song|tương phản)|đáp án (?:đúng|của câu)|là đáp án"
    r"|ngân hàng câu hỏi|câu hỏi này (?:đo|kiểm tra)|ngữ liệu|yêu cầu [A-D][1-7])\b",
)
"""How we talk of items among ourselves; a learner has no use for it."""

_MACHINE = re.compile(r"(?i)\b(?:máy|xe|bơm|quạt|động cơ)\b")
"""What may run smoothly in plain words."""


def case_findings(stimulus: str) -> Iterator[Finding]:
    """too-short, too-long, long-case, many-people: what can be said of a scenario's case."""
    length, least = count_syllables(stimulus), CASE_RANGE[0]
    if length < least:
        yield _length("too-short", length, f"từ {least} tiếng", "thêm chi tiết cần cho việc cân nhắc")
    yield from _long(stimulus)
    yield from _people(stimulus)


def _long(stimulus: str) -> Iterator[Finding]:
    length, mend = count_syllables(stimulus), "bỏ chi tiết không ảnh hưởng đến đáp án"
    if length > CASE_RANGE[1]:
        yield _length("too-long", length, f"nhiều nhất {CASE_RANGE[1]} tiếng", mend)
    elif length > CASE_LONG:
        mend = f"{mend}; hoặc ghi lý do trong waivers của tình huống"
        yield _length("long-case", length, f"nhiều nhất {CASE_LONG} tiếng", mend)


def _length(rule: str, length: int, allowed: str, mend: str) -> Finding:
    return Finding(rule, ("stimulus",), f"tình huống dài {length} tiếng", allowed, mend)


def people(text: str) -> list[str]:
    """The names of people, each once, in the order of the text."""
    found = []
    for match in PERSON.finditer(text):
        found.append(match[1].split()[-1])
        end = match.end()
        while more := ALSO.match(text, end):
            found.append(more[1])
            end = more.end()
    return list(dict.fromkeys(found))


def _people(stimulus: str) -> Iterator[Finding]:
    named = people(stimulus)
    if len(named) > PEOPLE_MAX:
        yield Finding(
            "many-people",
            ("stimulus",),
            f"tình huống gọi tên {len(named)} người: {', '.join(named)}",
            f"nhiều nhất {PEOPLE_MAX} người có tên",
            "gọi người ít việc bằng vai (“kế toán”, “một hộ”), hoặc bỏ",
        )


def draft_case(item: LintItem, known: Known) -> Iterator[Finding]:
    """long-case, too-long, many-people of a draft; those of a scenario are told once, not with every item."""
    if not item.in_bank and count_syllables(item.stimulus) >= CASE_MIN:
        yield from _long(item.stimulus)
        yield from _people(item.stimulus)


def workshop_words(item: LintItem, known: Known) -> Iterator[Finding]:
    """workshop-words: an expression of ours in what a learner reads."""
    texts = [(("prompt",), item.prompt), *item.explanations()]
    texts += [(("choices", n, "text"), choice.text) for n, choice in zip(item.numbers, item.choices, strict=True)]
    if not item.in_bank:
        texts.append((("stimulus",), item.stimulus))
    for place, text in texts:
        yield from workshop_findings(text, place)


def workshop_findings(text: str, place: tuple[str | int, ...]) -> Iterator[Finding]:
    match = WORKSHOP.search(text)
    if match and not (match.group().endswith("chạy êm") and _MACHINE.search(text[: match.start()])):
        yield Finding(
            "workshop-words",
            place,
            f"“{match.group()}” là lời của người soạn",
            "lời mà người ta nói ở nơi làm việc",
            "hỏi thẳng: ai nên làm gì; văn bản nói gì",
        )


RULES = (draft_case, workshop_words)
