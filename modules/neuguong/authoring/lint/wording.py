"""Rules about words in the options that give the key away or say nothing. Knows nothing of length or of letters."""

import re
from collections.abc import Iterator

from .guarded import Guarded
from .lint_item import Finding, Known, LintChoice, LintItem
from .negation import negative_word
from .syllables import count_syllables, show, syllables
from .tone import tone

_OPTION = (
    r"(?:phương án|đáp án|ý|ý kiến|lựa chọn|câu|câu trả lời|cách|cách làm|cách xử lý|việc|điều|nội dung"
    r"|hành vi|biểu hiện|"
    r"nhận định|trường hợp|khả năng|yếu tố|phần|mục|thứ|kiểu|bước|nơi|người|hướng|loại)"
)
_SURE = r"(?:phương án|đáp án|lựa chọn|câu trả lời)"
_ABOVE = (
    r"(?:ở trên|nêu trên|kể trên|trên đây|vừa nêu|đã nêu|vừa kể|đã kể|nói trên|còn lại|bên trên|phía trên"
    r"|vừa rồi|kia|này|trên)"
)
_VERDICT = r"(?:đúng|sai|phù hợp|được|không đúng|chưa đúng|không phù hợp|ổn|hợp lý|như nhau|tốt|không sai|chưa phù hợp)"
_SOME = (
    r"(?:tất cả|mọi|toàn bộ|các|những|cả|cả (?:hai|ba|bốn|năm|[2-5])|(?:hai|ba|bốn|[2-4])|một trong (?:các"
    r"|những|hai|ba)|một trong số (?:các|những))"
)
_LETTERS = r"(?:[a-fA-F]|\(?[a-f]\)|[1-6])"
_NAMED_LETTERS = " ".join(
    letter + after
    for letter in "abcdef123456"
    for after in ("", *(word + other for word in ("và", "hoặc", "lẫn", "hay") for other in ("", *"abcdef123456")))
)
"""What stands where an option is called by its letter, with spaces behind it or without."""
_ALL_OR_NONE = Guarded(
    f"tất cả phương đáp lựa đều khác {_NAMED_LETTERS}; nào & cũng không; như & trên; câu & trả"
    "; tất mọi toàn các những cả hai ba bốn 2 3 4 5 một & phương đáp ý lựa câu cách việc điều nội hành biểu nhận"
    " trường khả yếu phần mục thứ kiểu bước nơi người hướng loại",
    rf"\b{_SOME}\s(?:các\s|những\s)?{_OPTION}(?:\s\w+)?\s{_ABOVE}(?=\s*(?:$|[.,;]|đều|như nhau|cộng|gộp|cùng"
    rf"|là|được|{_VERDICT}))"
    rf"|^(?:tất cả|cả (?:hai|ba|bốn|[2-5])|mọi)\s(?:các\s|những\s)?{_SURE}\b|^(?:tất cả|cả (?:hai|ba|bốn"
    rf"|[2-5]))(?:\s{_OPTION})?(?:\s\w+)?(?:\sđều)?(?:\s{_VERDICT})?\W*$"
    rf"|\b(?:tất cả|cả (?:hai|ba|bốn|[2-5])|{_OPTION}|{_ABOVE})\sđều (?:là )?{_VERDICT}\b"
    rf"|\b{_OPTION} nào cũng {_VERDICT}"
    rf"|\bkhông (?:có |phải )?{_SURE} nào\b|\bkhông (?:có |phải )?{_OPTION} nào(?:\s\w+){{0,4}}?\s(?:{_ABOVE}"
    rf"|{_VERDICT})\W*$|^không (?:có )?(?:ý|câu|cái|cách) nào\W*$"
    rf"|\b(?:cả|chỉ|gồm|chọn|ý|câu)\s{_LETTERS}(?:\s*,\s*{_LETTERS})*\s*(?:,|và|hoặc|lẫn|hay)\s*{_LETTERS}(?!\w)"
    rf"|^\W*{_LETTERS}(?:\s*,\s*{_LETTERS})*\s*(?:và|,|hoặc|hay)\s*{_LETTERS}\b(?!\s*(?:ngày|giờ|người))"
    rf"|\btất cả (?:các )?(?:ý )?trên\b|\b(?:đáp án|phương án|ý|câu|lựa chọn|cách|ý kiến) khác\W*$"
    rf"|\b{_SURE} {_LETTERS}\b|\bnhư (?:câu|ý|{_SURE}) (?:trên|{_LETTERS})\b",
    re.IGNORECASE,
)


_POINTS_BACK = Guarded(
    "trên vừa số nào cũng bất cả; hai ba bốn & đầu cuối kia này sau",
    rf"(?i)\b(?:nêu trên|kể trên|nói trên|vừa nêu|vừa kể|vừa nói|trên đây|đã kể trên|trong số (?:này|đó|trên"
    rf"|các {_OPTION}))\b"
    rf"|\b{_OPTION} nào cũng\b|\b(?:thế nào|sao|kiểu gì|gì) cũng được\b|^(?:không|chẳng|chưa)(?: có"
    rf"| chọn)? {_OPTION} nào\b"
    rf"|\bbất (?:cứ|kỳ) {_OPTION} nào\W*$|\b(?:hai|ba|bốn) {_OPTION} (?:đầu|cuối|kia|này|sau)\b"
    rf"|^(?:\w+ ){{0,2}}cả (?:hai|ba|bốn)(?: {_OPTION})?(?: {_ABOVE})?(?: đều)?(?: \w+)?(?: (?:cộng|gộp"
    rf"|kết hợp|cùng))?(?: (?:lại|lúc))?\W*$",
)
"""Short options that point back to others: "làm cả ba việc", "ý nào cũng đúng", "không ai trong số này"."""
_POINTING_MAX = 8


def all_or_none(item: LintItem, known: Known) -> Iterator[Finding]:
    """all-or-none: an option that is about the other options."""
    for choice in item.choices:
        if item.kind_is_marking:
            return
        match = _ALL_OR_NONE.search(choice.text)
        if not match and count_syllables(choice.text) <= _POINTING_MAX:
            match = _POINTS_BACK.search(choice.text)
        if match:
            yield Finding(
                "all-or-none",
                item.place_of(choice),
                f"phương án “{choice.identifier}” nói về các phương án khác: “{match.group().strip()}”",
                "mỗi phương án tự đứng được (thứ tự hiện ra luôn được trộn)",
                "thay bằng một cách xử lý cụ thể",
            )


_NOT_ONLY = (
    r"(?<!địa )(?<!bàn )(?<!kim )chỉ(?! (?:đạo|thị|tiêu|huy|ra|rõ|dẫn|định|số|tay|trích|giới|đường|đúng|cho"
    r"|điểm|bảo|tên|lối|mặt|chỗ|nơi|cách|tới|vào|thẳng))"
)
_ABSOLUTES = Guarded(
    "luôn tuyệt bao nào hoàn bất nhất mãi đâu thảy suốt đời từng hề vô ai gì tất chắc trừ ngoại mọi vĩnh trăm 100 toàn"
    " phép chỉ; một & không",
    r"(?<!\w)(?:luôn luôn|^luôn|luôn(?= (?:phải|đúng|có|giữ|là|được|sẵn|chấp|tuân|theo|báo|ưu tiên|không|đặt"
    r"|tin|nghe|chờ|làm theo|nhường|đứng))|tuyệt đối|không bao giờ|không khi nào|không lúc nào|hoàn toàn"
    r"|bất cứ|bất kỳ|bất kể|bất kì|duy nhất|"
    r"mãi mãi|nhất quyết|nhất nhất|nhất định|nhất thiết|lúc nào cũng|bao giờ cũng|khi nào cũng|ở đâu cũng"
    r"|hết thảy|suốt đời|cả đời|chẳng bao giờ|chưa bao giờ|chưa từng|không hề|đời nào|không đời nào"
    r"|vô điều kiện|ai cũng(?! có lúc)|gì cũng|đâu cũng|(?:người|việc|lúc|nơi|hộ|ngày) nào cũng|dù thế nào"
    r"|thế nào cũng|nhất loạt|tất tật|(?<!cho )chắc chắn|không trừ|không ngoại lệ|tuyệt nhiên|không một (?:ai"
    r"|người|việc|lần|lý do|ngoại lệ)|(?:không|chẳng) ai (?:được|phải|nên|cần|có|dám)|(?:không|chẳng) (?:người"
    r"|việc|lý do) nào|(?<=phải )luôn|(?<=cần )luôn|(?<=nên )luôn|không có ngoại lệ|trong mọi|vĩnh viễn|"
    r"trăm phần trăm|100 ?%|tất cả|toàn bộ|mọi(?! (?:người|mặt|bề|nhà|khi|hôm|lần|năm|ngày|bữa|chi phí))|"
    rf"không được phép|{_NOT_ONLY})(?!\w)",
    re.IGNORECASE,
)
"""Words without exception. "chỉ đạo", "chỉ thị", "chỉ ra", "địa chỉ" hold no "only"."""


def absolutes(text: str) -> list[str]:
    """Every absolute in a text, lower case."""
    return [match.group().casefold() for match in _ABSOLUTES.finditer(text)]


def absolute_distractor(item: LintItem, known: Known) -> Iterator[Finding]:
    """absolute-distractor: absolutes stand in wrong options and in no key, so that they tell the wrong ones."""
    if not item.is_selection or not item.right or any(absolutes(choice.text) for choice in item.right):
        return
    for choice in item.wrong:
        found = absolutes(choice.text)
        if found:
            yield Finding(
                "absolute-distractor",
                item.place_of(choice),
                f"“{found[0]}” chỉ có trong phương án sai “{choice.identifier}”",
                "từ tuyệt đối có cả ở đáp án, hoặc không ở đâu cả",
                f"bỏ “{found[0]}”, hoặc viết lại phương án sai cho dễ tin hơn",
            )


_HEDGES = Guarded(
    "thể lẽ khi phần chung đa hầu tùy cần nếu thích thường đôi ít tương cơ nhiều chừng hình e yếu kiện khả nhắc xu"
    " dường",
    r"(?<!\w)(?:(?<!không )có thể|có lẽ|có khi|phần lớn|phần nhiều|nhìn chung|nói chung|đa số|đa phần|hầu hết"
    r"|hầu như|tùy(?! tiện| tiền)|tùy theo|tùy từng|"
    r"nếu cần|khi cần|nếu có thể|nếu được|khi thích hợp|thông thường|đôi khi|đôi lúc|ít nhiều|phần nào"
    r"|tương đối|về cơ bản|cơ bản là|trong nhiều trường hợp|"
    r"trong phần lớn|trong đa số|trong chừng mực|hình như|e rằng|chủ yếu|(?:nếu|khi) điều kiện cho phép"
    r"|khi có điều kiện|theo khả năng|cân nhắc|nhiều khi|ít ra|có xu hướng|dường như|thường thường|thường là|"
    r"(?<!bình )(?<!bồi )(?<!coi )(?<!phi )(?<!lệ )(?<!như )(?<!ngày )(?<!tầm )(?<!khác )(?<!đời )(?<!xem )(?<!lạ )"
    r"thường(?! (?:xuyên|trực|vụ|kỳ|niên|dân|ngày|nhật|tình|thức|phục|lệ)))(?!\w)",
    re.IGNORECASE,
)


def hedges(text: str) -> list[str]:
    """Every hedge in a text, lower case."""
    return [match.group().casefold() for match in _HEDGES.finditer(text)]


def hedged_key(item: LintItem, known: Known) -> Iterator[Finding]:
    """hedged-key: hedges stand in keys only; careful wording tells the key."""
    if not item.is_selection or any(hedges(choice.text) for choice in item.wrong):
        return
    for choice in item.right:
        found = hedges(choice.text)
        if found:
            yield Finding(
                "hedged-key",
                item.place_of(choice),
                f"“{found[0]}” chỉ có trong đáp án “{choice.identifier}”",
                "từ rào đón có cả ở phương án sai, hoặc không ở đâu cả",
                f"bỏ “{found[0]}”, nói rõ việc làm và điều kiện",
            )


_VAGUE = Guarded(
    "thỉnh đôi lâu ít hiếm khá tương nhiều vài số hơi chút phần kha dăm bảy mười mấy chừng vừa lác thưa đều thường họa"
    " đa hầu hay năng",
    r"(?<!\w)(?:thỉnh thoảng|đôi khi|đôi lúc|lâu lâu|ít khi|hiếm khi|khá(?! giả| lên| hơn)|tương đối|rất nhiều"
    r"|nhiều lần|vài lần|một số|một vài|vài(?! trăm| nghìn)|nhiều(?! hơn)|không nhiều|"
    r"hơi|khá là|chút ít|chút đỉnh|một chút|một ít|ít nhiều|một phần|phần nào|kha khá|dăm ba|dăm bảy|đôi ba"
    r"|năm bảy|mấy|năm thì mười họa|chừng mực|cầm chừng|vừa phải|vừa vừa|"
    r"lác đác|thưa thớt|đều đều|không thường|lâu lâu|họa hoằn|phần lớn|đa số|hầu hết|thường thường|nhiều ít|ít ỏi|"
    r"hay(?= (?:đi|họp|nhắc|hỏi|gặp|đến|kiểm tra|xuống|báo|trao đổi|quên|làm|nói|gọi|thăm|đọc|muộn|trễ"
    r"|vắng))(?<!không hay)|(?<!ngày )thường(?: xuyên)?(?= |$)|năng(?= (?:xuống|đi|đến|gặp|hỏi)))(?!\w)",
    re.IGNORECASE,
)
"""Quantities nobody can check: how often, how many, how very."""


def vague_quantity(item: LintItem, known: Known) -> Iterator[Finding]:
    """vague-quantity: what tells one option from another is how much or how often, in words that cannot be checked.

    So it is where two options differ by such words only, or where two or more options are measured by different ones.
    "Nhiều" in an option that differs by what is done is ordinary speech.
    """
    if item.kind_is_marking:
        return
    measured = [(choice, match) for choice in item.choices if (match := _VAGUE.search(choice.text))]
    words = {match.group().casefold() for _, match in measured}
    twins = [(choice, match) for choice, match in measured if _differs_only_by_amount(choice, item)]
    if len(words) >= 2 or twins:
        for choice, match in (twins or measured)[:1]:
            yield Finding(
                "vague-quantity",
                item.place_of(choice),
                f"“{match.group()}” làm phương án “{choice.identifier}” khác phương án khác, mà không ai đo "
                f"được là bao nhiêu",
                "phương án khác nhau ở việc làm, hoặc ở con số cụ thể",
                "thay bằng số, hạn hoặc việc cụ thể",
            )


def _differs_only_by_amount(choice: LintChoice, item: LintItem) -> bool:
    mine = set(syllables(_VAGUE.sub(" ", choice.text)))
    for other in item.choices:
        if other is not choice and mine:
            theirs = set(syllables(_VAGUE.sub(" ", other.text)))
            if len(mine & theirs) / len(mine | theirs) >= 0.6:
                return True
    return False


_WRONG_ASKED = re.compile(
    r"(?i)\b(?:vi phạm|trái|sai|chưa đúng|không đúng|không nên|chưa nên|đáng phê bình|đáng chê|đáng trách"
    r"|không phù hợp|chưa phù hợp|xấu|"
    r"không được|phải tránh|cần tránh|nên tránh|tránh|thiếu|mất|không thể hiện|chưa thể hiện|phản cảm|lệch"
    r"|ngược|không|chưa|suy thoái|gây hại|làm hại|ảnh hưởng xấu|tiêu cực)\b"
)
_RIGHT_ASKED = re.compile(
    r"(?i)\b(?:đúng|đúng mực|phù hợp|thể hiện|nêu gương|gương mẫu|tốt|nên|đáng khen|xứng đáng|hợp"
    r"|có trách nhiệm|trách nhiệm|tận tụy|cho thấy|là của|chuẩn mực|văn hóa|đẹp|minh bạch|gần dân)\b"
)
_WHICH = re.compile(
    r"(?i)\b(?:hành vi|việc làm|việc|biểu hiện|cách cư xử|cách ứng xử|cách xử sự|thái độ|lời nói|cách làm|cách"
    r"|điều|hành động|thói quen|nếp|tác phong|ứng xử|câu|ý|người|cán bộ|đảng viên|phương án|trường hợp|lối"
    r"|kiểu)"
    r"(?:\s\w+){0,2}?\snào\b|\bđâu (?:là|không|chưa)\b|\b(?:điều|việc|chuyện|ai|người) (?:gì|nào|là)\b"
    r"|\btránh (?:điều |việc )?gì\b|\b(?:chọn|tìm|chỉ ra|xác định|đánh dấu)\b(?:\s\w+){0,3}?\s(?:hành vi|việc"
    r"|biểu hiện|cách|điều|thái độ|hành động|câu|ý)\b|\bai\b.*\b(?:đúng|sai|gương mẫu)\b"
)
"""A prompt that asks which of several deeds is right or wrong, and not what somebody should do now."""


def odd_one_out(item: LintItem, known: Known) -> Iterator[Finding]:
    """odd-one-out: asked which is right or wrong, the key is the one misdeed among decent deeds, or the reverse."""
    if not item.is_single_choice or len(item.right) != 1 or len(item.wrong) < 2:
        return
    key, which = tone(item.right[0].text), bool(_WHICH.search(item.prompt))
    if not key and not which:
        return
    others = [tone(choice.text) for choice in item.wrong]
    wrong_asked = negative_word(item.prompt) is not None or bool(_WRONG_ASKED.search(item.prompt))
    misdeed = which and wrong_asked and key < 0 and all(other >= 0 for other in others)
    virtue = (
        which
        and bool(_RIGHT_ASKED.search(item.prompt))
        and key >= 0
        and sum(other < 0 for other in others) >= 2
        and all(other <= 0 for other in others)
    )
    opposed = key and key not in others and sum(other == -key for other in others) >= 2
    if misdeed or virtue or opposed:
        what = "việc xấu duy nhất giữa các việc tốt" if key < 0 else "việc tốt duy nhất giữa các việc xấu"
        yield Finding(
            "odd-one-out",
            item.place_of(item.right[0]),
            f"đáp án {show(item.right[0].text)} là {what}: chỉ nghe giọng cũng chọn được",
            "phương án nào cũng có lý và cùng giọng",
            "viết các phương án sai thành việc mà người có thiện ý vẫn làm",
        )


RULES = (all_or_none, absolute_distractor, hedged_key, vague_quantity, odd_one_out)
