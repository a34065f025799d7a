"""The unread test: guessers that see only the options, never the situation, and how far beyond chance they get.

One of them also remembers which of the same options were right before. An item that a guesser finds can be answered by
form. Knows nothing of learners; its word list is small.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import fmean

from ...items import Item, Pack, Scenario
from ..lint.chance import ALPHA, at_least
from ..lint.syllables import FUNCTION_WORDS, count_syllables, phrase_pattern, syllables, words
from ..lint.wording import absolutes, hedges

WHOLE_BANK = "cả ngân hàng"

VIRTUOUS = phrase_pattern(
    words(
        """gương mẫu|làm gương|nêu gương|công khai|minh bạch|lắng nghe|nghe hết|nhận lỗi|xin lỗi|chịu trách nhiệm|
        nhận trách nhiệm|tự mình|cùng|
    trực tiếp|gặp riêng|hỏi|động viên|chia sẻ|giải thích|rõ|ngay|đúng|mời|bàn|tập thể|dân chủ|kiểm tra|rút kinh nghiệm|
    báo cáo|xin ý kiến|góp ý|thẳng thắn|lý do|hẹn|kèm|người dân|bà con"""
    )
)
"""What sounds virtuous to somebody who has not read the situation: openness, hearing people out, taking the blame,
clarity, haste in doing right. Counted by occurrence."""

Scores = list[float]


@dataclass(frozen=True, slots=True)
class Tried:
    """One item: what is seen of it, and what would be a hit.

    `taught` is the wording of the item's requirements (summary and quotes); `used` the positions of options that were
    right in an earlier item of the lesson with the same options, which a participant may remember.
    """

    identifier: str
    topic: str
    options: tuple[str, ...]
    keys: frozenset[int]
    taught: str
    used: frozenset[int] = frozenset()

    @property
    def chance(self) -> float:
        """Hits expected of a pick at random: keys / options."""
        return len(self.keys) / len(self.options)


Guesser = Callable[[Tried], Scores]
"""A guesser gives each option, in authored order, a number; it would pick the highest."""


def _longest(item: Tried) -> Scores:
    return [count_syllables(one) for one in item.options]


def _shortest(item: Tried) -> Scores:
    return [-count_syllables(one) for one in item.options]


def _first(item: Tried) -> Scores:
    return [-position for position in range(len(item.options))]


def _last(item: Tried) -> Scores:
    return list(range(len(item.options)))


def _most_hedged(item: Tried) -> Scores:
    return [len(hedges(one)) for one in item.options]


def _fewest_absolutes(item: Tried) -> Scores:
    return [-len(absolutes(one)) for one in item.options]


def _typical(item: Tried) -> Scores:
    words = [set(syllables(one)) for one in item.options]
    return [fmean(_overlap(mine, theirs) for m, theirs in enumerate(words) if m != n) for n, mine in enumerate(words)]


def _untypical(item: Tried) -> Scores:
    return [-score for score in _typical(item)]


def _taught_words(item: Tried) -> Scores:
    known = set(syllables(item.taught)) - FUNCTION_WORDS
    return [len(set(syllables(one)) & known) for one in item.options]


def _most_virtuous(item: Tried) -> Scores:
    return [len(VIRTUOUS.findall(one)) for one in item.options]


def _overlap(mine: set[str], theirs: set[str]) -> float:
    """Jaccard: shared syllables / all syllables of both."""
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _not_yet_right(item: Tried) -> Scores:
    return [-(position in item.used) for position in range(len(item.options))]


GUESSERS: dict[str, tuple[str, Guesser]] = {
    "longest": ("phương án dài nhất", _longest),
    "shortest": ("phương án ngắn nhất", _shortest),
    "first": ("phương án viết đầu", _first),
    "last": ("phương án viết cuối", _last),
    "most-hedged": ("nhiều lời rào đón nhất", _most_hedged),
    "fewest-absolutes": ("ít từ tuyệt đối nhất", _fewest_absolutes),
    "most-typical": ("giống các phương án khác nhất", _typical),
    "least-typical": ("khác các phương án khác nhất", _untypical),
    "taught-words": ("nhiều từ của yêu cầu nhất", _taught_words),
    "most-virtuous": ("nghe tốt đẹp nhất", _most_virtuous),
    "not-yet-right": ("chưa là đáp án với cùng bộ", _not_yet_right),
}


def items_to_try(pack: Pack) -> list[Tried]:
    """Every live single-choice and multiple-response item, in the order of the lessons."""
    tried = []
    right: dict[frozenset[str], set[str]] = defaultdict(set)
    for scenario, item in sorted(pack.live_items(), key=lambda one: _place(pack, one[0])):
        if keys := _keys(item):
            options = tuple(choice.text for choice in item.choices)
            known = right[frozenset(options)]
            used = frozenset(n for n, text in enumerate(options) if text in known)
            taught = " ".join(_wording(pack, one) for one in item.requirements)
            tried.append(Tried(item.identifier, scenario.topic, options, keys, taught, used))
            known |= {options[n] for n in keys}
    return tried


def _place(pack: Pack, scenario: Scenario) -> tuple[int, int, int]:
    """Where a learner meets a scenario: lesson, part, place in the part; those in no lesson come last."""
    for lesson in pack.lessons.values():
        for n, part in enumerate(lesson.parts):
            if scenario.identifier in part.scenarios:
                return lesson.order, n, part.scenarios.index(scenario.identifier)
    return 10**6, 0, 0


def _keys(item: Item) -> frozenset[int]:
    """Positions of the right options; none where options are not rivals that are right or wrong by themselves."""
    interaction = item.interaction
    named = interaction.keyed if interaction.passage is None else frozenset()
    return frozenset(n for n, identifier in enumerate(item.choice_ids) if identifier in named)


def _wording(pack: Pack, requirement: str) -> str:
    one = pack.requirements[requirement]
    return " ".join((one.summary, *one.quotes))


def pick(guesser: Guesser, tried: Tried) -> int | None:
    """The position a guesser picks, or None where all options look the same to it.

    Ties are broken by a hash of the option's text: blind to the key and to the authored order, and the same every time.
    """
    scores = guesser(tried)
    if max(scores) == min(scores):
        return None
    best = [n for n, score in enumerate(scores) if score == max(scores)]
    return min(best, key=lambda n: hashlib.sha256(tried.options[n].encode()).digest())


def try_guesser(name: str, items: Iterable[Tried]) -> dict[str, object]:
    """{guesser, label, tried, hits, expected, p, above_chance, hit_items} of one guesser over some items.

    p: chance of as many hits or more, exact, each item with its own chance (Poisson-binomial, one-sided).
    """
    label, guesser = GUESSERS[name]
    picks = [(tried, choice) for tried in items if (choice := pick(guesser, tried)) is not None]
    hit = [tried.identifier for tried, choice in picks if choice in tried.keys]
    chances = [tried.chance for tried, _ in picks]
    p = at_least(len(hit), chances) if picks else 1.0
    return {
        "guesser": name,
        "label": label,
        "tried": len(picks),
        "hits": len(hit),
        "expected": round(sum(chances), 2),
        "p": round(p, 4),
        "above_chance": p < ALPHA,
        "hit_items": hit,
    }


def build_unread_report(pack: Pack) -> dict[str, object]:
    """{items, alpha, passed, groups: [{group, items, guessers: [...]}]}: the whole bank first, then each topic."""
    items = items_to_try(pack)
    groups = {WHOLE_BANK: items}
    groups.update({topic: [one for one in items if one.topic == topic] for topic in pack.topics})
    tried = {group: [try_guesser(name, members) for name in GUESSERS] for group, members in groups.items()}
    told = [{"group": group, "items": len(groups[group]), "guessers": results} for group, results in tried.items()]
    passed = not any(one["above_chance"] for results in tried.values() for one in results)
    return {"items": len(items), "alpha": ALPHA, "passed": passed, "groups": told}


def render_unread_report(report: dict[str, object]) -> str:
    """The report as Vietnamese text: a table per group, then the items behind each guesser that beats chance."""
    lines = [f"Phép thử không đọc tình huống: {report['items']} câu chọn một và chọn nhiều đang dùng."]
    lines.append("Người đoán chỉ thấy các phương án. Vượt ngẫu nhiên khi p < 0,05 (một phía, tính chính xác).")
    groups = report["groups"]
    assert isinstance(groups, list)
    for group in groups:
        lines += [
            "",
            f"{group['group']} ({group['items']} câu)",
            f"  {'cách đoán':<32}{'thử':>5}{'trúng':>7}{'ngẫu nhiên':>12}{'p':>8}",
        ]
        for one in group["guessers"]:
            mark = "  VƯỢT" if one["above_chance"] else ""
            lines.append(
                f"  {one['label']:<32}{one['tried']:>5}{one['hits']:>7}"
                f"{_vi(one['expected'], 1):>12}{_vi(one['p'], 3):>8}{mark}"
            )
        for one in group["guessers"]:
            if one["above_chance"]:
                lines += [f"  Các câu bị “{one['label']}” đoán trúng:", *(f"    {item}" for item in one["hit_items"])]
    lines += [
        "",
        "Kết luận: đạt, không cách đoán nào vượt ngẫu nhiên."
        if report["passed"]
        else "Kết luận: chưa đạt. Viết lại bớt các câu đã liệt kê rồi thử lại.",
    ]
    return "\n".join(lines)


def _vi(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
