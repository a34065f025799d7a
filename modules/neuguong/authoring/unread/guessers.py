"""Guessers that see only the options, never the situation, and how often they hit the key of a single choice.

One of them also remembers which of the same options were right before. An item that a guesser finds can be answered by
form. Knows nothing of learners; its word lists are small.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from statistics import fmean

from ...bank.interactions import ENTRIES, Options
from ...items import Item, Pack, Scenario
from ..lint.chance import ALPHA, at_least
from ..lint.syllables import FUNCTION_WORDS, count_syllables, phrase_pattern, syllables, words
from ..lint.tone import tone
from ..lint.wording import absolutes, hedges

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

WHEN = re.compile(
    r"(?i)\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|ngày mai|sáng mai|chiều mai|hôm nay|sáng nay|chiều nay|tối nay"
    r"|tuần (?:này|tới|sau)|tháng (?:này|tới|sau|\d+)|ngày \d+|\d+ (?:giờ|ngày|tháng|tuần)"
    r"|(?:mỗi|cuối|đầu) (?:tuần|tháng))\b"
)
"""A day or an hour that is named."""
OFFICE_ORDER = tuple(
    phrase_pattern(words(step))
    for step in (
        "nghe|hỏi|gặp|mời|tiếp|đến",
        "kiểm tra|kiểm|đối chiếu|rà|xem|dò|xác minh|đọc|tìm|cân nhắc",
        "họp|bàn|quyết|ký|giao|phân công|cử|chọn|duyệt|chốt|xếp|bố trí",
        "báo|thông báo|công bố|niêm yết|dán|gửi|trả lời|nhắn|ghi|lưu",
    )
)
"""The steps of any office: hear, check, decide, tell. The first that an option names is its step."""

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


def _least_virtuous(item: Tried) -> Scores:
    return [-score for score in _most_virtuous(item)]


def _good_tone(item: Tried) -> Scores:
    return [tone(one) for one in item.options]


def _named_day(item: Tried) -> Scores:
    return [len(WHEN.findall(one)) for one in item.options]


def _no_day(item: Tried) -> Scores:
    return [-score for score in _named_day(item)]


def _in_office_order(item: Tried) -> Scores:
    return [
        -next((n for n, step in enumerate(OFFICE_ORDER) if step.search(one)), len(OFFICE_ORDER) / 2)
        for one in item.options
    ]


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
    "least-virtuous": ("nghe ít tốt đẹp nhất", _least_virtuous),
    "good-tone": ("giọng khen trước, chê sau", _good_tone),
    "names-a-day": ("nêu ngày giờ", _named_day),
    "names-no-day": ("không nêu ngày giờ", _no_day),
    "office-order": ("nghe, kiểm, quyết, báo", _in_office_order),
    "not-yet-right": ("chưa là đáp án với cùng bộ", _not_yet_right),
}


def items_to_try(pack: Pack) -> list[Tried]:
    """Every live single-choice item, in the order of the lessons."""
    tried = []
    right: dict[frozenset[str], set[str]] = defaultdict(set)
    for scenario, item in sorted(pack.live_items(), key=lambda one: _place(pack, one[0])):
        if is_single(item.interaction.kind):
            one = see(pack, scenario, item)
            known = right[frozenset(one.options)]
            tried.append(replace(one, used=frozenset(n for n, text in enumerate(one.options) if text in known)))
            known |= {one.options[n] for n in one.keys}
    return tried


def is_single(kind: str) -> bool:
    """Whether one of the options is right: only then is a guess a hit or none."""
    return ENTRIES[kind].options is Options.ONE_RIGHT


def see(pack: Pack, scenario: Scenario, item: Item) -> Tried:
    """What a guesser may see of an item."""
    return Tried(
        item.identifier,
        scenario.topic,
        options=tuple(choice.text for choice in item.choices),
        keys=frozenset(n for n, identifier in enumerate(item.choice_ids) if identifier in item.interaction.keyed),
        taught=" ".join(_wording(pack, one) for one in item.requirements),
    )


def _place(pack: Pack, scenario: Scenario) -> tuple[int, int, int]:
    """Where a learner meets a scenario: lesson, part, place in the part; those in no lesson come last."""
    for lesson in pack.lessons.values():
        for n, part in enumerate(lesson.parts):
            if scenario.identifier in part.scenarios:
                return lesson.order, n, part.scenarios.index(scenario.identifier)
    return 10**6, 0, 0


def _wording(pack: Pack, requirement: str) -> str:
    one = pack.requirements[requirement]
    return " ".join((one.summary, *one.quotes))


def order(guesser: Guesser, tried: Tried) -> list[int] | None:
    """The positions as a guesser would have them, best first, or None where all options look the same to it.

    Ties are broken by a hash of the option's text: blind to the key and to the authored order, and the same every time.
    """
    scores = guesser(tried)
    if max(scores) == min(scores):
        return None
    return sorted(range(len(scores)), key=lambda n: (-scores[n], hashlib.sha256(tried.options[n].encode()).digest()))


def pick(guesser: Guesser, tried: Tried) -> int | None:
    """The position a guesser picks, if any."""
    best = order(guesser, tried)
    return best[0] if best else None


def try_guesser(name: str, items: Iterable[Tried]) -> dict[str, object]:
    """{guesser, label, tried, hits, expected, p, above_chance, hit_items} of one guesser over some items.

    p: the chance of as many hits or more, exact, each item with its own chance (Poisson-binomial, one-sided).
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
