"""Vietnamese by syllables: splitting, counting, small word lists. Knows nothing of items or rules.

Vietnamese writes every syllable apart; most words of administrative use are two syllables ("hồ sơ", "trách nhiệm").
No dictionary is used: a pair of neighbouring syllables that are not function words stands for a compound.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise


def words(listed: str) -> list[str]:
    """The words and phrases of a list written "một|hai ba|…" over several lines."""
    return [" ".join(one.split()) for one in listed.split("|") if one.strip()]


def each(listed: str) -> list[str]:
    """The syllables of a list written with spaces over several lines."""
    return listed.split()


UPPER = "".join(letter for letter in map(chr, [*range(0x41, 0x250), *range(0x1E00, 0x1F00)]) if letter.isupper())
"""Every capital letter, for a pattern's brackets: "À-Ỹ" would hold small ones too."""
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_FROM_A_LETTER_ON = re.compile(r"[^\W_]\S*")
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


def syllables(text: str) -> list[str]:
    """Lower-case syllables and numbers without punctuation: "Anh Páo ký, rồi về." → anh, páo, ký, rồi, về."""
    return list(_syllables(text))


@cache
def _syllables(text: str) -> tuple[str, ...]:
    """Many rules ask this of the same text."""
    return tuple(word.casefold() for word in _WORD.findall(text))


@cache
def count_syllables(text: str) -> int:
    """Words between spaces that hold a letter or a digit, as the authors count ("Rà soát, 5 hồ sơ." is 5)."""
    return len(_FROM_A_LETTER_ON.findall(text))


def clauses(text: str) -> list[str]:
    """The text cut at punctuation."""
    return [part.strip() for part in _CLAUSE.split(text) if part.strip()]


def names(text: str) -> set[str]:
    """Syllables of people's and places' names: written with a capital, after a title or after another such syllable.

    "anh Páo", "bản Nà Pha"; not "Hội Nông dân", which is a telling word like any other.
    """
    found = set()
    for sentence in re.split(r"[.?!:,;]\s+|[“”\"]", text):
        before = ""
        for word in _WORD.findall(sentence):
            if word[0].isupper() and (before in _TITLES or before in found):
                found.add(word.casefold())
            before = word.casefold()
    return found


def compounds(text: str, *, ignore: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Pairs of neighbouring syllables within a clause, neither a function word, a number nor one of `ignore`."""
    skip = FUNCTION_WORDS | set(ignore)
    for clause in clauses(text):
        said = syllables(clause)
        for one, two in pairwise(said):
            if one not in skip and two not in skip and not one[0].isdigit() and not two[0].isdigit():
                yield one, two


def content_words(text: str, *, ignore: Iterable[str] = ()) -> set[str]:
    """Syllables that carry meaning."""
    skip = FUNCTION_WORDS | set(NEGATIONS) | set(ignore)
    return {word for word in syllables(text) if word not in skip}


def without_false_negations(text: str) -> str:
    """Lower-case text in which "không khí", "không chỉ", a final "… không?" no longer look like denials."""
    lowered = _FALSE_NEGATIONS.sub(" ", text.casefold())
    return re.sub(r"\b(?:không|chưa)(\s*(?:\?|$))", r"\1", lowered)


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the phrases as whole syllables, whatever the case; longer phrases first."""
    joined = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


def bare(text: str) -> str:
    """Lower case without tone marks and other marks, đ as d: for comparing spellings only."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def show(text: str, limit: int = 60) -> str:
    """A text shortened for a message, between quotation marks."""
    return f"“{text if len(text) <= limit else text[: limit - 1].rstrip() + '…'}”"
