"""What may be filled into a template: values with names, and rows that repeat. Knows nothing of files' formats.

A name stands in a template as {{ten}}. A part of it (a line, a paragraph, a row) that names a value of repeating rows
is repeated for each of them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from ...errors import TemplateError
from ...text import say

Value = str | int | float
"""A float is a share of one: text writes it as per cent, a sheet as a number."""
PLACE = re.compile(r"\{\{([^{}]*)\}\}")


class Gap(str):
    """A word in place of a number that may not, or cannot, be told."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows in their order, each of one kind: `names` says which kind a name belongs to, `entries` what the rows hold.

    The names of a kind are "kind.…"; lines of text are rows of one kind whose only name is the kind itself.
    """

    names: Mapping[str, str]
    entries: Sequence[tuple[str, Mapping[str, Value]]]

    @classmethod
    def of_lines(cls, name: str, lines: Iterable[str]) -> "Rows":
        return cls({name: name}, [(name, {name: line}) for line in lines])


@dataclass(frozen=True, slots=True)
class Fields:
    """Everything a report has for a template.

    needed  names without which a file is refused: whoever reads it could not tell what it is of
    beside  kind of rows → a name that must be in a file which has such rows
    """

    facts: Mapping[str, Value]
    rows: tuple[Rows, ...] = ()
    needed: frozenset[str] = frozenset()
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.facts).union(*(one.names for one in self.rows))

    def bind(self, values: Mapping[str, Value]) -> "Fields":
        """The same within a repeated part: the values of its row are plain ones there."""
        rest = tuple(one for one in self.rows if not one.names.keys() & values.keys())
        return replace(self, facts={**self.facts, **values}, rows=rest)

    def check(self, found: Iterable[str], *, file: str) -> None:
        """TemplateError if a file has names that are none, or lacks some it must have."""
        found = frozenset(found)
        if unknown := sorted(found - self.names):
            near = get_close_matches(unknown[0], self.names, n=1)
            hint = say("template.near", near=_mark(near[0])) if near else ""
            raise TemplateError(say("template.unknown", file=file, name=_mark(unknown[0]), hint=hint))
        kinds = {kind for one in self.rows for name, kind in one.names.items() if name in found}
        wanted = [*sorted(self.needed), *(name for kind, name in self.beside.items() if kind in kinds)]
        if missing := [name for name in wanted if name not in found]:
            raise TemplateError(say("template.missing", file=file, names=", ".join(map(_mark, missing))))

    def expand(self, parts: Sequence[frozenset[str]], *, file: str) -> Iterator[tuple[int, "Fields"]]:
        """Which of the parts of a template stand in what order, each with the values that hold in it.

        Neighbours of one set of rows are repeated together: a band over a topic, then a row for each of its own.
        """
        at = 0
        while at < len(parts):
            rows = self._rows_of(parts[at], file)
            if rows is None:
                yield at, self
                at += 1
                continue
            end = at
            while end < len(parts) and self._rows_of(parts[end], file) is rows:
                end += 1
            kinds = [{rows.names[name] for name in parts[n] if name in rows.names} for n in range(at, end)]
            if any(len(one) > 1 for one in kinds):
                raise TemplateError(say("template.mixed", file=file, names=_list(parts[at])))
            for kind, values in rows.entries:
                yield from ((at + n, self.bind(values)) for n, own in enumerate(kinds) if kind in own)
            at = end

    def _rows_of(self, part: frozenset[str], file: str) -> Rows | None:
        found = [one for one in self.rows if one.names.keys() & part]
        if len(found) > 1:
            raise TemplateError(say("template.mixed", file=file, names=_list(part)))
        return found[0] if found else None

    def has_nothing_for(self, names: Iterable[str]) -> bool:
        """Whether a table with these names is one that the report does not have: all its repeating rows are none."""
        named = frozenset(names)
        found = [one for one in self.rows if any("." in name for name in one.names.keys() & named)]
        return bool(found) and not any(one.entries for one in found)

    def fill(self, text: str, spell: Callable[[Value], str] | None = None) -> str:
        """The text with a value in place of each name."""
        return PLACE.sub(lambda found: (spell or spell_value)(self.facts[clean_name(found[1])]), text)


def spell_value(value: Value) -> str:
    """As it is read: a share with two decimals and a comma, 0.875 as "87,50%"."""
    return f"{100 * value:z.2f}%".replace(".", ",") if isinstance(value, float) else str(value)


def names_in(text: str) -> frozenset[str]:
    """The names that a text of a template has."""
    return frozenset(clean_name(one) for one in PLACE.findall(text))


def clean_name(written: str) -> str:
    return written.strip().casefold()


def refuse_halves(text: str, *, file: str) -> None:
    """TemplateError if a name was opened and not closed, or closed and not opened."""
    rest = PLACE.sub("", text)
    if "{{" in rest or "}}" in rest:
        raise TemplateError(say("template.half", file=file, text=text.strip()[:80]))


def _mark(name: str) -> str:
    return f"{{{{{name}}}}}"


def _list(names: Iterable[str]) -> str:
    return ", ".join(map(_mark, sorted(names)))
