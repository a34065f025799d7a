"""Rules about the options as a set: how many, how many keys, alike, unlike, echoing the stem. Knows nothing of tone."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from .lint_item import Finding, Known, LintChoice, LintItem
from .syllables import (
    FUNCTION_WORDS,
    NEGATIONS,
    clauses,
    compounds,
    content_words,
    count_syllables,
    names,
    phrase_pattern,
    show,
    syllables,
    words,
)

OPTION_COUNT = (3, 5)
LENGTH_SPREAD = 3
"""Longest option / shortest option, above which options are not parallel."""


def option_count(item: LintItem, known: Known) -> Iterator[Finding]:
    """option-count: a single-choice item has three to five options."""
    low, high = OPTION_COUNT
    if item.is_single_choice and not low <= len(item.choices) <= high:
        yield Finding(
            "option-count", ("choices",), f"có {len(item.choices)} phương án", f"từ {low} đến {high} phương án",
            "bỏ phương án yếu nhất, hoặc viết thêm một phương án mà người bận rộn vẫn chọn",
        )


def key_count(item: LintItem, known: Known) -> Iterator[Finding]:
    """key-count: no key, several keys in a single choice, a key that is no option, or every option keyed."""
    if item.interaction not in ("single_choice", "multiple_response", "hottext"):
        return
    strangers = item.keys - {choice.identifier for choice in item.choices}
    allowed = "đúng một đáp án" if item.is_single_choice else "từ một đáp án trở lên, và còn phương án không phải đáp án"
    found = None
    if strangers:
        found = f"đáp án {', '.join(sorted(strangers))} không có trong các phương án"
    elif not item.keys:
        found = "không có đáp án"
    elif item.is_single_choice and len(item.keys) > 1:
        found = f"câu chọn một mà có {len(item.keys)} đáp án"
    elif not item.wrong:
        found = "phương án nào cũng là đáp án"
    elif item.interaction == "multiple_response" and len(item.keys) < 2:
        found, allowed = "câu chọn nhiều mà chỉ có một đáp án", "từ hai đáp án, và còn phương án không phải đáp án"
    if found:
        yield Finding("key-count", ("correct_response",), found, allowed, "sửa correct_response cho khớp các phương án")


OPPOSITES = frozenset(
    frozenset(pair.split("/"))
    for pair in """trước/sau trên/dưới trong/ngoài tăng/giảm thêm/bớt nhận/trả giữ/bỏ mở/đóng cũ/mới sáng/chiều trưa/tối sáng/tối chiều/tối đúng/sai
    công/riêng đồng/phản cho/lấy gửi/nhận lên/xuống ngay/sau đầu/cuối nhanh/chậm riêng/chung""".split()
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
    other: word.strip() for line in _SYNONYM_GROUPS.strip().splitlines() for word, others in [line.split(":")] for other in words(others)
} | {word: "" for word in words("sẽ|trực tiếp|tiến hành|thực hiện việc|việc|tự mình")}
"""Everyday words of the bank that say the same, used only for comparing options."""
_SYNONYM = phrase_pattern(_SYNONYMS)
NEAR_EQUAL = 0.8
"""Dice similarity of the content words of two options, from which they say the same."""


def duplicate_options(item: LintItem, known: Known) -> Iterator[Finding]:
    """duplicate-options: two options equal, nearly equal, or one inside the other."""
    for one, two in combinations(item.choices, 2):
        why = _how_alike(one.text, two.text)
        if why:
            yield Finding(
                "duplicate-options", item.place_of(two), f"phương án “{two.identifier}” {why} phương án “{one.identifier}”: {show(one.text)} / {show(two.text)}",
                "mỗi phương án là một cách làm khác hẳn", "đổi một trong hai thành cách làm khác",
            )
            return


def _how_alike(one: str, two: str) -> str | None:
    first, second = (syllables(_SYNONYM.sub(lambda match: _SYNONYMS[match.group().casefold()], text)) for text in (one, two))
    if not first or not second:
        return None
    if first == second or _parts(one) == _parts(two):
        return "giống hệt"
    if _numbers_overlap(one, two):
        return "chồng lên"
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


def _parts(text: str) -> frozenset[str]:
    """The members of a co-ordination, in any order: "họp và báo cáo" = "báo cáo và họp"."""
    return frozenset(" ".join(syllables(part)) for part in re.split(r"\bvà\b|\bvới\b|\bcùng\b", text) if part.strip(" ."))


def _inside(short: list[str], long: list[str]) -> bool:
    """Whether the longer option is the shorter one with something added, at its end or, if only particles, before it."""
    ends = [n for n in range(len(long) - len(short) + 1) if long[n : n + len(short)] == short]
    return any(all(word in _PARTICLES or word in ("sớm", "cùng", "tự", "hãy", "nên", "cần") for word in long[:n]) for n in ends)


def _threaded(short: list[str], long: list[str]) -> bool:
    """Whether the content words of the shorter option stand in the longer one in the same order, few words between."""
    wanted, offered = (_told(said) for said in (short, long))
    rest = iter(offered)
    return len(wanted) >= 3 and wanted[0] == offered[0] and len(offered) - len(wanted) <= 3 and all(word in rest for word in wanted)


def _turned(long: list[str], short: list[str]) -> bool:
    """Whether what the longer option adds denies or limits the shorter one ("ký", "không ký", "ký sau khi …")."""
    added = Counter(long) - Counter(short)
    return any(word in NEGATIONS or word in ("sau", "trước", "khi", "nếu", "nhưng", "thay", "trừ", "mà", "để", "rồi", "xong", "mới") for word in added)


_PARTICLES = frozenset(words("các|những|đã|sẽ|thì|là|cho|với|đến|lên|của|và|ở|trong|ngay|luôn|liền|để|mà|tại|về|ra|vào|cái|việc|rồi"))
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
_RANGE = re.compile(rf"(dưới|ít hơn|không quá|tối đa|nhiều nhất|từ|trên|hơn|quá|ít nhất|tối thiểu|trở lên)?\s*(\d+)(?:\s*(?:đến|-|–|tới)\s*(\d+))?\s*({_UNIT})(?:\s(trở lên|trở xuống))?")


_DIGITS = {word: str(n) for n, word in enumerate(words("một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"), start=1)}


def _in_digits(text: str) -> str:
    """Number words before a unit or a range word written in digits."""
    return re.sub(
        rf"\b({'|'.join(_DIGITS)})(?=\s(?:{_UNIT}|đến|tới)\b)", lambda match: _DIGITS[match.group()], text.casefold()
    )


def _numbers_overlap(one: str, two: str) -> bool:
    """Ranges of the same unit that overlap: "từ 3 đến 5 ngày" / "từ 5 đến 7 ngày", "dưới 5 ngày" / "dưới 10 ngày"."""
    one, two = _in_digits(one), _in_digits(two)
    first, second = _RANGE.search(one), _RANGE.search(two)
    if not first or not second or first.group(4) != second.group(4):
        return False
    if set(syllables(_RANGE.sub("", one))) != set(syllables(_RANGE.sub("", two))):
        return False
    spans = [_span(match) for match in (first, second)]
    if any(span is None for span in spans):
        return False
    (a, b), (c, d) = spans  # type: ignore[misc]
    return max(a, c) <= min(b, d)


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


_PERSON = r"(?:[Aa]nh|[Cc]hị|[Ôô]ng|[Bb]à|[Cc]ô|[Tt]hầy|[Bb]ác|[Cc]hú|[Ee]m|[Đđ]ồng chí|[Bb]ác sĩ|[Yy] sĩ|[Kk]ỹ sư|[Kk]ế toán|[Bb]í thư|[Cc]hủ tịch|[Gg]iám đốc|[Tt]rưởng (?:phòng|bản|thôn|trạm|khoa|ca)|[Hh]iệu trưởng)"
_SUBJECT = re.compile(
    rf"^(?:{_PERSON}\s+[A-ZÀ-ỸĐ]\w*|(?:Anh|Chị|Ông|Bà|Cô|Thầy|Tôi|Mình|Họ|Chúng ta|Chúng tôi|Em)(?=\s)|(?:Phó )?(?:Bí thư|Chủ tịch|Giám đốc|Hiệu trưởng|Trưởng \w+|Người đứng đầu|Cấp ủy|Chi bộ|Đảng ủy|Ủy ban|Tập thể|Cơ quan|Đơn vị|Cán bộ|Đảng viên|Lãnh đạo|Cấp trên|Cấp dưới|Kế toán|Nhân viên|Chuyên viên|Người dân|Bà con|Dân))"
    r"(?:\s(?!nơi|của|mà|ở|tại|cho|về|có|do)\w+){0,4}?\s(?P<verb>nên|cần|phải|sẽ|đã|được|bị|có|là|không|chưa|tự|cũng|vẫn|đều|họp|báo|ký|gọi|giao|nhận|làm|đi|mời|xin|gửi|ghi|viết|nói|hỏi|đề|tổ|chịu|giữ|thấy|muốn|biết|phân|kiểm|mở|trả|dẫn|cử|nhờ|đến|lập|xuống|trình|xem|để|cho|tạm|chuyển|nhắc|đọc|hẹn|đưa|yêu|thống|đứng|công|rà|quyết|giải|chờ|dừng)\b"
)
_NOUN_HEAD = re.compile(
    r"^(?:Sự|Tính (?:kỷ luật|trung thực|tự giác|chủ động|nguyên tắc|đảng|chiến đấu|tiên phong|công khai|minh bạch)|Việc|Cuộc|Tinh thần|Trách nhiệm|Thái độ|Lòng|Bản|Một|Những|Các|Quy chế|Quy định|Biên bản|Danh sách|Năng lực|Nỗi|Niềm|Ý thức|Nguyên tắc|Lề lối|Tác phong|Phong cách|Cách|Quyền|Nghĩa vụ|Nhiệm vụ|"
    r"Uy tín|Văn hóa|Kế hoạch|Chương trình|Hiệu quả|Chất lượng|Phẩm chất|Kinh nghiệm|Ý kiến|Lời|Cái|Nơi|Lúc|Khoản|Số|Công văn|Thông báo(?= (?:của|về|số))|Báo cáo(?= (?:của|quý|năm|tháng|tuần))|Buổi|Tờ|Lá|Quyển|Sổ|Hồ sơ|Bảng|Thời gian|Kinh phí|Cơ sở|Đạo đức|Sức khỏe|Tình cảm|Mức|Tên|Giá trị|Địa chỉ|Vị trí|Màu|Giá|Quà|Tiệc|Ảnh|Thẻ|Vé|Tài liệu|Hạn|Cột|Mục|Lỗi|Khó khăn|Khẩu hiệu|Hóa đơn|Câu chuyện|Bài|Phần|Kết quả|Thẩm quyền|Nội quy|Lịch|Phòng|Đơn)\b"
)
_ROLE = re.compile(r"^(?:Phó )?(?:Trưởng|Bí thư|Chủ tịch|Giám đốc|Hiệu trưởng|Kế toán|Văn thư|Thư ký|Bảo vệ|Cán bộ)(?:\s\w+){0,2}\.?$")
"""A bare office: no way of acting, where the others are."""
_VERB_HEAD = re.compile(
    r"^(?:(?:Tự|Cùng|Không|Chưa|Vẫn|Cứ|Đừng|Hãy|Chỉ|Nên|Cần|Phải|Tạm|Sớm|Trực tiếp|Chủ động|Kịp thời|Thẳng thắn|Mạnh dạn|Công khai|Bí mật|Tiếp tục|Thường xuyên|Lập tức|Luôn|Luôn luôn)\s)?"
    r"(?:báo|họp|gọi|ký|nhờ|giao|nhận|xin|gửi|ghi|viết|nói|hỏi|đề|tổ chức|chịu|giữ|phân|kiểm|mở|trả|dẫn|cử|đến|lập|xuống|trình|xem|để|cho|chuyển|nhắc|đọc|hẹn|đưa|yêu cầu|thống nhất|đứng|rà|quyết|giải|chờ|dừng|bỏ|làm|đi|mời|im|lờ|"
    r"bàn|trao|lấy|tìm|gặp|thu|chi|mua|bán|sửa|đổi|dùng|niêm|thông báo|hướng|thăm|động viên|khen|phê|kỷ luật|xử|đợi|lùi|hoãn|hủy|rút|thêm|bớt|cắt|xóa|nêu|đăng|chép|chụp|lưu|soạn|phát|chia|tăng|giảm|đo|đếm|cân|tiếp|theo|ở|về|vào|lên|ra|"
    r"đặt|treo|dán|in|nộp|vận|thuyết|giúp|hỗ|thay|khóa|từ chối|nghe|lắng|nhường|bảo|dặn|nhắn|kể|tính|chọn|xếp|sắp|đối|ủy quyền|phối|bố|điều|ban hành|đánh|kết|cam|tuyên|phổ|quán|triển|thực|chấp|tuân|tham|học|rèn|phát|né|đùn|đổ|giấu|che|bao|mặc|quát|dọa|ép|trốn|tranh|lợi|bắt|cấm|ngăn|can|khuyên|góp|chất|bênh|tặng|biếu|nộp|giải|lựa|tạo|xây|đẩy|giám|đôn|cảm|chào|hứa|thừa|thưa|chuẩn|tập|luân|tìm|duyệt|phê|đóng|niêm|định|khai|đền|canh|kê|công bố|tra|nối|cân|hoàn|tách|gộp|gom|nâng|hạ|chấm|rà|truy|tố|khiếu|đính|kiến nghị|tiết kiệm|tiết lộ|lên|thả|khoán|cất|trừ|gạch|tắt|bật|trèo|thuê|lắp|xoay|dồn|dò|bốc|cười|nghỉ|sơn|lau|quét|ngừng|thôi|dành|nấu|dời|xác minh|thẩm định|đòi|cung cấp|xét|huy động|trang trí|trồng|chặn|trông|rót|dọn|gỡ|tóm|san|vay|mượn|trích|kèm|cập|bổ|nhập|kéo|đề)\b",
    re.IGNORECASE,
)
_ACTS = re.compile(r"^(?:\w+\s){1,5}?(?:đề nghị|đề xuất|nên|phải|xin|sẽ|đã|được|bị|kể|hỏi|nói|báo|chỉ ra|yêu cầu|chịu|nhận|giới thiệu|tự)\b")
"""A noun that goes on to act ("Một chuyên viên đề nghị …") is the subject of a sentence."""


def shape_of(text: str) -> str | None:
    """question, sentence (with its subject), noun, verb, reason; None where it cannot be told for sure."""
    stripped = text.strip("“”\" ")
    if stripped.endswith("?"):
        return "question"
    if text[:1] in "“\"":  # what somebody says may have any shape
        return None
    if stripped.startswith("Để "):  # "let" or "in order to": only a parser could tell
        return None
    if re.match(r"^(?:Vì|Do|Bởi)\s", stripped):
        return "reason"
    if _SUBJECT.match(stripped):
        return "sentence"
    if _NOUN_HEAD.match(stripped):
        return "sentence" if re.match(r"(?:Một|Những|Các)\b", stripped) and _ACTS.match(stripped) else "noun"
    if _ROLE.match(stripped):
        return "noun"
    if _VERB_HEAD.match(stripped):
        return "verb"
    return None


_SHAPE_NAMES = {
    "question": "câu hỏi", "sentence": "câu có chủ ngữ", "noun": "cụm danh từ", "verb": "cụm động từ", "reason": "câu nêu lý do",
}


_SAID = re.compile(r"(?i)\b(?:nói|trả lời|đáp|nhắn|viết|giải thích|phát biểu|ghi|bảo|thưa)\b(?:\s\w+){0,5}?\s(?:gì|sao|thế nào|nào|ra sao)\b|\bcâu trả lời\b|\blời nào\b")
"""A prompt that asks for somebody's words: speech may have any shape."""
_WHO = re.compile(r"(?i)\b(?:ai|người nào|đơn vị nào|cơ quan nào|nơi nào|ở đâu|chức danh nào|bộ phận nào|tổ chức nào|cấp nào)\b")


def not_parallel(item: LintItem, known: Known) -> Iterator[Finding]:
    """not-parallel: one option of another grammatical shape than all the others, or more than three times as long."""
    if item.kind_is_marking or item.interaction == "matching" or len(item.choices) < 3:
        return
    if _SAID.search(item.prompt):
        yield from _uneven(item)
        return
    shapes = [shape_of(choice.text) for choice in item.choices]
    if _WHO.search(item.prompt):  # whoever or wherever is asked for: a name may carry a clause of its own
        shapes = [None if shape in ("sentence", "noun") else shape for shape in shapes]
    counts = Counter(shape for shape in shapes if shape)
    for choice, shape in zip(item.choices, shapes, strict=True):
        others = [other for one, other in zip(item.choices, shapes, strict=True) if one is not choice]
        usual = {other for other in others if other}
        if shape and counts[shape] == 1 and len(usual) == 1 and sum(map(bool, others)) >= max(2, len(others) - 1):
            yield Finding(
                "not-parallel", item.place_of(choice),
                f"phương án “{choice.identifier}” là {_SHAPE_NAMES[shape]}, các phương án khác là {_SHAPE_NAMES[usual.pop()]}",
                "mọi phương án cùng một kiểu câu", "viết lại cho cùng kiểu: đều bắt đầu bằng động từ, hoặc đều có chủ ngữ",
            )
            return
    yield from _uneven(item)


def _uneven(item: LintItem) -> Iterator[Finding]:
    lengths = [count_syllables(choice.text) for choice in item.choices]
    if min(lengths) and max(lengths) / min(lengths) > LENGTH_SPREAD:
        longest: LintChoice = item.choices[lengths.index(max(lengths))]
        yield Finding(
            "not-parallel", item.place_of(longest), f"phương án dài nhất {max(lengths)} tiếng, ngắn nhất {min(lengths)} tiếng",
            f"dài nhất không quá {LENGTH_SPREAD} lần ngắn nhất", "rút phương án dài, hoặc nói rõ thêm phương án ngắn",
        )


_LIGHT = frozenset(
    words(
        """nay|mai|hôm|cách|phần|ca|tuần|ngày|giờ|buổi|sáng|chiều|tối|đêm|năm|tháng|quý|cuối|đầu|cán|đảng|viên|trưởng|phó|chủ|tịch|xã|thôn|bản|tỉnh|
        phường|phòng|dân|hộ|làm|nói|gọi|bàn|báo|hỏi|nghe|đưa|lấy|xem|viết|ghi|gửi|ký|giữ|nhận|họp|chọn|theo|trả|lời|hồ|sơ|giấy|việc|công|tác|nhà|bí|thư|giám|đốc|
        hiệu|lãnh|đạo|tập|thể|cơ|quan|đơn|vị|chuyện|nhân|bác|sĩ|thấy|biết|muốn|cùng|mỗi|hai|ba|bốn|một|nhất|phù|hợp|đúng"""
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
    stretches = stretches.difference(*(_stretches(choice.text, named) for choice in item.wrong))
    return stretches or (echo if len(echo) > 1 else set())


def _stretches(text: str, named: set[str]) -> set[str]:
    """Compounds, and three syllables in a row with a content word among them ("gửi lên trên", "xin ý kiến")."""
    found = {" ".join(pair) for pair in compounds(text, ignore=named)}
    for clause in clauses(text):
        said = syllables(clause)
        for three in (said[n : n + 3] for n in range(len(said) - 2)):
            plain = not named & set(three) and not any(word[0].isdigit() for word in three)
            if plain and any(word not in FUNCTION_WORDS and word not in _LIGHT for word in three):
                found.add(" ".join(three))
    return found


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
    telling = {" ".join(pair) for pair in echoes[key.identifier].difference(*(echoes[choice.identifier] for choice in item.wrong))}
    if len(telling) <= 2 * max(map(len, rivals)):
        telling = _echo_of_prompt(item, key, named)
    if telling:
        shown = ", ".join(f"“{one}”" for one in sorted(telling))
        yield Finding(
            "clang", item.place_of(key), f"{shown} có trong đề và chỉ lặp lại ở đáp án “{key.identifier}”",
            "từ của đề có ở nhiều phương án, hoặc không ở phương án nào", "nói đáp án bằng lời khác, hoặc dùng từ ấy cả ở phương án sai",
        )


RULES = (option_count, key_count, duplicate_options, not_parallel, clang)
