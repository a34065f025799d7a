"""Rule about options that say the same: equal, nearly equal, one inside the other. Knows nothing of keys."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import NamedTuple

from .lint_item import Finding, Known, LintItem
from .syllables import (
    FUNCTION_WORDS,
    NEGATIONS,
    Phrases,
    each,
    runs_of,
    show,
    syllables,
    words,
)

OPPOSITES = frozenset(
    frozenset(pair.split("/"))
    for pair in each(
        """trước/sau trên/dưới trong/ngoài tăng/giảm thêm/bớt nhận/trả giữ/bỏ mở/đóng cũ/mới sáng/chiều
        trưa/tối sáng/tối chiều/tối đúng/sai công/riêng đồng/phản cho/lấy gửi/nhận lên/xuống ngay/sau
        đầu/cuối nhanh/chậm riêng/chung"""
    )
)
"""Pairs that turn an otherwise equal option into another one."""
_SYNONYM_GROUPS = """
mọi: tất cả|toàn bộ|toàn thể|hết thảy
ngay: ngay lập tức|lập tức|tức thì|liền|nhanh chóng|khẩn trương|tức khắc|mau chóng|càng sớm càng tốt
hỏi: xin ý kiến|hỏi ý kiến|tham khảo ý kiến
cấp trên: lãnh đạo|thủ trưởng|sếp
dân: người dân|bà con|nhân dân|hộ dân|bà con nhân dân
báo: thông báo|báo cáo|báo tin|báo lại
bàn: bàn bạc|trao đổi|thảo luận|bàn luận|nói chuyện
giảng: giải thích|giảng giải|phân tích
họp: cuộc họp|mở họp|tổ chức họp|mở cuộc họp|hội nghị|triệu tập họp
xem: xem xét|kiểm tra|rà soát|xem lại|rà lại|kiểm lại|rà
gọi: gọi điện|gọi điện thoại|điện thoại|điện thoại cho|gọi điện cho
nhắc: nhắc nhở|lưu ý
trang web: website|trang thông tin điện tử|trang mạng|cổng thông tin
trường: nhà trường
phụ huynh: cha mẹ học sinh|bố mẹ học sinh|gia đình học sinh
đơn vị: cơ quan
bảng tin: bảng thông báo|bản tin
ủy ban: ủy ban nhân dân|ubnd
đồng ý: chấp thuận|tán thành|nhất trí
dán: niêm yết|treo
công bố: công khai
làm: thực hiện|tiến hành
viết: soạn|soạn thảo|thảo
chờ: đợi|chờ đợi
gửi: chuyển|gửi tới|gửi đến|chuyển cho|gửi cho|chuyển đến
nhận lỗi: xin lỗi|thừa nhận lỗi
khen: biểu dương|tuyên dương|khen ngợi
đề nghị: yêu cầu|đề xuất|kiến nghị
người bệnh: bệnh nhân
thầy cô: giáo viên|thầy giáo|cô giáo
nhân viên: anh em|cán bộ nhân viên
giấy: giấy tờ|hồ sơ
giúp: giúp đỡ|hỗ trợ
mai: ngày mai|hôm sau
chỉ dẫn: hướng dẫn
nói: nêu|phát biểu|trình bày
bỏ: hủy|hủy bỏ|loại bỏ|xóa bỏ
giữ: cất|lưu|cất giữ|lưu giữ
sửa: chữa|sửa chữa|khắc phục
nhờ: mượn
khi: lúc|trong lúc
với: cùng với|cùng
cho: đến|tới
hằng ngày: mỗi ngày|hàng ngày
hằng tuần: mỗi tuần|hàng tuần
hằng tháng: mỗi tháng|hàng tháng
"""
_SYNONYMS = {
    other: word.strip()
    for line in _SYNONYM_GROUPS.strip().splitlines()
    for word, others in [line.split(":")]
    for other in words(others)
} | dict.fromkeys(words("sẽ|trực tiếp|tiến hành|thực hiện việc|việc|tự mình"), "")
"""Everyday words of the bank that say the same, used only for comparing options."""
_SYNONYM = Phrases(_SYNONYMS)
NEAR_EQUAL = 0.8
"""Dice similarity of the content words of two options, from which they say the same."""


def duplicate_options(item: LintItem, known: Known) -> Iterator[Finding]:
    """duplicate-options: two options equal, nearly equal, or one inside the other."""
    for one, two in combinations(item.choices, 2):
        why = _how_alike(one.text, two.text)
        if why:
            yield Finding(
                "duplicate-options",
                item.place_of(two),
                f"phương án “{two.identifier}” {why} phương án “{one.identifier}”: {show(one.text)} / {show(two.text)}",
                "mỗi phương án là một cách làm khác hẳn",
                "đổi một trong hai thành cách làm khác",
            )
            return


def _how_alike(one: str, two: str) -> str | None:
    ours, theirs = _in_common_words(one), _in_common_words(two)
    if not ours or not theirs:
        return None
    if ours == theirs or _parts(one) == _parts(two):
        return "giống hệt"
    if _numbers_overlap(one, two):
        return "chồng lên"
    return _how_alike_in_words(one, two) if _may_be_alike(_weigh(one), _weigh(two)) else None


class _Weighed(NamedTuple):
    """Of an option, in common words: the different ones but for particles; the different telling ones; how many of
    these in all."""

    told: frozenset[str]
    telling: frozenset[str]
    size: int


@cache
def _weigh(text: str) -> _Weighed:
    said = _in_common_words(text)
    different = frozenset(said)
    size = sum(word not in FUNCTION_WORDS for word in said)
    return _Weighed(different - _PARTICLES, different - FUNCTION_WORDS, size)


def _may_be_alike(one: _Weighed, two: _Weighed) -> bool:
    """False where two options are neither one in the other nor near enough: all that follows asks for either."""
    if one.told <= two.told or two.told <= one.told:
        return True
    repeated = min(one.size - len(one.telling), two.size - len(two.telling))
    shared = len(one.telling & two.telling) + repeated  # at most
    return shared >= 3 and 2 * shared / (one.size + two.size) >= NEAR_EQUAL


def _how_alike_in_words(one: str, two: str) -> str | None:
    first, second = list(_in_common_words(one)), list(_in_common_words(two))
    if len(set(first).intersection(second)) < 2:  # all that follows asks for two words in common
        return None
    difference = set(first) ^ set(second)
    if difference & set(NEGATIONS) or any(pair <= difference for pair in OPPOSITES):
        return None
    short, long = sorted((first, second), key=len)
    if _numbers(first) != _numbers(second):
        return None
    if len(short) >= 2 and (_inside(short, long) or _threaded(short, long)) and not _turned(long, short):
        return "bao trùm" if short == first else "nằm trong"
    if _replaced(first, second):
        return None
    ours, theirs = (Counter(word for word in words if word not in FUNCTION_WORDS) for words in (first, second))
    shared = sum((ours & theirs).values())
    size = sum(ours.values()) + sum(theirs.values())
    if shared >= 3 and 2 * shared / size >= NEAR_EQUAL and ours != theirs:
        return "gần như trùng với"
    if shared >= 2 and not _IN_TURN.search(f"{one} {two}") and _same_order(_told(first), _told(second)):
        return "gần như trùng với"
    return None


@cache
def _in_common_words(text: str) -> tuple[str, ...]:
    """The syllables of an option, one word for all that say the same. An option is compared with every other one."""
    return tuple(syllables(_SYNONYM.sub(lambda match: _SYNONYMS[match.group().casefold()], text)))


_JOINING = frozenset(("và", "với", "cùng"))
_AND = re.compile(r"\bvà\b|\bvới\b|\bcùng\b")


@cache
def _parts(text: str) -> frozenset[str]:
    """The members of a co-ordination, in any order: "họp và báo cáo" = "báo cáo và họp"."""
    return frozenset(" ".join(syllables(part)) for part in _parted(text) if part.strip(" ."))


def _parted(text: str) -> list[str]:
    return [text] if _JOINING.isdisjoint(runs_of(text)) else _AND.split(text)


def _inside(short: list[str], long: list[str]) -> bool:
    """Whether the longer option is the shorter one with something added at its end, or particles before it."""
    ends = [n for n in range(len(long) - len(short) + 1) if long[n : n + len(short)] == short]
    return any(
        all(word in _PARTICLES or word in ("sớm", "cùng", "tự", "hãy", "nên", "cần") for word in long[:n]) for n in ends
    )


def _threaded(short: list[str], long: list[str]) -> bool:
    """Whether the content words of the shorter option stand in the longer one in the same order, few words between."""
    wanted, offered = (_told(said) for said in (short, long))
    rest = iter(offered)
    return (
        len(wanted) >= 3
        and wanted[0] == offered[0]
        and len(offered) - len(wanted) <= 3
        and all(word in rest for word in wanted)
    )


def _turned(long: list[str], short: list[str]) -> bool:
    """Whether what the longer option adds denies or limits the shorter one ("ký", "không ký", "ký sau khi …")."""
    added = Counter(long) - Counter(short)
    return any(
        word in NEGATIONS
        or word in ("sau", "trước", "khi", "nếu", "nhưng", "thay", "trừ", "mà", "để", "rồi", "xong", "mới")
        for word in added
    )


_PARTICLES = frozenset(
    words("các|những|đã|sẽ|thì|là|cho|với|đến|lên|của|và|ở|trong|ngay|luôn|liền|để|mà|tại|về|ra|vào|cái|việc|rồi")
)
"""What two wordings of one thing may differ by."""


def _replaced(first: list[str], second: list[str]) -> bool:
    """Whether the two differ by who, where, when or how many: a name, a number, or one content word for another."""
    ours, theirs = Counter(first) - Counter(second), Counter(second) - Counter(first)
    left = [word for word in ours if word not in _PARTICLES]
    right = [word for word in theirs if word not in _PARTICLES]
    return bool(left) and bool(right)


_IN_TURN = re.compile(r"(?i)\brồi\b|\bxong\b|\btrước\b|\bsau\b|\bmới\b|,")
"""Words that put deeds one after the other, so that another order is another option."""


def _numbers(said: list[str]) -> list[str]:
    return [word for word in said if word[0].isdigit() or word in _DIGITS]


def _same_order(first: list[str], second: list[str]) -> bool:
    """Whether the content words follow each other alike, one of them moved at most: "chi bộ cũ ở trường", "chi bộ của
    trường cũ". Two that change places exchange the roles, which is another option."""
    if first == second:
        return True
    moved = sorted(first) == sorted(second) and len(first) >= 3
    if moved and any(first[n:] + first[:n] == second for n in range(2, len(first) - 1)):
        return True
    return moved and any(_without(first, word) == _without(second, word) for word in first)


def _without(said: list[str], one: str) -> list[str]:
    return [word for word in said if word != one]


def _told(said: list[str]) -> list[str]:
    """What is left without particles, in its order: the same words in another order may exchange the roles."""
    return [word for word in said if word not in _PARTICLES]


_UNIT = "ngày|giờ|tháng|phút|tuần|năm|người|lần|triệu|hồ sơ|hộ|km|cây số|buổi|%"
_RANGE = re.compile(
    rf"(dưới|ít hơn|không quá|tối đa|nhiều nhất|từ|trên|hơn|quá|ít nhất|tối thiểu"
    rf"|trở lên)?\s*(\d+)(?:\s*(?:đến|-|–|tới)\s*(\d+))?\s*({_UNIT})(?:\s(trở lên|trở xuống))?"
)


_DIGITS = {word: str(n) for n, word in enumerate(words("một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"), start=1)}


_NUMBER_WORD = re.compile(rf"\b({'|'.join(_DIGITS)})(?=\s(?:{_UNIT}|đến|tới)\b)")


@cache
def _in_digits(text: str) -> str:
    """Number words before a unit or a range word written in digits."""
    small = text.casefold()
    if _DIGITS.keys().isdisjoint(runs_of(small)):
        return small
    return _NUMBER_WORD.sub(lambda match: _DIGITS[match.group()], small)


def _numbers_overlap(one: str, two: str) -> bool:
    """Ranges of the same unit that overlap: "từ 3 đến 5 ngày" / "từ 5 đến 7 ngày", "dưới 5 ngày" / "dưới 10 ngày"."""
    one, two = _in_digits(one), _in_digits(two)
    first = _range(one)
    second = first and _range(two)
    if not first or not second or first.group(4) != second.group(4):
        return False
    if set(syllables(_RANGE.sub("", one))) != set(syllables(_RANGE.sub("", two))):
        return False
    spans = [_span(match) for match in (first, second)]
    if any(span is None for span in spans):
        return False
    (a, b), (c, d) = spans  # type: ignore[misc]
    return max(a, c) <= min(b, d)


@cache
def _range(text: str) -> re.Match[str] | None:
    return _RANGE.search(text) if any(map(str.isdigit, text)) else None


def _span(match: re.Match[str]) -> tuple[float, float] | None:
    """The range a phrase states, or None for a single number."""
    word, low, high = match.group(1), float(match.group(2)), match.group(3)
    if match.group(5):
        return (low, float("inf")) if match.group(5) == "trở lên" else (0, low)
    if high:
        return low, float(high)
    if word in ("dưới", "ít hơn", "không quá", "tối đa", "nhiều nhất"):
        return 0, low
    if word in ("trên", "hơn", "quá", "ít nhất", "tối thiểu"):
        return low, float("inf")
    return None


RULES = (duplicate_options,)
