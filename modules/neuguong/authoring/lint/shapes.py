"""Rule about options of unlike shape: another part of speech, another length. Knows nothing of keys."""

import re
from collections import Counter
from collections.abc import Iterator

from ...bank.interactions import Options
from .lint_item import Finding, Known, LintChoice, LintItem
from .syllables import (
    count_syllables,
)

LENGTH_SPREAD = 3
"""Longest option / shortest option, above which options are not parallel."""
_PERSON = (
    r"(?:[Aa]nh|[Cc]hị|[Ôô]ng|[Bb]à|[Cc]ô|[Tt]hầy|[Bb]ác|[Cc]hú|[Ee]m|[Đđ]ồng chí|[Bb]ác sĩ|[Yy] sĩ|[Kk]ỹ sư"
    r"|[Kk]ế toán|[Bb]í thư|[Cc]hủ tịch|[Gg]iám đốc|[Tt]rưởng (?:phòng|bản|thôn|trạm|khoa|ca)|[Hh]iệu trưởng)"
)
_SUBJECT = re.compile(
    rf"^(?:{_PERSON}\s+[A-ZÀ-ỸĐ]\w*|(?:Anh|Chị|Ông|Bà|Cô|Thầy|Tôi|Mình|Họ|Chúng ta|Chúng tôi|Em)(?=\s)"
    rf"|(?:Phó )?(?:Bí thư|Chủ tịch|Giám đốc|Hiệu trưởng|Trưởng \w+|Người đứng đầu|Cấp ủy|Chi bộ|Đảng ủy"
    rf"|Ủy ban|Tập thể|Cơ quan|Đơn vị|Cán bộ|Đảng viên|Lãnh đạo|Cấp trên|Cấp dưới|Kế toán|Nhân viên"
    rf"|Chuyên viên|Người dân|Bà con|Dân))"
    r"(?:\s(?!nơi|của|mà|ở|tại|cho|về|có|do)\w+){0,4}?\s(?P<verb>nên|cần|phải|sẽ|đã|được|bị|có|là|không|chưa"
    r"|tự|cũng|vẫn|đều|họp|báo|ký|gọi|giao|nhận|làm|đi|mời|xin|gửi|ghi|viết|nói|hỏi|đề|tổ|chịu|giữ|thấy|muốn"
    r"|biết|phân|kiểm|mở|trả|dẫn|cử|nhờ|đến|lập|xuống|trình|xem|để|cho|tạm|chuyển|nhắc|đọc|hẹn|đưa|yêu|thống"
    r"|đứng|công|rà|quyết|giải|chờ|dừng)\b"
)
_NOUN_HEAD = re.compile(
    r"^(?:Sự|Tính (?:kỷ luật|trung thực|tự giác|chủ động|nguyên tắc|đảng|chiến đấu|tiên phong|công khai"
    r"|minh bạch)|Việc|Cuộc|Tinh thần|Trách nhiệm|Thái độ|Lòng|Bản|Một|Những|Các|Quy chế|Quy định|Biên bản"
    r"|Danh sách|Năng lực|Nỗi|Niềm|Ý thức|Nguyên tắc|Lề lối|Tác phong|Phong cách|Cách|Quyền|Nghĩa vụ|Nhiệm vụ|"
    r"Uy tín|Văn hóa|Kế hoạch|Chương trình|Hiệu quả|Chất lượng|Phẩm chất|Kinh nghiệm|Ý kiến|Lời|Cái|Nơi|Lúc"
    r"|Khoản|Số|Công văn|Thông báo(?= (?:của|về|số))|Báo cáo(?= (?:của|quý|năm|tháng|tuần))|Buổi|Tờ|Lá|Quyển"
    r"|Sổ|Hồ sơ|Bảng|Thời gian|Kinh phí|Cơ sở|Đạo đức|Sức khỏe|Tình cảm|Mức|Tên|Giá trị|Địa chỉ|Vị trí|Màu|Giá"
    r"|Quà|Tiệc|Ảnh|Thẻ|Vé|Tài liệu|Hạn|Cột|Mục|Lỗi|Khó khăn|Khẩu hiệu|Hóa đơn|Câu chuyện|Bài|Phần|Kết quả"
    r"|Thẩm quyền|Nội quy|Lịch|Phòng|Đơn)\b"
)
_ROLE = re.compile(
    r"^(?:Phó )?(?:Trưởng|Bí thư|Chủ tịch|Giám đốc|Hiệu trưởng|Kế toán|Văn thư|Thư ký|Bảo vệ|Cán bộ)(?:\s\w+){0,2}\.?$"
)
"""A bare office: no way of acting, where the others are."""
_VERB_HEAD = re.compile(
    r"^(?:(?:Tự|Cùng|Không|Chưa|Vẫn|Cứ|Đừng|Hãy|Chỉ|Nên|Cần|Phải|Tạm|Sớm|Trực tiếp|Chủ động|Kịp thời"
    r"|Thẳng thắn|Mạnh dạn|Công khai|Bí mật|Tiếp tục|Thường xuyên|Lập tức|Luôn|Luôn luôn)\s)?"
    r"(?:báo|họp|gọi|ký|nhờ|giao|nhận|xin|gửi|ghi|viết|nói|hỏi|đề|tổ chức|chịu|giữ|phân|kiểm|mở|trả|dẫn|cử|đến"
    r"|lập|xuống|trình|xem|để|cho|chuyển|nhắc|đọc|hẹn|đưa|yêu cầu|thống nhất|đứng|rà|quyết|giải|chờ|dừng|bỏ"
    r"|làm|đi|mời|im|lờ|"
    r"bàn|trao|lấy|tìm|gặp|thu|chi|mua|bán|sửa|đổi|dùng|niêm|thông báo|hướng|thăm|động viên|khen|phê|kỷ luật"
    r"|xử|đợi|lùi|hoãn|hủy|rút|thêm|bớt|cắt|xóa|nêu|đăng|chép|chụp|lưu|soạn|phát|chia|tăng|giảm|đo|đếm|cân"
    r"|tiếp|theo|ở|về|vào|lên|ra|"
    r"đặt|treo|dán|in|nộp|vận|thuyết|giúp|hỗ|thay|khóa|từ chối|nghe|lắng|nhường|bảo|dặn|nhắn|kể|tính|chọn|xếp"
    r"|sắp|đối|ủy quyền|phối|bố|điều|ban hành|đánh|kết|cam|tuyên|phổ|quán|triển|thực|chấp|tuân|tham|học|rèn"
    r"|phát|né|đùn|đổ|giấu|che|bao|mặc|quát|dọa|ép|trốn|tranh|lợi|bắt|cấm|ngăn|can|khuyên|góp|chất|bênh|tặng"
    r"|biếu|nộp|giải|lựa|tạo|xây|đẩy|giám|đôn|cảm|chào|hứa|thừa|thưa|chuẩn|tập|luân|tìm|duyệt|phê|đóng|niêm"
    r"|định|khai|đền|canh|kê|công bố|tra|nối|cân|hoàn|tách|gộp|gom|nâng|hạ|chấm|rà|truy|tố|khiếu|đính"
    r"|kiến nghị|tiết kiệm|tiết lộ|lên|thả|khoán|cất|trừ|gạch|tắt|bật|trèo|thuê|lắp|xoay|dồn|dò|bốc|cười|nghỉ"
    r"|sơn|lau|quét|ngừng|thôi|dành|nấu|dời|xác minh|thẩm định|đòi|cung cấp|xét|huy động|trang trí|trồng|chặn"
    r"|trông|rót|dọn|gỡ|tóm|san|vay|mượn|trích|kèm|cập|bổ|nhập|kéo|đề)\b",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"^(?:\w+\s){1,5}?(?:đề nghị|đề xuất|nên|phải|xin|sẽ|đã|được|bị|kể|hỏi|nói|báo|chỉ ra|yêu cầu|chịu|nhận"
    r"|giới thiệu|tự)\b"
)
"""A noun that goes on to act ("Một chuyên viên đề nghị …") is the subject of a sentence."""


def shape_of(text: str) -> str | None:
    """question, sentence (with its subject), noun, verb, reason; None where it cannot be told for sure."""
    stripped = text.strip('“”" ')
    if stripped.endswith("?"):
        return "question"
    if text[:1] in '“"':  # what somebody says may have any shape
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
    "question": "câu hỏi",
    "sentence": "câu có chủ ngữ",
    "noun": "cụm danh từ",
    "verb": "cụm động từ",
    "reason": "câu nêu lý do",
}


_SAID = re.compile(
    r"(?i)\b(?:nói|trả lời|đáp|nhắn|viết|giải thích|phát biểu|ghi|bảo|thưa)\b(?:\s\w+){0,5}?\s(?:gì|sao"
    r"|thế nào|nào|ra sao)\b|\bcâu trả lời\b|\blời nào\b"
)
"""A prompt that asks for somebody's words: speech may have any shape."""
_WHO = re.compile(
    r"(?i)\b(?:ai|người nào|đơn vị nào|cơ quan nào|nơi nào|ở đâu|chức danh nào|bộ phận nào|tổ chức nào|cấp nào)\b"
)


def not_parallel(item: LintItem, known: Known) -> Iterator[Finding]:
    """not-parallel: one option of another grammatical shape than all the others, or more than three times as long."""
    if item.options in (Options.MARKED, Options.SORTED) or len(item.choices) < 3:
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
                "not-parallel",
                item.place_of(choice),
                f"phương án “{choice.identifier}” là {_SHAPE_NAMES[shape]}, các phương án khác là "
                f"{_SHAPE_NAMES[usual.pop()]}",
                "mọi phương án cùng một kiểu câu",
                "viết lại cho cùng kiểu: đều bắt đầu bằng động từ, hoặc đều có chủ ngữ",
            )
            return
    yield from _uneven(item)


def _uneven(item: LintItem) -> Iterator[Finding]:
    lengths = [count_syllables(choice.text) for choice in item.choices]
    if min(lengths) and max(lengths) / min(lengths) > LENGTH_SPREAD:
        longest: LintChoice = item.choices[lengths.index(max(lengths))]
        yield Finding(
            "not-parallel",
            item.place_of(longest),
            f"phương án dài nhất {max(lengths)} tiếng, ngắn nhất {min(lengths)} tiếng",
            f"dài nhất không quá {LENGTH_SPREAD} lần ngắn nhất",
            "rút phương án dài, hoặc nói rõ thêm phương án ngắn",
        )


RULES = (not_parallel,)
