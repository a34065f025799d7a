"""Rules about the lead-in: what the prompt asks, and how. Knows nothing of explanations."""

import re
from collections.abc import Iterator

from .lint_item import Finding, Known, LintItem
from .syllables import NEGATIONS, clauses, count_syllables, phrase_pattern, show, syllables, without_false_negations, words

_QUESTION_WORD = phrase_pattern(
    words("""gì|nào|ai|sao|đâu|bao nhiêu|thế nào|ra sao|bao giờ|bao lâu|đến đâu|vì đâu|mấy""")
)
_YES_NO = phrase_pattern(["không", "chưa", "chăng", "hay"])
_TASK = phrase_pattern(
    words(
        """chọn|hãy|xếp|sắp|sắp xếp|đánh dấu|ghép|nối|cho biết|xác định|chỉ ra|nêu|đánh giá|tìm|gạch|điền|tích|so sánh|
        phân loại|gạch bỏ|bấm|khoanh|đọc|lựa chọn|cho điểm|chấm điểm|giúp|hoàn thành|hoàn chỉnh|bổ sung"""
    )
)
"""Imperatives a quiz uses. Not a list of verbs: "anh Páo ký ba hồ sơ" gives no task."""
_OPEN_MODAL = re.compile(r"\b(nên|cần|phải|sẽ|thì|là|vì|để|bằng cách|hãy)\s*(?::|…|\.{3})?$", re.IGNORECASE)
"""A sentence that its options complete ("… chị Dợ nên:", "… việc cần làm trước là")."""
_SUBJECT = re.compile(r"(?i:\b(anh|chị|ông|bà|cô|thầy|bác|em|chú|đồng chí|chủ tịch|bí thư|trưởng|phó|giám đốc|người|cán bộ|đảng viên|tôi|bạn|việc|cách|điều|hành vi|cấp ủy|chi bộ|tổ)\b)")


def lead_in_missing(item: LintItem, known: Known) -> Iterator[Finding]:
    """lead-in-missing: the prompt puts no question and sets no task: empty, a heading, a plain statement."""
    prompt = item.prompt
    asks = _asks(prompt)
    if not asks:
        found = f"câu hỏi {show(prompt)} không hỏi gì, không giao việc gì" if prompt.strip() else "câu hỏi để trống"
        yield Finding(
            "lead-in-missing", ("prompt",), found, "một câu hỏi trọn vẹn, hoặc một lời giao việc (chọn, xếp, đánh dấu…)",
            "hỏi thẳng: ai nên làm gì, việc nào phù hợp, vì sao",
        )


def _task_places(prompt: str) -> list[str]:
    """Where an imperative may stand: at the start of a clause, or after the person spoken to."""
    starts = [part.strip() for part in re.split(r"[.,:;?!–]|\b(?:anh chị|anh, chị|bạn|đồng chí|em)\b(?! nào)", prompt)]
    return [part for part in starts if part]


def _asks(prompt: str) -> bool:
    if not prompt:
        return False
    if _OPEN_MODAL.search(prompt) and count_syllables(prompt) >= 5 and _SUBJECT.search(prompt):
        return not re.match(r"(?i)(về|nói về|đối với|liên quan)\b", prompt) or bool(_QUESTION_WORD.search(prompt))
    if any(_TASK.match(part) for part in _task_places(prompt)) or prompt.rstrip().endswith("…") or re.search(r"_{2,}|\.{3}", prompt):
        return True
    if _QUESTION_WORD.search(prompt):
        return True
    if prompt.rstrip(" ”\"").endswith("?") and _YES_NO.search(prompt):
        return True
    return prompt.rstrip(" ”\"").endswith("?") and count_syllables(prompt) >= 6


_BLANK = re.compile(r"…|\.{3,}|_{2,}|\(\s*\)|\[\s*\]|\.\s\.\s\.")


def blank_inside(item: LintItem, known: Known) -> Iterator[Finding]:
    """blank-inside: a gap in the middle of the prompt. A gap at its end reads well and is allowed."""
    for match in _BLANK.finditer(item.prompt):
        before, after = item.prompt[: match.start()].rstrip(), item.prompt[match.end() :]
        trails_off = after.lstrip().startswith(("”", "»")) or (after.startswith('"') and before.count('"') % 2 == 1)
        ends_list = before.endswith((",", " v.v", "vân vân", "v.v")) or after.lstrip().startswith(",") and match.group() == "…" and _is_list(before)
        if count_syllables(after) and not trails_off and not ends_list:
            yield Finding(
                "blank-inside", ("prompt",), f"chỗ trống ở giữa câu: {show(item.prompt)}", "câu hỏi trọn vẹn, hoặc chỗ trống ở cuối câu",
                "viết lại thành câu hỏi, hoặc dời chỗ trống xuống cuối",
            )
            return


def _is_list(before: str) -> bool:
    return before.count(",") >= 2


_ASKED = r"(?:nào|đâu|gì|ai|(?:chọn|tìm|chỉ ra|xác định|đánh dấu|nêu)(?:\s\w+){0,6}?)"
_NEGATIVE_WORD = r"(?:không|chưa|chẳng|sai|trái|ngoại trừ|trừ|đừng|kém phù hợp|ít phù hợp)"
_BREAKS = r"(?:và|mà|khi|nếu|để|vì|do|hay|nhưng|dù|với|cho|lúc|làm|khiến|giúp|bị|những|các|người)\b"
"""After these words a denial belongs to a smaller clause, not to what is asked."""
_NEGATIVE_ASK = (
    re.compile(rf"(?<!thế )(?<!khi )(?<!lúc )(?<!cách )\b(?:nào|đâu)\b(?:\s(?!{_BREAKS})[\w“”\"]+){{0,9}}?\s(?P<word>{_NEGATIVE_WORD})\b"),
    re.compile(rf"\bcách(?:\s\w+){{0,2}}? nào\b(?:\s(?!{_BREAKS})[\w“”\"]+){{0,5}}?\s(?P<word>{_NEGATIVE_WORD})\b"),
    re.compile(rf"\b(?:gì|ai)\b(?:\s(?!{_BREAKS}|với|về|cho|trong|từ|của|người)[\w“”\"]+){{0,4}}?\s(?P<word>{_NEGATIVE_WORD})\b"),
    re.compile(r"\b(?:chọn|tìm|chỉ ra|xác định|nêu)\b(?:\s[\w“”\"]+){0,6}?\s(?P<word>không|chưa|sai|trái)\s?(?!biết|rõ)(?:đúng|phù hợp|nên|phải|thuộc|được|có|là|với|quy định|sự thật|chính xác|ở|nằm|$|[.:?,])"),
    re.compile(r"\b(?P<word>không|chưa|chẳng)\s(?:nên|được|phải|cần|thể|có quyền|được phép|thuộc)(?:\s\w+){0,7}?\s(?:gì|nào|đâu|ai|điều gì|việc gì|việc nào)\b"),
    re.compile(r"(?:,|đều|tất cả|những việc sau|sau đây|ở trên)(?:\s\w+){0,8}?\s(?P<word>ngoại trừ|trừ)\b"),
    re.compile(r"\b(?P<word>ngoại trừ|trừ)\s*(?::|\?|$|điều nào|việc nào|phương án nào|ý nào|đâu)"),
    re.compile(r"\b(?P<word>sai|không đúng|chưa đúng)\s*(?:\?|:|$|\.)"),
    re.compile(r"^(?:đâu|việc nào|điều nào|ý nào|ai)\s(?P<word>không|chưa)\b"),
)
"""Ways of asking for the exception: "… nào không …", "Chọn câu sai", "không nên làm gì", "… đều đúng, trừ". A denial
inside the situation ("Khi dân không đồng ý, anh nên làm gì?") does not ask negatively."""
_WHY = re.compile(r"(?:vì sao|tại sao|vì lẽ gì|lý do (?:gì|nào))")
_SHOUTED = re.compile(r"\b(?:KHÔNG(?: \w+)??|SAI|CHƯA|NGOẠI TRỪ|TRỪ|TRÁI|ĐỪNG)\b")


def negative_word(prompt: str) -> str | None:
    """The denying word the prompt asks with, as written (KHÔNG, chưa, trừ …), or None where it asks positively."""
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
    spans = [match.span() for match in re.finditer(r"[^.?!]+[.?!]*", prompt) if match.group().strip(" .?!”\"")]
    asking = [span for span in spans if prompt[: span[1]].rstrip().endswith("?") or _TASK.match(prompt[slice(*span)].strip())]
    return asking or spans[-1:]


def _blank_false_negations(prompt: str) -> str:
    """Lower case, the same length, with denials that deny nothing overwritten by dots."""
    lowered = prompt.lower()
    harmless = (
        r"\b(?:có|được|đúng|phải|nên|xong)\s(?:[^,.;:?]+\s)?(?:không|chưa)(?=\s*(?:[.?!]|$|ạ|,|và vì))",
        r"\bkhông(?=\s*(?:\?|$))", r"\bchưa(?=\s*(?:\?|$))", r"\bhay (?:không|chưa)\b", r"không (?:chỉ|những|khí|gian)\b",
        r"“[^”]*”", r"\"[^\"]*\"", r"\bđúng (?:hay )?sai\b", r"\bđúng, sai\b", r"\bphải, trái\b", r"\bđúng và sai\b", r"\bsai (?:sót|phạm|lầm|lệch|số)\b", r"\bbên trái\b",
    )
    for pattern in harmless:
        lowered = re.sub(pattern, lambda match: "." * len(match.group()), lowered)
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
            "negative-stem", ("prompt",), f"câu hỏi theo lối phủ định, từ “{word}” dễ đọc sót", f"hỏi thuận, hoặc viết hoa {word.upper()}",
            "đổi thành câu hỏi thuận; nếu phải hỏi ngược thì viết hoa từ phủ định",
        )


_DENIED = re.compile(
    r"\b(không|chưa|chẳng|đừng)\b(?:\s\w+){0,6}?\s(không|chưa|chẳng)\b|\b(không|chưa|chẳng|đừng)\b(?:\s\w+){0,3}?\s(trừ khi|phủ nhận|loại trừ|bác bỏ)\b"
)
_JOINED = re.compile(
    r"\b(và|cũng|nhưng|hay|hoặc|rồi|còn|nên|thì|vì|do|để|lẫn|song|dù|bởi|lúc|cho đến khi|đến khi|những ai)\b"
)
"""Between two denials these words start another statement: "không ký và không báo" denies twice, plainly."""


def denies_twice(text: str) -> str | None:
    """The stretch of a clause in which one denial stands under another ("không thể không báo"), or None."""
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
    """double-negative: a denial under a denial, in the prompt, in one option, or across a negative prompt and options."""
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
                    "double-negative", item.place_of(choice),
                    f"câu hỏi đã phủ định mà phương án “{choice.identifier}” cũng phủ định: {show(choice.text)}",
                    "câu hỏi phủ định chỉ đi với phương án khẳng định", "hỏi thuận, hoặc viết phương án theo lối khẳng định",
                )
                return


_DOCUMENT = re.compile(
    r"\b(?:Chỉ thị|Nghị quyết|Quy định|Kết luận|Luật|Nghị định|Hướng dẫn|Thông tư|Quyết định|Công văn|Quy chế|Pháp lệnh|Thông báo|Kế hoạch|Chương trình hành động|Đề án)\b[^.?!:;“”]*",
    re.IGNORECASE,
)
TITLE_SYLLABLES = 12


def title_in_stem(item: LintItem, known: Known) -> Iterator[Finding]:
    """title-in-stem: the stem spells out a document's formal title (12 syllables or more) instead of its short name."""
    for where, text in (("prompt", item.prompt), ("stimulus", item.stimulus)):
        for match in _DOCUMENT.finditer(text):
            title = _formal_title(match.group())
            if title and count_syllables(title) >= TITLE_SYLLABLES:
                yield Finding(
                    "title-in-stem", (where,), f"nhắc cả tên dài của văn bản: {show(title)}", f"tên gọi ngắn, dưới {TITLE_SYLLABLES} tiếng",
                    "chỉ gọi tên ngắn, ví dụ “Chỉ thị 28”; trích dẫn đã hiện bên dưới câu hỏi",
                )
                return


def _formal_title(stretch: str) -> str | None:
    """The formal part of a stretch that starts with a kind of document, or None where it is ordinary speech."""
    marks = sum(bool(pattern.search(stretch, start)) for pattern, start in _TITLE_MARKS)
    verbs = len(set(_TITLE_VERBS.findall(stretch.casefold())))
    if marks + min(verbs, 2) < 2:
        return None
    end = _TITLE_END.search(stretch, 12)
    return stretch[: end.start()].rstrip(" ,") if end else stretch.rstrip(" ,")


_TITLE_MARKS = (
    (re.compile(r"(?i)^\w+(?:\s\w+)?\s(?:số\s|\d+[-/])"), 0),
    (re.compile(r"(?i)\bcủa (?:ban|bộ|tỉnh|đảng|chính phủ|quốc hội|hội nghị|ủy ban|thủ tướng|hội đồng|trung ương|thường|giám đốc|sở|chủ tịch|huyện|xã)\b"), 0),
    (re.compile(r"(?i)\b(?:về|quy định|ban hành)\b(?:\s(?:việc|một số))?\s"), 6),
    (re.compile(r"(?i)\b(?:ngày \d|năm \d{4}|giai đoạn|nhiệm kỳ)"), 0),
)
_TITLE_VERBS = phrase_pattern(
    words("hướng dẫn|triển khai|thực hiện|tăng cường|đẩy mạnh|phê duyệt|sửa đổi|bổ sung|nâng cao|phòng, chống|chương trình hành động|quán triệt|tổ chức thực hiện")
)
"""Verbs of formal titles; ordinary speech has at most one of them beside the kind of document."""
_TITLE_END = re.compile(
    r",\s*(?:theo|anh|chị|ông|bà|cô|thầy|em|bạn|người|cán bộ|đảng viên|việc|điều|cách|ai|khi|thì|ý|nội dung|hành vi|yêu cầu|trách nhiệm|nhân viên)\b"
    r"|\b(?:yêu cầu|nêu rõ|đòi hỏi|thì|nhắc|giao cho|dặn|được phổ biến|áp dụng|có hiệu lực|gồm|nhấn mạnh)\b"
)


_NUMBER_ASKED = re.compile(
    r"\bbao nhiêu\b|\b(?:có|gồm|chia|thành|nêu|ra|đủ|thuộc|tổng cộng|là)?\s?mấy (?!người nên)\w+|\b(?:năm|ngày|tháng|khóa|nhóm số|khoản|điều số|đoạn|mục|chương|thứ) (?:nào|mấy|bao nhiêu)\b"
    r"|\bsố (?:mấy|nào|hiệu|bao nhiêu)\b|\bngày tháng (?:năm )?nào\b|\bmang số\b|\bphần trăm\b|\bthứ mấy\b|\bbao lâu\b|\b(?:năm|ngày) ban hành\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = "một hai ba bốn năm sáu bảy tám chín mười".split()


def numeric_recall(item: LintItem, known: Known) -> Iterator[Finding]:
    """numeric-recall: the prompt asks for a number, a date or an article, which teaches nothing about behaviour."""
    asked = _number_asked(item)
    if asked:
        yield Finding(
            "numeric-recall", ("prompt",), f"câu hỏi chỉ kiểm tra trí nhớ con số: “{asked}”", "hỏi việc nên làm trong tình huống",
            "hỏi về nội dung yêu cầu hoặc cách xử lý, đừng hỏi số",
        )


_OTHER_QUESTION = phrase_pattern("gì|nào|ai|sao|đâu|thế nào|chọn|đánh giá|xếp|ghép|đánh dấu".split("|"))
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


RULES = (lead_in_missing, blank_inside, negative_stem, double_negative, title_in_stem, numeric_recall)
