"""Rules about the whole bank and each topic: where the keys stand, how long they are. Knows nothing of single texts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from ...bank.problems import Problem
from .chance import ALPHA, at_least, chi_square, chi_square_p
from .lint_item import LintItem
from .syllables import count_syllables

WHOLE_BANK = "cả ngân hàng"
MIN_EXPECTED = 5
"""Keys expected at each position, below which the chi-square approximation is not used."""
BANK_FOLDER = "bank"


def bank_problems(by_topic: Mapping[str, Iterable[LintItem]]) -> Iterator[Problem]:
    """key-position, longest-key-bank, shortest-key-bank over all single-choice items and over each topic's."""
    topics = {topic: [item for item in items if _is_countable(item)] for topic, items in by_topic.items()}
    groups = {WHOLE_BANK: [item for items in topics.values() for item in items]}
    if len(topics) > 1:
        groups.update(topics)
    for group, items in groups.items():
        place = BANK_FOLDER if group == WHOLE_BANK else f"{BANK_FOLDER}/{group}"
        for rule, found, allowed, mend in (*_positions(items), *_lengths(items)):
            yield Problem(place, 0, rule, f"{group}: {found}", allowed, mend)


def _is_countable(item: LintItem) -> bool:
    return item.is_single_choice and len(item.right) == 1 and len(item.choices) > 1


Told = tuple[str, str, str, str]


def _positions(items: list[LintItem]) -> Iterator[Told]:
    by_size: dict[int, Counter[int]] = {}
    for item in items:
        by_size.setdefault(len(item.choices), Counter())[item.choices.index(item.right[0])] += 1
    for size, counts in sorted(by_size.items()):
        total = counts.total()
        if total < MIN_EXPECTED * size:
            continue
        observed = [counts[position] for position in range(size)]
        p = chi_square_p(chi_square(observed, [total / size] * size), size - 1)
        if p < ALPHA:
            shown = ", ".join(f"{chr(97 + n)} {count}" for n, count in enumerate(observed))
            yield (
                "key-position",
                f"đáp án của {total} câu {size} phương án đứng ở {shown} (p = {_number(p)})",
                f"rải đều, p từ {_number(ALPHA)} trở lên",
                "đổi chỗ phương án trong tệp ở vài câu của vị trí đông nhất",
            )


def _lengths(items: list[LintItem]) -> Iterator[Told]:
    for rule, name, longest, mend in (
        ("longest-key-bank", "dài nhất", True, "rút gọn đáp án hoặc thêm chi tiết cho phương án sai ở vài câu"),
        ("shortest-key-bank", "ngắn nhất", False, "thêm chi tiết cho đáp án hoặc rút gọn phương án sai ở vài câu"),
    ):
        hits = sum(key_is_extreme(item, longest=longest) for item in items)
        chances = [1 / len(item.choices) for item in items]
        p = at_least(hits, chances)
        if p < ALPHA:
            expected = float(sum(Fraction(1, len(item.choices)) for item in items))
            yield (
                rule,
                f"đáp án {name} ở {hits} trong {len(items)} câu, ngẫu nhiên thì khoảng {_number(expected, 1)} "
                f"(p = {_number(p)})",
                f"p từ {_number(ALPHA)} trở lên",
                mend,
            )


def key_is_extreme(item: LintItem, *, longest: bool) -> bool:
    """Whether the key alone is the longest (or the shortest) option, by syllables and then by letters."""
    sizes = {choice.identifier: (count_syllables(choice.text), len(choice.text)) for choice in item.choices}
    key = sizes.pop(item.right[0].identifier)
    return all(key > other for other in sizes.values()) if longest else all(key < other for other in sizes.values())


def _number(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
