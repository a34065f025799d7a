"""Every word the interface says, from `vi.yaml`. Knows nothing of who says it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml


@cache
def load_words() -> Mapping[str, Mapping[str, str]]:
    """Section → key → text, as written in vi.yaml."""
    text = (Path(__file__).with_name("vi.yaml")).read_text(encoding="utf-8")
    words: dict[str, dict[str, str]] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return words


def say(key: str, /, **values: object) -> str:
    """The text of "section.key" with its {placeholders} filled; KeyError if there is none."""
    section, _, name = key.partition(".")
    return load_words()[section][name].format(**values)
