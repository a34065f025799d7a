"""What the rules look at: one item, from a bank file or a draft. Knows nothing of rules, waivers or file formats.

Unlike `ItemEntry` it can hold a broken item: no key, two keys, one option, a choice without feedback.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ...bank import schema
from ...bank.interactions import ENTRIES, ItemEntry, Options
from ...bank.yaml_files import Path_, YamlFile


class Finding(NamedTuple):
    """What a rule found, at a place inside the item; the words are Vietnamese and about this very text."""

    rule: str
    location: Path_
    found: str
    allowed: str
    mend: str


@dataclass(frozen=True)
class LintChoice:
    """One option. `cites` None: not stated, the item's requirements hold."""

    identifier: str
    text: str
    feedback: str = ""
    cites: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Known:
    """What citations and quotations may rest on: identifiers and literal phrases."""

    requirements: frozenset[str] = frozenset()
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class LintItem:
    """One item as the rules see it. `keys` are the keyed choices; empty where no option is right or wrong by
    itself, and for a draft without a key.

    `in_bank`: lengths and rationale are checked too. `in_pair`: the same options are asked about twice, with two keys.
    `classifies`: the options are classes, and may stand in many items. `pattern`: what of the key could be the same in
    every item: how many are keyed, the points that are given, how many go to each target; each sorted.

    `typed`: the texts exactly as typed, by place; all other texts are NFC with single spaces, so that a rule never has
    to think of them.
    """

    identifier: str
    interaction: str
    prompt: str
    choices: tuple[LintChoice, ...]
    keys: frozenset[str]
    stimulus: str = ""
    rationale: str = ""
    passage: str = ""
    targets: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    legal_note: bool = False
    sensitive: bool = False
    in_bank: bool = False
    in_pair: bool = False
    classifies: bool = False
    pattern: tuple[int, ...] = ()
    typed: Mapping[Path_, str] = field(default_factory=dict)

    @cached_property
    def options(self) -> Options:
        """What the choices are to one another; a draft's unknown interaction has no right or wrong ones."""
        return ENTRIES[self.interaction].options if self.interaction in ENTRIES else Options.WEIGHED

    @property
    def is_single_choice(self) -> bool:
        return self.options is Options.ONE_RIGHT

    @property
    def is_selection(self) -> bool:
        """Whether each option is simply right or wrong, read on its own."""
        return self.options in (Options.ONE_RIGHT, Options.SOME_RIGHT)

    @property
    def kind_is_marking(self) -> bool:
        """Whether passages of one text are marked, so that options need be neither parallel nor rivals."""
        return self.options is Options.MARKED

    @cached_property
    def right(self) -> tuple[LintChoice, ...]:
        return tuple(choice for choice in self.choices if choice.identifier in self.keys)

    @cached_property
    def wrong(self) -> tuple[LintChoice, ...]:
        return tuple(choice for choice in self.choices if choice.identifier not in self.keys)

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """Of each choice where it stands; of one that repeats another in every field, where that stands."""
        return tuple(map(self.choices.index, self.choices))

    def place_of(self, choice: LintChoice, what: str = "text") -> Path_:
        return ("choices", self.choices.index(choice), what)

    def explanations(self) -> Iterator[tuple[Path_, str]]:
        """Every feedback and the rationale, with its place."""
        for n, choice in zip(self.numbers, self.choices, strict=True):
            yield ("choices", n, "feedback"), choice.feedback
        yield ("rationale",), self.rationale


def clean(text: str) -> str:
    """NFC, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _pattern(entry: ItemEntry) -> tuple[int, ...]:
    key = getattr(entry, "correct_response", None)
    if isinstance(key, dict):
        points = [one for one in key.values() if isinstance(one, int)]
        return tuple(sorted(points or Counter(key.values()).values()))
    return (len(key),) if isinstance(key, list) and len(key) < len(entry.choices) else ()


def item_from_bank(entry: ItemEntry, scenario: schema.ScenarioFile, *, sensitive: bool, in_pair: bool) -> LintItem:
    """An item of a scenario file."""
    typed: dict[Path_, str] = {("prompt",): entry.prompt, ("rationale",): entry.rationale}
    for n, choice in enumerate(entry.choices):
        typed["choices", n, "text"] = choice.text
        typed["choices", n, "feedback"] = choice.feedback
        typed.update({("choices", n, name): told for name in ("then", "ending") if (told := getattr(choice, name))})
    interaction = entry.build()
    if interaction.passage is not None:
        typed["passage",] = interaction.passage
    typed.update({("targets", n, "text"): target.text for n, target in enumerate(interaction.targets)})
    return LintItem(
        identifier=entry.id,
        interaction=entry.interaction,
        prompt=clean(entry.prompt),
        choices=tuple(
            LintChoice(one.id, clean(one.text), clean(one.feedback), None if one.cites is None else tuple(one.cites))
            for one in entry.choices
        ),
        keys=interaction.keyed,
        stimulus=clean(scenario.stimulus),
        rationale=clean(entry.rationale),
        passage=clean(interaction.passage or ""),
        targets=tuple(clean(one.text) for one in interaction.targets),
        requirements=tuple(entry.requirements),
        legal_note=entry.legal_note,
        sensitive=sensitive,
        in_bank=True,
        in_pair=in_pair,
        classifies=entry.classifies,
        pattern=_pattern(entry),
        typed=typed,
    )


def draft_item(value: Mapping[str, object]) -> LintItem:
    """A draft: {id, stimulus, interaction, prompt, choices: [{id, text, feedback, cites}], correct_response}.

    Nothing is required, so that a draft with any part missing can be read; what is missing is for the rules to say.
    """
    choices = value.get("choices")
    entries = [one for one in choices if isinstance(one, Mapping)] if isinstance(choices, list) else []
    typed: dict[Path_, str] = {(name,): _text(value, name) for name in ("stimulus", "prompt", "rationale")}
    for n, one in enumerate(entries):
        typed["choices", n, "text"] = _text(one, "text")
        typed["choices", n, "feedback"] = _text(one, "feedback")
    return LintItem(
        identifier=_text(value, "id"),
        interaction=_text(value, "interaction") or "single_choice",
        prompt=clean(_text(value, "prompt")),
        choices=tuple(
            LintChoice(
                _text(one, "id"), clean(_text(one, "text")), clean(_text(one, "feedback")), _names(one.get("cites"))
            )
            for one in entries
        ),
        keys=frozenset(_names(value.get("correct_response"))),
        stimulus=clean(_text(value, "stimulus")),
        rationale=clean(_text(value, "rationale")),
        in_pair=bool(value.get("contrast")),
        classifies=bool(value.get("classifies")),
        typed=typed,
    )


def _text(value: Mapping[str, object], name: str) -> str:
    found = value.get(name)
    return "" if found is None else str(found)


def _names(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(str(one) for one in value) if isinstance(value, list | tuple) else (str(value),)


Rule = Callable[[LintItem, Known], Iterator[Finding]]
"""A rule, or a family of close rules: pure, one item at a time."""

LineOf = Callable[[Path_], int]


def lines_of(file: YamlFile, prefix: Path_ = ()) -> LineOf:
    """Line of a place inside the part of a file that stands at `prefix`."""
    return lambda location: file.line_of((*prefix, *location))
