"""Rules about how many options and keys there are. Knows nothing of what they say."""

from collections.abc import Iterator

from ...bank.interactions import Options
from .lint_item import Finding, Known, LintItem

OPTION_COUNT = (3, 5)


def option_count(item: LintItem, known: Known) -> Iterator[Finding]:
    """option-count: a single-choice item has three to five options."""
    low, high = OPTION_COUNT
    if item.is_single_choice and not low <= len(item.choices) <= high:
        yield Finding(
            "option-count",
            ("choices",),
            f"có {len(item.choices)} phương án",
            f"từ {low} đến {high} phương án",
            "bỏ phương án yếu nhất, hoặc viết thêm một phương án mà người bận rộn vẫn chọn",
        )


def key_count(item: LintItem, known: Known) -> Iterator[Finding]:
    """key-count: no key, several keys in a single choice, a key that is no option, or every option keyed."""
    if not (item.is_selection or item.kind_is_marking):
        return
    strangers = item.keys - {choice.identifier for choice in item.choices}
    allowed = (
        "đúng một đáp án" if item.is_single_choice else "từ một đáp án trở lên, và còn phương án không phải đáp án"
    )
    found = None
    if strangers:
        found = f"đáp án {', '.join(sorted(strangers))} không có trong các phương án"
    elif not item.keys:
        found = "không có đáp án"
    elif item.is_single_choice and len(item.keys) > 1:
        found = f"câu chọn một mà có {len(item.keys)} đáp án"
    elif not item.wrong:
        found = "phương án nào cũng là đáp án"
    elif item.options is Options.SOME_RIGHT and len(item.keys) < 2:
        found, allowed = "câu chọn nhiều mà chỉ có một đáp án", "từ hai đáp án, và còn phương án không phải đáp án"
    if found:
        yield Finding("key-count", ("correct_response",), found, allowed, "sửa correct_response cho khớp các phương án")


RULES = (option_count, key_count)
