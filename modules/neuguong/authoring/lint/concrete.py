"""Rules about options of an item with a case: acts, not labels; of one tone and one grain. Knows nothing of keys.

They ask for a case: without one nothing says who does what, and a short option may be all there is to say.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from ...bank.interactions import Options
from .lint_item import Finding, Known, LintChoice, LintItem
from .syllables import UPPER, content_words, count_syllables, phrase_pattern, show, syllables, words

CASE_MIN = 30
"""Syllables from which a stimulus tells a case."""
ACT_MIN = 6
"""Syllables below which an option says who does what only where two of its words stand in the case."""
LABEL_MAX = 12
"""Syllables up to which an option may still be a label, where it names nothing of the case."""
GAP = 5
"""Syllables between the longest (shortest) option and the next, from which it stands out: authors keep within four."""

_CLASSIFYING = re.compile(
    r"(?i)\b(?:nhóm|loại|dấu hiệu|biểu hiện|cấp|nơi|cơ quan|đơn vị|bên|bộ phận|phòng|câu|lời) nào\b|\bkết quả là gì\b"
    r"|\bthẩm quyền (?:của ai|thuộc)|\bthuộc (?:về ai|nhóm|loại|phần)\b|\bcủa ai\b|\bai (?:nên|phải|là|có|được|sẽ)\b"
    r"|\bbao (?:giờ|lâu|nhiêu)\b|\b(?:lúc|ngày|khi|hôm|giờ) nào\b|\b(?:nói|trả lời|đáp|viết|nhắn) (?:gì|sao|thế nào)\b"
    r"|\bgiao (?:cho )?ai\b|\bvì sao\b|\bở đâu\b|\bđiều gì\b"
)
"""Prompts that ask for a class, a person, a place, a time, a reason or words: their options need be no acts."""

WHEN = re.compile(
    r"(?i)\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|(?:ngày|sáng|trưa|chiều|tối|đêm|hôm) (?:mai|nay|kia)"
    r"|(?:tuần|tháng|quý|năm|kỳ|ca) (?:này|tới|sau)|ngày (?:\d+|mùng|rằm)|tháng \d+|\d+ (?:giờ|ngày|tháng|tuần|phút)"
    r"|(?:một|hai|ba|bốn|năm|mười) (?:giờ|ngày|tháng|tuần|phút|tiếng)"
    r"|(?:mỗi|cuối|đầu|trong) (?:tuần|tháng|ngày|buổi|ca|giờ))\b"
)
"""A day or an hour."""
_TITLE = (
    rf"(?:[Aa]nh|[Cc]hị|[Ôô]ng|[Bb]à|[Cc]ô|[Tt]hầy|[Bb]ác|[Cc]ụ|[Cc]hú|[Ee]m|[Đđ]ồng chí|[Bb]ác sĩ|[Yy] sĩ|[Yy] tá"
    rf"|[Đđ]ại úy|[Tt]hiếu tá|[Tt]rung tá|[Tt]hượng úy|[Tt]rung úy|(?:[Bb]í thư|[Cc]hủ tịch|[Gg]iám đốc|[Hh]iệu trưởng"
    rf"|[Tt]rưởng \w+|[Kk]ế toán|[Vv]ăn thư)(?= [{UPPER}]))"
)
PERSON = re.compile(rf"\b{_TITLE}\s((?!Bí|Chủ|Phó|Trưởng|Giám|Hiệu|Đảng|Ủy|Chi)[{UPPER}]\w*(?:\s[{UPPER}]\w*)*)")
"""A title and a name."""
_ANYBODY = re.compile(
    r"(?i)\b(?:anh|chị|ông|bà|cô|thầy|bác|em|người|hộ|nhà|tổ|chi bộ|chi ủy|đảng|xã|phòng|cấp|bên|bí thư|chủ tịch|trưởng"
    r"|phó|giám đốc|mình|kế toán|văn thư|bảo vệ|công an|phụ huynh|dân|khách|thợ)\b"
)
_LABEL = re.compile(
    r"(?i)\b(?:giữ nguyên|không đổi gì|(?:người|điều|nơi) (?:đã|đang) \w+|cấp trên(?: trực tiếp)?|lên trên|cấp này"
    r"|nơi khác|các bên liên quan|người liên quan|đồng nghiệp|người ấy|họp chung|ra tập thể|phần còn lại|như cũ"
    r"|tự (?:thu xếp|quyết|xử lý|lo|giải quyết)|(?:theo|đúng) (?:quy định|quy trình|thẩm quyền|chức năng|nguyên tắc)"
    r"|cách (?:khác|cũ)|để ngoài|bỏ qua|chờ thêm|tăng cường|phát huy|nâng cao|đẩy mạnh|chú trọng|thể hiện|đề cao"
    r"|quán triệt|giữ vững|tinh thần|trách nhiệm|tùy tình hình|hợp tình"
    r"|(?:xử lý|giải quyết) (?:nghiêm|kịp thời|dứt điểm|linh hoạt|ổn thỏa|hợp lý|triệt để|ngay|sau)|biện pháp|linh hoạt"
    r"|tìm cách|tìm hướng|cân nhắc|hợp lý|phù hợp|thích hợp|vai trò|công tác|quan tâm)\b"
)
"""What a label says in place of a person or a thing of the case."""
_TELLING = {
    what: words(listed)
    for what, listed in {
        "đổ lỗi hay chê trách": """đổ lỗi|đổ cho|đổ tại|quy lỗi|trách mắng|mắng|quát|chê|bêu|bêu tên|nói xấu|
            chỉ trích|lên án|hạch hỏi|do lỗi của|lỗi là của|lỗi tại|dằn mặt|làm bẽ mặt|chê bai|kể tội|mỉa mai""",
        "che giấu": """giấu|che giấu|che đậy|lờ đi|lờ|làm ngơ|ỉm|ém|ém nhẹm|im đi|lấp liếm|bưng bít|giấu nhẹm|
            cất kín|xóa dấu|tránh để ai biết|không để ai biết|đừng để ai biết|giữ kín|coi như không biết|coi như chưa|
            làm như không""",
        "khoe hay kể công": """khoe|khoe khoang|kể công|tâng bốc|tô hồng|khen mình|tự khen|lấy tiếng|
            giành công|ghi công mình|cho oai""",
        "ép buộc": """dọa|dọa nạt|đe|đe dọa|ép|ép buộc|cưỡng ép|bắt ép|chèn ép|trù dập|đuổi về|nạt|gây khó|làm khó""",
        "né tránh hay làm cho có": """né tránh|né|lảng tránh|lảng|trốn|trốn tránh|thoái thác|chối bỏ|chối lỗi|đùn đẩy|
            đùn|đẩy việc|đẩy trách nhiệm|phó mặc|khoán trắng|bỏ mặc|mặc kệ|phớt lờ|ngó lơ|bao che|bao biện|đổ thừa|
            bịa|gian dối|nói dối|hách dịch|sách nhiễu|nhũng nhiễu|qua loa|cho xong chuyện|cho có|
            chiếu lệ|đối phó|lấy lệ""",
        "khen đức tính": """gương mẫu|nêu gương|làm gương|minh bạch|lắng nghe|chân thành|thành khẩn|thẳng thắn|
            tận tình|tận tụy|chu đáo|trung thực|cầu thị|tôn trọng|công tâm|khách quan|dũng cảm|nghiêm túc|
            có trách nhiệm|chịu trách nhiệm|nhận trách nhiệm|nhận lỗi|nhận khuyết điểm|xin lỗi|ân cần|niềm nở|kịp thời|
            đúng mực|công bằng|tận tâm|hết lòng|hết mình|vì dân|tự giác|nhiệt tình|không quản ngại|
            đặt lợi ích chung""",
    }.items()
}
"""What a word says of whoever does the act, and the words: blame, hiding, boasting, force; virtue."""
_ODD_TONE = {what: phrase_pattern(phrases) for what, phrases in _TELLING.items()}
_FIRST = frozenset(phrase.split()[0] for phrases in _TELLING.values() for phrase in phrases)
"""Syllables that such a phrase starts with: most options hold none."""


_DENIED = re.compile(r"(?i)\b(?:không|chưa|chẳng|đừng)\s$")


def _has_case(item: LintItem) -> bool:
    weighed = item.options in (Options.ONE_RIGHT, Options.SOME_RIGHT, Options.WEIGHED)
    return weighed and len(item.choices) >= 3 and count_syllables(item.stimulus) >= CASE_MIN


def _asks_for_acts(item: LintItem) -> bool:
    return _has_case(item) and not item.classifies and not _CLASSIFYING.search(item.prompt)


def no_act(item: LintItem, known: Known) -> Iterator[Finding]:
    """no-act: asked what somebody should do, an option is a label: a few syllables, nobody and nothing of the case."""
    if not _asks_for_acts(item):
        return
    for choice in item.choices:
        if _may_be_label(choice.text) and len(_said(choice.text) & _said_of(item.stimulus, item.prompt)) < 2:
            yield Finding(
                "no-act",
                item.place_of(choice),
                f"phương án “{choice.identifier}” {show(choice.text)} là tên một cách làm, chưa kể ai làm gì",
                f"một việc làm cụ thể, từ {ACT_MIN} tiếng: động từ, việc gì, với ai, bao giờ nếu cần",
                "viết việc mà máy quay được; câu phân loại thì thêm classifies: true",
            )
            return


def _may_be_label(text: str) -> bool:
    """Whether an option is so short, or so general, that only words of the case could make it an act."""
    length = count_syllables(text)
    if length < ACT_MIN:
        return True
    if length > LABEL_MAX or not _LABEL.search(text):
        return False
    return not (PERSON.search(text) or WHEN.search(text) or re.search(r"\d", text))


def _said(text: str) -> set[str]:
    """The telling words of an option; of a longer one, but for what makes it general."""
    return content_words(text if count_syllables(text) < ACT_MIN else _LABEL.sub(" ", text))


@cache
def _said_of(stimulus: str, prompt: str) -> set[str]:
    return content_words(f"{stimulus} {prompt}")


def odd_tone(item: LintItem, known: Known) -> Iterator[Finding]:
    """odd-tone: one option alone blames, hides, boasts, forces, or names a virtue."""
    if not _has_case(item) or all(_FIRST.isdisjoint(syllables(choice.text)) for choice in item.choices):
        return
    for what, pattern in _ODD_TONE.items():
        told = [(choice, match) for choice in item.choices if (match := _unless_denied(pattern, choice.text))]
        if len(told) == 1:
            choice, match = told[0]
            yield Finding(
                "odd-tone",
                item.place_of(choice),
                f"chỉ phương án “{choice.identifier}” có lời {what}: “{match.group()}”",
                "mọi phương án tử tế như nhau; phương án sai vì hậu quả, không vì lời lẽ",
                "kể việc làm, bỏ lời ấy; hoặc đưa điều ấy vào tình huống",
            )
            return


def _unless_denied(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    match = pattern.search(text)
    return None if match and _DENIED.search(text[: match.start()]) else match


def odd_grain(item: LintItem, known: Known) -> Iterator[Finding]:
    """odd-grain: one option alone names a day or an hour, names a person, or is longer or shorter than all others.

    Not in a contrast pair: the same options with two keys give nothing away.
    """
    if not _has_case(item) or item.in_pair:
        return
    allowed = "các phương án kia cũng nêu, hoặc không phương án nào"
    for what, marked in (("nêu ngày giờ", _alone(item, WHEN.search)), ("nêu tên người", _named_alone(item))):
        if marked:
            yield _odd(item, marked, f"chỉ phương án “{marked.identifier}” {what}", allowed)
            return
    by_length = sorted(item.choices, key=lambda choice: count_syllables(choice.text))
    sizes = [count_syllables(choice.text) for choice in by_length]
    for end, beside, word in ((-1, -2, "dài"), (0, 1, "ngắn")):
        if abs(sizes[end] - sizes[beside]) >= GAP:
            found = (
                f"phương án “{by_length[end].identifier}” {word} {sizes[end]} tiếng, gần nhất là {sizes[beside]} tiếng"
            )
            yield _odd(item, by_length[end], found, f"độ dài chênh nhau dưới {GAP} tiếng")
            return


def _odd(item: LintItem, choice: LintChoice, found: str, allowed: str) -> Finding:
    return Finding("odd-grain", item.place_of(choice), found, allowed, "viết các phương án cụ thể như nhau")


def _alone(item: LintItem, marked: Callable[[str], object]) -> LintChoice | None:
    told = [choice for choice in item.choices if marked(choice.text)]
    return told[0] if len(told) == 1 else None


def _named_alone(item: LintItem) -> LintChoice | None:
    """The one option of a single choice with a person's name, where no other is about anybody."""
    one = _alone(item, PERSON.search) if item.is_single_choice else None
    return one if one and not any(_ANYBODY.search(other.text) for other in item.choices if other is not one) else None


RULES = (no_act, odd_tone, odd_grain)
