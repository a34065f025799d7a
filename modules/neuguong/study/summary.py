"""What a learner is told of their results: a bar for each requirement, and one sentence. Knows nothing of where results
are kept."""

from collections.abc import Iterable, Mapping, Sequence

from ..items import Item, Pack
from ..scoring.mastery import Band
from ..text import say
from .mastery import Mastery
from .progress import PartPath, Progress
from .shapes import ResultRow

NAMED = 2
"""So many requirements are named in the sentence; of more it says how many there are."""


def list_results(pack: Pack, items: Iterable[Item], mastery: Mapping[str, Mastery]) -> list[ResultRow]:
    """One row per requirement that these items mainly ask for, over everything that was answered."""
    requirements = sorted({item.requirements[0] for item in items})
    return [_row(pack, one, mastery.get(one, Mastery())) for one in requirements]


def _row(pack: Pack, identifier: str, mastery: Mastery) -> ResultRow:
    return {
        "id": identifier,
        "title": pack.requirements[identifier].title,
        "answers": mastery.answers,
        "percent": None if mastery.value is None else round(100 * mastery.value),
        "band": mastery.band.value,
    }


def needs_review(path: PartPath, progress: Progress, mastery: Mapping[str, Mastery]) -> bool:
    """Whether a part that was begun asks for something that does not sit."""
    asked = {item.requirements[0] for item in path.items}
    return progress.has_begun(path) and any(mastery.get(one, Mastery()).band is Band.WEAK for one in asked)


def tell_results(rows: Sequence[ResultRow], *, following: str | None, answered: int, items: int, full: int) -> str:
    """What sits, what ought to be repeated, what comes next; how many answers were right where no more can be said."""
    solid, weak = ([row["title"] for row in rows if row["band"] == band] for band in (Band.SOLID, Band.WEAK))
    told = [
        *([say("study.sits", titles=_name(solid))] if solid else []),
        *([say("study.repeat", titles=_name(weak))] if weak else []),
    ] or [say("study.too_few", answered=answered, items=items, full=full)]
    if following is not None:
        told.append(say("study.follows", title=following))
    sentence = "; ".join(told)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _name(titles: Sequence[str]) -> str:
    named = ", ".join(f"“{title}”" for title in titles[:NAMED])
    more = len(titles) - NAMED
    return say("study.and_more", titles=named, n=more) if more > 0 else named
