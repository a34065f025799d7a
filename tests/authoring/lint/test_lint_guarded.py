import random
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from neuguong.authoring import lint
from neuguong.authoring.lint.guarded import Guarded

TRIES = 1500


def guarded_patterns() -> Iterator[tuple[str, Guarded]]:
    for module in iter_modules(lint.__path__):
        found = vars(import_module(f"{lint.__name__}.{module.name}"))
        yield from ((f"{module.name}.{name}", one) for name, one in found.items() if isinstance(one, Guarded))


PATTERNS = dict(guarded_patterns())


class Writer:
    """Writes texts that a pattern may find: one way through each of its choices, what only may not follow left out."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def write(self, tree: Any) -> str:
        return "".join(self.part(kind, value) for kind, value in tree)

    def part(self, kind: Any, value: Any) -> str:
        if kind is code.LITERAL:
            return chr(value)
        if kind is code.IN:
            return self.one_of(value)
        if kind is code.BRANCH:
            return self.write(self.random.choice(value[1]))
        if kind is code.SUBPATTERN:
            return self.write(value[3])
        if kind in (code.MAX_REPEAT, code.MIN_REPEAT):
            least, most, tree = value
            return "".join(self.write(tree) for _ in range(self.random.randint(least, min(most, least + 3))))
        looks_ahead = kind is code.ASSERT and value[0] > 0
        return self.write(value[1]) if looks_ahead and self.random.random() < 0.8 else ""

    def one_of(self, members: Any) -> str:
        kind, value = self.random.choice(members)
        if kind is code.NEGATE:
            return "x"
        if kind is code.RANGE:
            return chr(self.random.randint(*value))
        shown = {code.CATEGORY_WORD: "b", code.CATEGORY_DIGIT: "5"}
        return chr(value) if kind is code.LITERAL else shown.get(value, " ")


@pytest.mark.parametrize("name", PATTERNS)
def test_whatever_a_guarded_pattern_finds_its_words_let_through(name: str) -> None:
    guarded, writer = PATTERNS[name], Writer(seed=28)
    tree = parser.parse(guarded.pattern.pattern, guarded.pattern.flags)

    written = [f"{before}{writer.write(tree)}{after}" for before in ("", "Báo ") for after in ("", ".", " hồ sơ")
               for _ in range(TRIES // 6)]  # fmt: skip
    found = [text for told in written for text in (told, told.upper()) if guarded.pattern.search(text)]

    assert len(found) > TRIES / 3
    assert [text for text in found if not guarded.may_stand_in(text)] == []


def test_a_guarded_pattern_is_not_compiled_for_a_text_without_its_words() -> None:
    guarded = Guarded("trên; cả & hai ba", r"\btrên đây\b|\bcả (?:hai|ba)\b")

    assert guarded.search("Báo cáo cả tổ") is None
    assert list(guarded.finditer("Hai hộ")) == []
    assert guarded.sub(" ", "Ba hộ") == "Ba hộ"
    assert "pattern" not in vars(guarded)


def test_a_guarded_pattern_finds_what_the_pattern_finds() -> None:
    guarded = Guarded("trên; cả & hai ba", r"(?i)\btrên đây\b|\bcả (?:hai|ba)\b")

    assert [match.group() for match in guarded.finditer("Cả hai hộ, trên đây")] == ["Cả hai", "trên đây"]
    assert guarded.sub("-", "Làm cả ba") == "Làm -"
    assert guarded.search("Trên cao, cả ai") is None
