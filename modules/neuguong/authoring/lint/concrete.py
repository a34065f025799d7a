"""Rules about options of an item with a case: acts, not labels; of one tone and one grain. Knows nothing of keys.

They ask for a case: without one nothing says who does what, and a short option may be all there is to say.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain

from ...bank.interactions import Options
from .guarded import Guarded
from .lint_item import Finding, Known, LintChoice, LintItem
from .syllables import UPPER, Found, Phrases, compounds, content_words, count_syllables, show, words

CASE_MIN = 30
"""Syllables from which a stimulus tells a case."""
ACT_MIN = 6
"""Syllables below which an option says who does what only where two of its words stand in the case."""
LABEL_MAX = 12
"""Syllables up to which an option may still be a label, where it names nothing of the case."""
GAP = 4
"""Syllables between the longest (shortest) option and the next, from which it stands out: authors keep within three."""
GAP_RATIO = 1.4
"""… and how many times as long it must be: four syllables among twenty are no sign."""

_CLASSIFYING = re.compile(
    r"(?i)\b(?:nhóm|loại|dấu hiệu|biểu hiện|cấp|nơi|cơ quan|đơn vị|bên|bộ phận|phòng|câu|lời) nào\b|\bkết quả là gì\b"
    r"|\bthẩm quyền (?:của ai|thuộc)|\bthuộc (?:về ai|nhóm|loại|phần)\b|\bcủa ai\b|"
    r"\bai (?:nên|phải|là|có|được|sẽ)\b(?! làm gì)"
    r"|\bbao (?:giờ|lâu|nhiêu)\b|\b(?:lúc|ngày|khi|hôm|giờ) nào\b|\b(?:nói|trả lời|đáp|viết|nhắn) (?:gì|sao|thế nào)\b"
    r"|\bgiao (?:cho )?ai\b|\bvì sao\b|\bở đâu\b|\bđiều gì\b(?! (?:nên|cần|phải) (?:được )?làm)"
)
"""Prompts that ask for a class, a person, a place, a time, a reason or words: their options need be no acts."""

_NUMBER = r"(?:\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười(?: \w+)?|(?:hai|ba|bốn|năm) mươi(?: \w+)?)"
_DAY = (
    r"thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|(?:ngày|sáng|trưa|chiều|tối|đêm|hôm) (?:mai|nay|kia|sau)"
    rf"|ngày (?:mùng|rằm)|mùng {_NUMBER}|(?:ngày|tháng) \d+|ngày (?:mười|hai mươi|ba mươi)\b|\d{{1,2}}[h/]\d*"
    rf"|{_NUMBER} (?:giờ|ngày|tháng|tuần|phút|tiếng|hôm)"
    r"|(?:mỗi|cuối|đầu|trong|hết) (?:tuần|tháng|ngày|buổi|ca|giờ)"
)
_SPAN = r"(?:tuần|tháng|quý|năm|kỳ|ca) (?:này|tới|sau)"
DAY = re.compile(rf"(?i)\b(?:{_DAY})\b")
"""A day or an hour."""
WHEN = re.compile(rf"(?i)\b(?:{_DAY}|{_SPAN})\b")
"""A day, an hour, or a longer while."""
_EXACT = re.compile(
    rf"(?i)\b(?:{_NUMBER} giờ|\d{{1,2}}[h/]\d*|ngày \d+"
    r"|(?:trước|hạn|chậm nhất|sáng|trưa|chiều|tối|vào) (?:ngày )?(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật))\b"
)
"""A clock hour, a date, a deadline: only another day matches that, or any words of when in half of the others."""
_TIMED = re.compile(
    rf"(?i)\b(?:{_DAY}|{_SPAN}|trước(?! (?:mặt|dân|tập thể|cả|đám|mọi))|sau(?! (?:này|đó))(?=\s)"
    r"|ngay(?! (?:cả|trên|tại|ngắn|thẳng))|(?:khi|lúc)(?! (?:nào|khác|có|cần|rảnh|tiện|thuận|thích hợp|phù hợp))"
    r"|hôm(?! (?:nào|khác))|(?:buổi|phiên|kỳ|đợt|giờ|ngày|tuần|tháng|quý)(?! (?:nào|khác|càng))|hằng|hạn|lập tức|từ nay"
    r"|lần (?:này|tới)|(?:chờ|đợi)(?: \w+)+? (?:về|xong|đến|yên|rồi))\b"
)
"""Any word of when that can be told by a clock or by what happens: “lúc nào tiện” cannot."""
_MEETING = re.compile(r"(?i)\b(?:họp|giao ban|buổi|lịch|phiên|ca|chuyến|hội nghị|sinh hoạt)(?: \w+){0,2} $")
"""What a day may be the name of: “cuộc họp thứ Sáu” fixes no time."""
_TITLE = (
    rf"(?:[Aa]nh|[Cc]hị|[Ôô]ng|[Bb]à|[Cc]ô|[Tt]hầy|[Bb]ác|[Cc]ụ|[Cc]hú|[Ee]m|[Cc]ậu|[Dd]ì|[Cc]háu|[Đđ]ồng chí|[Bb]ác sĩ"
    rf"|[Yy] sĩ|[Yy] tá"
    rf"|[Đđ]ại úy|[Tt]hiếu tá|[Tt]rung tá|[Tt]hượng úy|[Tt]rung úy|(?:[Bb]í thư|[Cc]hủ tịch|[Gg]iám đốc|[Hh]iệu trưởng"
    rf"|[Tt]rưởng (?!khoa)\w+|\w+ trưởng|[Kk]ế toán|[Vv]ăn thư"
    rf"|[Tt]hủ quỹ|[Tt]hủ kho|[Kk]ỹ sư|[Đđ]iều dưỡng|[Nn]hân viên|[Cc]huyên viên|[Cc]ô giáo|[Tt]hầy giáo|[Gg]ià làng"
    rf"|[Vv]ợ|[Cc]hồng|[Tt]hủ trưởng|[Cc]án bộ|[Tt]hiếu úy|[Đđ]ại tá)(?= [{UPPER}]))"
)
_NO_NAME = r"(?!Bí|Chủ|Phó|Trưởng|Giám|Hiệu|Đảng|Ủy|Chi|Đoàn|Hội|Ban|Mặt|Sở)"
PERSON = re.compile(rf"\b{_TITLE}\s({_NO_NAME}[{UPPER}]\w*(?:\s[{UPPER}]\w*)*)")
"""A title and a name."""
ALSO = re.compile(rf"(?:, | và |, và | cùng | với )({_NO_NAME}[{UPPER}]\w+)(?! [{UPPER}])")
"""One more name after such a title: “anh Páo, Sình và Vừ”."""
_ANYBODY = re.compile(
    r"(?i)\b(?:anh|chị|ông|bà|cô|thầy|bác|em|hộ|tổ|chi bộ|chi ủy|đảng|xã|phòng|bí thư|chủ tịch|trưởng|phó"
    r"|giám đốc|kế toán|văn thư|bảo vệ|công an|phụ huynh|dân|khách|thợ)\b"
)
_SLOGAN = re.compile(
    r"(?:Tăng cường|Phát huy|Nâng cao|Nêu cao|Đề cao|Đẩy mạnh|Chú trọng|Coi trọng|Quán triệt|Thể hiện|Giữ vững|Quan tâm"
    r"|Làm tốt|Thực hiện (?:tốt|đúng|nghiêm|đầy đủ)|Có (?:biện pháp|thái độ|giải pháp)"
    r"|Bảo đảm|Đảm bảo|Kiên quyết|Linh hoạt)\b"
)
"""How a slogan starts: with whatever words of the case it goes on, it tells no act, unless by when or how many."""
_WHOM = re.compile(
    r"(?i)\b(?:anh|chị|ông|bà|cô|thầy|bác|em|hộ|bí thư|chủ tịch|trưởng|phó|giám đốc|kế toán|văn thư|phụ huynh|khách"
    r"|thợ)\b"
)
_LABEL = Guarded(
    "nguyên đổi đã đang cấp trên khác liên nghiệp ấy chung thể lại cũ tự quy quyền năng ngoài qua thêm cường huy cao"
    " mạnh trọng hiện triệt vững thần nhiệm tùy tình xử giải phối kiện biện hoạt tìm nhắc lý hợp vai tác tâm",
    r"(?i)\b(?:giữ nguyên|không đổi gì|(?:người|điều|nơi) (?:đã|đang) \w+|cấp trên(?: trực tiếp)?|lên trên|cấp này"
    r"|nơi khác|các bên liên quan|người liên quan|đồng nghiệp|người ấy|họp chung|ra tập thể|phần còn lại|như cũ"
    r"|tự (?:thu xếp|quyết|xử lý|lo|giải quyết)|(?:theo|đúng) (?:quy định|quy trình|thẩm quyền|chức năng|nguyên tắc)"
    r"|cách (?:khác|cũ)|để ngoài|bỏ qua|chờ thêm|tăng cường|phát huy|nâng cao|đẩy mạnh|chú trọng|thể hiện|đề cao"
    r"|quán triệt|giữ vững|tinh thần|trách nhiệm|tùy tình hình|hợp tình"
    r"|xử lý|giải quyết|phối hợp|tạo điều kiện|biện pháp|linh hoạt"
    r"|tìm cách|tìm hướng|cân nhắc|hợp lý|phù hợp|thích hợp|vai trò|công tác|quan tâm)\b",
)
"""What a label says in place of a person or a thing of the case."""
_TELLING = {
    what: words(listed)
    for what, listed in {
        "đổ lỗi hay chê trách": """đổ lỗi|đổ cho|đổ tại|quy lỗi|trách mắng|mắng|quát|chê|bêu|bêu tên|nói xấu|
            chỉ trích|lên án|hạch hỏi|do lỗi của|lỗi là của|lỗi tại|dằn mặt|tại lỗi|trách móc|kết tội|phê phán|
            đổ hết|đổ lên|bắt lỗi|bới lỗi|trách cứ|chì chiết|làm mất mặt|nói nặng|vạch mặt|
            bóc mẽ|kêu ca|phàn nàn|làm bẽ mặt|chê bai|kể tội|mỉa mai""",
        "che giấu": """giấu|che giấu|che đậy|lờ đi|lờ|làm ngơ|ỉm|ém|ém nhẹm|im đi|lấp liếm|bưng bít|giấu nhẹm|
            cất kín|xóa dấu|tránh để ai biết|không để ai biết|đừng để ai biết|giữ kín|coi như không biết|coi như chưa|
            làm như không|giấu đi|giấu giếm|im lặng|giữ im|giữ thể diện|không hé|
            không cho ai biết|không nói với ai|tẩy xóa|lẳng lặng|âm thầm|lén|lén lút|gạt đi""",
        "khoe hay kể công": """khoe|khoe khoang|kể công|tâng bốc|tô hồng|khen mình|tự khen|lấy tiếng|
            giành công|ghi công mình|cho oai|phô trương|đánh bóng|lấy thành tích|
            kể thành tích|công lao của mình|nhận công""",
        "ép buộc": """dọa|dọa nạt|đe|đe dọa|ép|ép buộc|cưỡng ép|bắt ép|chèn ép|trù dập|đuổi về|nạt|quở|
            hăm dọa|bắt phải|gây khó|làm khó""",
        "né tránh hay làm cho có": """né tránh|né|lảng tránh|lảng|trốn|trốn tránh|thoái thác|chối bỏ|chối lỗi|đùn đẩy|
            đùn|đẩy việc|đẩy trách nhiệm|phó mặc|khoán trắng|bỏ mặc|mặc kệ|phớt lờ|ngó lơ|bao che|bao biện|đổ thừa|
            bịa|gian dối|nói dối|hách dịch|sách nhiễu|nhũng nhiễu|qua loa|cho xong chuyện|cho có|
            cho xong|cho yên chuyện|cho qua|cho khỏi|đẩy cho|đẩy sang|né việc|khỏi bị trách|khỏi mang tiếng|lấy lòng|
            nể nang|thiên vị|ưu ái|vụ lợi|trục lợi|vô trách nhiệm|chiếu lệ|đối phó|lấy lệ""",
        "khen đức tính": """gương mẫu|nêu gương|làm gương|minh bạch|lắng nghe|chân thành|thành khẩn|thẳng thắn|
            tận tình|tận tụy|chu đáo|trung thực|cầu thị|tôn trọng|công tâm|khách quan|dũng cảm|nghiêm túc|
            có trách nhiệm|chịu trách nhiệm|nhận trách nhiệm|nhận lỗi|nhận khuyết điểm|xin lỗi|ân cần|niềm nở|kịp thời|
            đúng mực|công bằng|tận tâm|hết lòng|hết mình|vì dân|tự giác|nhiệt tình|không quản ngại|
            nhận thiếu sót|nhận phần sai|nhận phần lỗi|khiêm tốn|tâm huyết|thật lòng|thấu hiểu|cảm thông|kiên nhẫn|
            trân trọng|liêm chính|mẫu mực|tiên phong|xung phong|vì tập thể|đặt lợi ích chung""",
    }.items()
}
"""What a word says of whoever does the act, and the words: blame, hiding, boasting, force; virtue."""
_ANY_TONE = Phrases(chain.from_iterable(_TELLING.values()))
_ODD_TONE = {what: Phrases(phrases) for what, phrases in _TELLING.items()}


_DENIED = re.compile(r"(?i)\b(?:không|chưa|chẳng|đừng|mục|quy định|trách nhiệm|đợt|phong trào)\s$")
"""Before such a phrase: it is denied, or the name of a thing (“mục nêu gương”)."""


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
        if _is_slogan(choice.text) or (_may_be_label(choice.text) and _of_the_case(choice.text, item) < 2):
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
    return length <= LABEL_MAX and bool(_LABEL.search(text)) and not _is_particular(text)


def _is_slogan(text: str) -> bool:
    return bool(_SLOGAN.match(text)) and count_syllables(text) <= LABEL_MAX and not _is_particular(text)


def _is_particular(text: str) -> bool:
    return bool(PERSON.search(text) or WHEN.search(text) or re.search(r"\d", text))


def _of_the_case(text: str, item: LintItem) -> int:
    """How many telling words of an option stand in the case; two side by side in both are one.

    Whoever it is done with counts as one more.
    """
    said = _said(text) & _said_of(item.stimulus, item.prompt)
    if count_syllables(text) < ACT_MIN:
        return len(said)
    joined = set(compounds(text)) & _joined_of(item.stimulus, item.prompt)
    whom = bool(_WHOM.search(text))
    return len(said) + whom - sum(one in said and two in said for one, two in joined)


@cache
def _joined_of(stimulus: str, prompt: str) -> set[tuple[str, str]]:
    return set(compounds(f"{stimulus} {prompt}"))


def _said(text: str) -> set[str]:
    """The telling words of an option; of a longer one, but for what makes it general."""
    return content_words(text if count_syllables(text) < ACT_MIN else _LABEL.sub(" ", text))


@cache
def _said_of(stimulus: str, prompt: str) -> set[str]:
    return content_words(f"{stimulus} {prompt}")


def odd_tone(item: LintItem, known: Known) -> Iterator[Finding]:
    """odd-tone: one option alone blames, hides, boasts, forces, or names a virtue."""
    if not _has_case(item) or not any(_ANY_TONE.search(choice.text) for choice in item.choices):
        return
    for what, phrases in _ODD_TONE.items():
        told = [(choice, match) for choice in item.choices if (match := _unless_denied(phrases, choice.text))]
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


def _unless_denied(phrases: Phrases, text: str) -> Found | None:
    found = phrases.search(text)
    return None if found and _DENIED.search(text[: found.start]) else found


def odd_grain(item: LintItem, known: Known) -> Iterator[Finding]:
    """odd-grain: one option alone names a day or an hour, names a person, or is longer or shorter than all others.

    Not in a contrast pair: the same options with two keys give nothing away.
    """
    if not _has_case(item) or item.in_pair:
        return
    allowed = "các phương án kia cũng nêu, hoặc không phương án nào"
    for what, marked in (("nêu ngày giờ", _dated_alone(item)), ("nêu tên người", _named_alone(item))):
        if marked:
            yield _odd(item, marked, f"chỉ phương án “{marked.identifier}” {what}", allowed)
            return
    by_length = sorted(item.choices, key=lambda choice: count_syllables(choice.text))
    sizes = [count_syllables(choice.text) for choice in by_length]
    for end, beside, word in ((-1, -2, "dài"), (0, 1, "ngắn")):
        low, high = sorted((sizes[end], sizes[beside]))
        if high - low >= GAP and high >= GAP_RATIO * low:
            found = (
                f"phương án “{by_length[end].identifier}” {word} {sizes[end]} tiếng, gần nhất là {sizes[beside]} tiếng"
            )
            allowed = f"độ dài chênh nhau dưới {GAP} tiếng, hoặc dưới {GAP_RATIO} lần".replace(".", ",")
            yield _odd(item, by_length[end], found, allowed)
            return


def _odd(item: LintItem, choice: LintChoice, found: str, allowed: str) -> Finding:
    return Finding("odd-grain", item.place_of(choice), found, allowed, "viết các phương án cụ thể như nhau")


def _alone(item: LintItem, marked: Callable[[str], object]) -> LintChoice | None:
    told = [choice for choice in item.choices if marked(choice.text)]
    return told[0] if len(told) == 1 else None


def _dated_alone(item: LintItem) -> LintChoice | None:
    """The one option with a day or an hour, where no other says when, and the day is not the name of a meeting."""
    one = _alone(item, _day_in)
    if one is None:
        return None
    others = [other.text for other in item.choices if other is not one]
    timed = sum(bool(_TIMED.search(other)) for other in others)
    enough = len(others) / 2 if _EXACT.search(one.text) and not any(map(WHEN.search, others)) else 1
    return None if timed >= enough else one


def _day_in(text: str) -> bool:
    return any(not _MEETING.search(text[: match.start()]) for match in DAY.finditer(text))


def _named_alone(item: LintItem) -> LintChoice | None:
    """The one option of a single choice with a person's name, where no other is about anybody."""
    one = _alone(item, PERSON.search) if item.is_single_choice else None
    return one if one and not any(_ANYBODY.search(other.text) for other in item.choices if other is not one) else None


RULES = (no_act, odd_tone, odd_grain)
