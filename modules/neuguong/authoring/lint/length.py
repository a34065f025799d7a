"""Rules about length: key, prompt, options, explanations. Knows nothing of wording."""

from collections.abc import Iterator
from statistics import fmean

from .lint_item import Finding, Known, LintItem
from .syllables import count_syllables, show

LONGEST_KEY_RATIO = 1.4
"""Key's syllables / mean of the other options, above which the key shows (item-writing guidelines, flaw 1)."""
LONGEST_KEY_LEAD = 2
"""… and it must lead the next longest by this many syllables: among short options one word tells nothing."""
PROMPT_MAX = 30
OPTION_MAX = 28
PASSAGE_MAX = 40
FEEDBACK_RANGE = (8, 80)
"""Syllables; limits of the bank's brief (issue 4, "Prose"). Fewer than 8 of feedback say no more than the verdict."""


def longest_key(item: LintItem, known: Known) -> Iterator[Finding]:
    """longest-key: the key of a single-choice item is clearly the longest."""
    if not item.is_single_choice or len(item.right) != 1 or not item.wrong:
        return
    key = item.right[0]
    length = count_syllables(key.text)
    others = [count_syllables(choice.text) for choice in item.wrong]
    mean = fmean(others)
    if mean and length / mean > LONGEST_KEY_RATIO and length - max(others) >= LONGEST_KEY_LEAD:
        yield Finding(
            "longest-key",
            item.place_of(key),
            f"đáp án dài {length} tiếng, các phương án khác trung bình {mean:.1f}: nhìn độ dài cũng đoán ra".replace(
                ".", ",", 1
            ),
            "đáp án không dài quá 1,4 lần mức trung bình của các phương án khác",
            "rút gọn đáp án, hoặc thêm chi tiết cho các phương án khác",
        )


def lead_in_long(item: LintItem, known: Known) -> Iterator[Finding]:
    """lead-in-long: the prompt is longer than 30 syllables."""
    length = count_syllables(item.prompt)
    if length > PROMPT_MAX:
        yield Finding(
            "lead-in-long",
            ("prompt",),
            f"câu hỏi dài {length} tiếng",
            f"nhiều nhất {PROMPT_MAX} tiếng",
            "chuyển phần kể sang tình huống, câu hỏi chỉ giữ điều cần hỏi",
        )


def bank_lengths(item: LintItem, known: Known) -> Iterator[Finding]:
    """too-long, feedback-length: options, passages and feedback within the bank's limits. Drafts are not measured."""
    if not item.in_bank:
        return
    limit, what = (PASSAGE_MAX, "đoạn để đánh dấu") if item.kind_is_marking else (OPTION_MAX, "phương án")
    for choice in item.choices:
        length = count_syllables(choice.text)
        if length > limit:
            yield Finding(
                "too-long",
                item.place_of(choice),
                f"{what} “{choice.identifier}” dài {length} tiếng",
                f"nhiều nhất {limit} tiếng",
                "bỏ phần giải thích, chỉ giữ việc làm",
            )
        low, high = FEEDBACK_RANGE
        length = count_syllables(choice.feedback)
        if length > high:
            yield Finding(
                "feedback-length",
                item.place_of(choice, "feedback"),
                f"lời giải thích của phương án “{choice.identifier}” dài {length} tiếng",
                f"từ {low} đến {high} tiếng",
                "giữ điều sẽ xảy ra và cách nên làm, bỏ phần còn lại",
            )


def rationale_present(item: LintItem, known: Known) -> Iterator[Finding]:
    """missing-rationale: a bank item says why the key is the key."""
    if item.in_bank and count_syllables(item.rationale) < FEEDBACK_RANGE[0]:
        yield Finding(
            "missing-rationale",
            ("rationale",),
            f"phần lý do chỉ có {show(item.rationale)}",
            f"ít nhất {FEEDBACK_RANGE[0]} tiếng: vì sao đáp án là đáp án",
            "viết lý do, dựa vào yêu cầu được dẫn",
        )


RULES = (longest_key, lead_in_long, bank_lengths, rationale_present)
