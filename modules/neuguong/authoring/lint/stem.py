"""Rules about the lead-in: whether it asks, and whether it reads well. Knows nothing of explanations."""

import re
from collections.abc import Iterator

from .lint_item import Finding, Known, LintItem
from .syllables import (
    Phrases,
    count_syllables,
    show,
    words,
)

_QUESTION_WORD = Phrases(words("""gì|nào|ai|sao|đâu|bao nhiêu|thế nào|ra sao|bao giờ|bao lâu|đến đâu|vì đâu|mấy"""))
_YES_NO = Phrases(["không", "chưa", "chăng", "hay"])
TASK = Phrases(
    words(
        """chọn|hãy|xếp|sắp|sắp xếp|đánh dấu|ghép|nối|cho biết|xác định|chỉ ra|nêu|đánh giá|tìm|gạch|điền|tích|so sánh|
        phân loại|gạch bỏ|bấm|khoanh|đọc|lựa chọn|cho điểm|chấm điểm|giúp|hoàn thành|hoàn chỉnh|bổ sung"""
    )
)
"""Imperatives a quiz uses. Not a list of verbs: "anh Páo ký ba hồ sơ" gives no task."""
_OPEN_MODAL = re.compile(r"\b(nên|cần|phải|sẽ|thì|là|vì|để|bằng cách|hãy)\s*(?::|…|\.{3})?$", re.IGNORECASE)
"""A sentence that its options complete ("… chị Dợ nên:", "… việc cần làm trước là")."""
_SUBJECT = re.compile(
    r"(?i:\b(anh|chị|ông|bà|cô|thầy|bác|em|chú|đồng chí|chủ tịch|bí thư|trưởng|phó|giám đốc|người|cán bộ"
    r"|đảng viên|tôi|bạn|việc|cách|điều|hành vi|cấp ủy|chi bộ|tổ)\b)"
)


def lead_in_missing(item: LintItem, known: Known) -> Iterator[Finding]:
    """lead-in-missing: the prompt puts no question and sets no task: empty, a heading, a plain statement."""
    prompt = item.prompt
    asks = _asks(prompt)
    if not asks:
        found = f"câu hỏi {show(prompt)} không hỏi gì, không giao việc gì" if prompt.strip() else "câu hỏi để trống"
        yield Finding(
            "lead-in-missing",
            ("prompt",),
            found,
            "một câu hỏi trọn vẹn, hoặc một lời giao việc (chọn, xếp, đánh dấu…)",
            "hỏi thẳng: ai nên làm gì, việc nào phù hợp, vì sao",
        )


def _task_places(prompt: str) -> list[str]:
    """Where an imperative may stand: at the start of a clause, or after the person spoken to."""
    starts = [part.strip() for part in re.split(r"[.,:;?!–]|\b(?:anh chị|anh, chị|bạn|đồng chí|em)\b(?! nào)", prompt)]
    return [part for part in starts if part]


def _asks(prompt: str) -> bool:
    if not prompt:
        return False
    if _QUESTION_WORD.search(prompt):
        return True
    if _OPEN_MODAL.search(prompt) and count_syllables(prompt) >= 5 and _SUBJECT.search(prompt):
        return not re.match(r"(?i)(về|nói về|đối với|liên quan)\b", prompt)
    if (
        any(TASK.match(part) for part in _task_places(prompt))
        or prompt.rstrip().endswith("…")
        or re.search(r"_{2,}|\.{3}", prompt)
    ):
        return True
    if prompt.rstrip(' ”"').endswith("?") and _YES_NO.search(prompt):
        return True
    return prompt.rstrip(' ”"').endswith("?") and count_syllables(prompt) >= 6


_BLANK = re.compile(r"…|\.{3,}|_{2,}|\(\s*\)|\[\s*\]|\.\s\.\s\.")


def blank_inside(item: LintItem, known: Known) -> Iterator[Finding]:
    """blank-inside: a gap in the middle of the prompt. A gap at its end reads well and is allowed."""
    for match in _BLANK.finditer(item.prompt):
        before, after = item.prompt[: match.start()].rstrip(), item.prompt[match.end() :]
        trails_off = after.lstrip().startswith(("”", "»")) or (after.startswith('"') and before.count('"') % 2 == 1)
        ends_list = before.endswith((",", " v.v", "vân vân", "v.v")) or (
            after.lstrip().startswith(",") and match.group() == "…" and _is_list(before)
        )
        if count_syllables(after) and not trails_off and not ends_list:
            yield Finding(
                "blank-inside",
                ("prompt",),
                f"chỗ trống ở giữa câu: {show(item.prompt)}",
                "câu hỏi trọn vẹn, hoặc chỗ trống ở cuối câu",
                "viết lại thành câu hỏi, hoặc dời chỗ trống xuống cuối",
            )
            return


def _is_list(before: str) -> bool:
    return before.count(",") >= 2


RULES = (lead_in_missing, blank_inside)
