"""Vietnamese by syllables: splitting, counting, small word lists. Knows nothing of items or rules.

Vietnamese writes every syllable apart; most words of administrative use are two syllables ("hồ sơ", "trách nhiệm").
No dictionary is used: a pair of neighbouring syllables that are not function words stands for a compound.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple


def words(listed: str) -> list[str]:
    """The words and phrases of a list written "một|hai ba|…" over several lines."""
    return [" ".join(one.split()) for one in listed.split("|") if one.strip()]


def each(listed: str) -> list[str]:
    """The syllables of a list written with spaces over several lines."""
    return listed.split()


UPPER = "".join(letter for letter in map(chr, [*range(0x41, 0x250), *range(0x1E00, 0x1F00)]) if letter.isupper())
"""Every capital letter, for a pattern's brackets: "À-Ỹ" would hold small ones too."""
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_RUN = re.compile(r"\w+")
_CLAUSE = re.compile(r"[,.;:?!–—()…“”\"]|\s-\s")

FUNCTION_WORDS = frozenset(
    each(
        """
    à ạ ai anh ấy bà bác bằng bị bởi cả các cái càng cần chị cho chỉ chú chưa chứ cô có con còn cùng cũng cứ của
    dù do đã đang đâu để đều đến đi đó được em gì giữa hay hãy hoặc hơn họ khi không lại làm là lên lúc mà mình mọi
    một mới mỗi này nào nên nếu ngay người nhau nhé như nhưng những nó nữa ở ông phải qua ra rằng rất rồi sau sao sẽ
    so ta tại thầy thế theo thì thôi thêm thứ tới tôi trên trong trước từ từng tự và vào vẫn vậy về vì việc với vừa xin
    xong xuống"""
    )
)
"""Words too common to carry meaning by themselves: pronouns and forms of address, particles, prepositions,
auxiliaries, directions. Written for this bank; kept to what occurs in nearly every option."""

_TITLES = frozenset(
    each(
        """anh chị ông bà cô thầy em bác chú cụ cháu cậu dì già y bản thôn xã phường tỉnh huyện sĩ thư tịch đốc
        trưởng phó viên sinh chí tá úy
    điểm hộ nhà thứ"""
    )
)
"""What stands before a name."""
NEGATIONS = ("không", "chưa", "chẳng", "đừng", "chớ", "chả")
"""Words that deny; phrases that only contain them are taken out first (`without_false_negations`)."""

_FALSE_NEGATIONS = re.compile(
    r"\b(không khí|không gian|hàng không|hư không|chưa kể|không những|không chỉ|không quân|có hay không|hay không"
    r"|hay chưa|xong chưa|được chưa|chưa ạ|không ạ)\b"
)

_ASKED_AT_THE_END = re.compile(r"\b(?:không|chưa)(\s*(?:\?|$))")
_SENTENCE_END = re.compile(r"[.?!:,;]\s+|[“”\"]")


def syllables(text: str) -> list[str]:
    """Lower-case syllables and numbers without punctuation: "Anh Páo ký, rồi về." → anh, páo, ký, rồi, về."""
    return list(_syllables(text))


@cache
def _syllables(text: str) -> tuple[str, ...]:
    """Many rules ask this of the same text, and many texts hold the same words."""
    return tuple(chain.from_iterable(map(_syllables_of_word, text.split())))


@cache
def _syllables_of_word(word: str) -> tuple[str, ...]:
    return tuple(part.casefold() for part in _WORD.findall(word))


@cache
def count_syllables(text: str) -> int:
    """Words between spaces that hold a letter or a digit, as the authors count ("Rà soát, 5 hồ sơ." is 5)."""
    return sum(map(_counts, text.split()))


@cache
def _counts(word: str) -> bool:
    return any(map(str.isalnum, word))


@cache
def clauses(text: str) -> tuple[str, ...]:
    """The text cut at punctuation."""
    return tuple(part.strip() for part in _CLAUSE.split(text) if part.strip())


def names(text: str) -> set[str]:
    """Syllables of people's and places' names: written with a capital, after a title or after another such syllable.

    "anh Páo", "bản Nà Pha"; not "Hội Nông dân", which is a telling word like any other.
    """
    found: set[str] = set()
    for sentence in _SENTENCE_END.split(text):
        for before, word in _capitals(sentence):
            if before in _TITLES or before in found:
                found.add(word)
    return found


@cache
def _capitals(sentence: str) -> tuple[tuple[str, str], ...]:
    """The words that are written with a capital, each after the one before it; both small. Items share a case."""
    if not any(map(str.isupper, sentence)):
        return ()
    said = _WORD.findall(sentence)
    return tuple((before.casefold(), word.casefold()) for before, word in pairwise(["", *said]) if word[0].isupper())


def compounds(text: str, *, ignore: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Pairs of neighbouring syllables within a clause, neither a function word, a number nor one of `ignore`."""
    skip = set(ignore)
    return (pair for pair in _compounds(text) if skip.isdisjoint(pair))


@cache
def _compounds(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one, two)
        for clause in clauses(text)
        for one, two in pairwise(_syllables(clause))
        if one not in FUNCTION_WORDS and two not in FUNCTION_WORDS and not one[0].isdigit() and not two[0].isdigit()
    )


def content_words(text: str, *, ignore: Iterable[str] = ()) -> set[str]:
    """Syllables that carry meaning."""
    return set(_content_words(text).difference(ignore))


@cache
def _content_words(text: str) -> frozenset[str]:
    return frozenset(_syllables(text)).difference(FUNCTION_WORDS, NEGATIONS)


def without_false_negations(text: str) -> str:
    """Lower-case text in which "không khí", "không chỉ", a final "… không?" no longer look like denials."""
    lowered = _FALSE_NEGATIONS.sub(" ", text.casefold())
    return _ASKED_AT_THE_END.sub(r"\1", lowered)


class Found(NamedTuple):
    """Where a phrase stands in a text."""

    text: str
    start: int
    end: int

    def group(self) -> str:
        """The phrase, as written there."""
        return self.text[self.start : self.end]


class Phrases:
    """Finds any of the phrases as whole syllables, whatever the case; at one place the longest.

    As the pattern (?<!\\w)(?:…|…)(?!\\w) would, but it looks only where the first syllable of a phrase stands: a
    tenth of the time, and nothing to compile.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for phrase in sorted((one.lower() for one in phrases), key=len, reverse=True):
            self._by_first.setdefault(_RUN.match(phrase)[0], []).append(phrase)  # type: ignore[index]

    def finditer(self, text: str, start: int = 0) -> Iterator[Found]:
        """Every phrase from `start` on, none inside another."""
        if runs_of(text).isdisjoint(self._by_first):
            return
        lowered, runs = _runs(text)
        for at, run in runs:
            if at >= start and run in self._by_first:
                for phrase in self._by_first[run]:
                    end = at + len(phrase)
                    if lowered.startswith(phrase, at) and not _is_word(lowered[end : end + 1]):
                        yield Found(text, at, end)
                        start = end
                        break

    def search(self, text: str, start: int = 0) -> Found | None:
        """The first phrase from `start` on."""
        return next(self.finditer(text, start), None)

    def match(self, text: str) -> Found | None:
        """The phrase that the text begins with."""
        lowered = _lowered(text)
        first = _RUN.match(lowered)
        for phrase in self._by_first.get(first[0], ()) if first else ():
            if lowered.startswith(phrase) and not _is_word(lowered[len(phrase) : len(phrase) + 1]):
                return Found(text, 0, len(phrase))
        return None

    def sub(self, other: Callable[[Found], str], text: str) -> str:
        """The text with every phrase replaced."""
        parts, start = [], 0
        for found in self.finditer(text):
            parts += [text[start : found.start], other(found)]
            start = found.end
        return "".join([*parts, text[start:]])


@cache
def runs_of(text: str) -> frozenset[str]:
    """The different runs of letters and digits of a text, small."""
    return frozenset(chain.from_iterable(map(_runs_of_word, text.split())))


@cache
def _runs_of_word(word: str) -> tuple[str, ...]:
    return tuple(_RUN.findall(_lowered(word)))


@cache
def _runs(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text in small letters, as long as before; where each run of letters and digits begins."""
    lowered = _lowered(text)
    return lowered, [(match.start(), match[0]) for match in _RUN.finditer(lowered)]


def _lowered(text: str) -> str:
    return text.lower() if "İ" not in text else text.replace("İ", "i").lower()


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def bare(text: str) -> str:
    """Lower case without tone marks and other marks, đ as d: for comparing spellings only."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def show(text: str, limit: int = 60) -> str:
    """A text shortened for a message, between quotation marks."""
    return f"“{text if len(text) <= limit else text[: limit - 1].rstrip() + '…'}”"
