"""Rules about the whole bank and each topic: where the keys stand, how long they are, what is asked over and over."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from ...bank.interactions import Options
from ...bank.problems import Problem
from .chance import ALPHA, at_least, chi_square, chi_square_p
from .lint_item import LintChoice, LintItem
from .syllables import count_syllables, show

WHOLE_BANK = "cả ngân hàng"
MIN_EXPECTED = 5
"""Keys expected at each position, below which the chi-square approximation is not used."""
BANK_FOLDER = "bank"
SHARED_MAX = 2
"""Items that an option's text may stand in: those of a contrast pair."""
PATTERN_MIN, PATTERN_SHARE = 6, 0.8
"""Items of a kind and size from which a pattern can be seen, and the share that one may have."""

Told = tuple[str, str, str, str]
"""Rule, found, allowed, mend."""


def bank_problems(by_topic: Mapping[str, Iterable[LintItem]]) -> Iterator[Problem]:
    """key-position, longest-key-bank, shortest-key-bank over all single-choice items and over each topic's.

    shared-option, never-keyed, same-pattern over all items.
    """
    by_topic = {topic: list(items) for topic, items in by_topic.items()}
    everything = [item for items in by_topic.values() for item in items]
    for rule, found, allowed, mend in (*_shared(everything), *_patterns(everything)):
        yield Problem(BANK_FOLDER, 0, rule, found, allowed, mend)
    topics = {topic: [item for item in items if _is_countable(item)] for topic, items in by_topic.items()}
    groups = {WHOLE_BANK: [item for items in topics.values() for item in items]}
    if len(topics) > 1:
        groups.update(topics)
    for group, items in groups.items():
        place = BANK_FOLDER if group == WHOLE_BANK else f"{BANK_FOLDER}/{group}"
        for rule, found, allowed, mend in (*_positions(items), *_lengths(items)):
            yield Problem(place, 0, rule, f"{group}: {found}", allowed, mend)


def _shared(items: list[LintItem]) -> Iterator[Told]:
    """Texts of options that stand in more items than a pair has; of those, what is right in none of them."""
    places: dict[str, list[tuple[LintItem, LintChoice]]] = {}
    for item in items:
        if item.options is not Options.SORTED:
            for choice in item.choices:
                places.setdefault(choice.text.casefold().rstrip(". "), []).append((item, choice))
    for found in places.values():
        if len(found) <= SHARED_MAX:
            continue
        told = f"{show(found[0][1].text)} ở {len(found)} câu: {', '.join(item.identifier for item, _ in found[:4])}…"
        if not all(item.classifies for item, _ in found):
            yield (
                "shared-option",
                told,
                f"một phương án ở nhiều nhất {SHARED_MAX} câu, trừ câu phân loại (classifies: true)",
                "viết thành việc của từng tình huống",
            )
        judged = [(item, choice) for item, choice in found if item.is_selection]
        if len(judged) > SHARED_MAX and not any(choice.identifier in item.keys for item, choice in judged):
            yield (
                "never-keyed",
                f"{told} không lần nào đúng",
                "phương án dùng chung có lúc đúng, có lúc không",
                "viết một tình huống mà nó đúng, hoặc bỏ nó",
            )


def _patterns(items: list[LintItem]) -> Iterator[Told]:
    groups: dict[tuple[str, int], list[LintItem]] = {}
    for item in items:
        if item.pattern:
            groups.setdefault((item.interaction, len(item.choices)), []).append(item)
    for (kind, size), members in sorted(groups.items()):
        pattern, count = Counter(item.pattern for item in members).most_common(1)[0]
        if len(members) >= PATTERN_MIN and count > PATTERN_SHARE * len(members):
            yield (
                "same-pattern",
                f"{kind} {size} phương án: khóa theo mẫu {'-'.join(map(str, pattern))} ở {count}/{len(members)} câu",
                f"một mẫu ở nhiều nhất {PATTERN_SHARE:.0%} số câu",
                "đổi số phương án đúng, hoặc mức điểm, ở vài câu",
            )


def _is_countable(item: LintItem) -> bool:
    return item.is_single_choice and len(item.right) == 1 and len(item.choices) > 1


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
