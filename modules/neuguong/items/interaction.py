"""What an item knows of how it is asked: its kind, and what may be seen of it. Knows nothing of points or verdicts.

All else that an interaction must be able to do is `scoring.contract`; each of them is one file of `scoring`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Target:
    """One of the places a choice can be put to."""

    identifier: str
    text: str


class Interaction:
    """How an item is asked, and its key. `kind` is what content files, the log and the card call it, for good.

    passage   a text in which every choice stands as `[identifier]`; None where choices stand by themselves
    targets   the places that choices can be put to; none in most
    keyed     the choices that are right by themselves; empty where no choice is simply right or wrong
    public    what else the browser may see before the answer, by name
    """

    __slots__ = ()
    kind: ClassVar[str]

    @property
    def passage(self) -> str | None:
        return None

    @property
    def targets(self) -> tuple[Target, ...]:
        return ()

    @property
    def keyed(self) -> frozenset[str]:
        return frozenset()

    def public(self) -> Mapping[str, object]:
        return {}
