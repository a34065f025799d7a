"""The key of a handout, for who leads: what to tick, why for every choice, and the requirements behind it.

Knows nothing of who may read it.
"""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from ...items import Pack
from ...scoring import scorer_of
from ...text import say
from ..pdf.document import build_pdf
from ..pdf.flow import Rich, Style, join, keep, plain, strong, write
from .handout import describe_sheet, show_answer
from .printed import PrintedItem, PrintedPart


def export_key(printed: PrintedPart) -> bytes:
    """The PDF."""
    story: list[Flowable] = [
        write(say("handout.key_title", part=printed.part.title), Style.TITLE),
        write(say("handout.key_how"), Style.SMALL),
    ]
    for number, (scenario, items) in enumerate(printed.scenarios, start=1):
        state = "" if scenario.signed else say("handout.unsigned")
        title = say("handout.scenario", n=number, title=scenario.title)
        story.append(write(join(plain(title), state), Style.HEADING))
        for one in items:
            story += _explain(printed.pack, one)
    return build_pdf(describe_sheet(printed, "handout.key_kind"), [*story, *_requirements(printed)])


def _explain(pack: Pack, printed: PrintedItem) -> list[Flowable]:
    item, scorer = printed.item, scorer_of(printed.item)
    head = [
        write(say("handout.question", n=printed.number, question=item.question), Style.PROMPT),
        *show_answer(printed, with_key=True),
    ]
    shown: list[Flowable] = [keep([*head, write(join(strong(say("handout.rationale")), item.rationale))])]
    told: set[str] = set()
    for choice, letter in printed.letters.items():
        found = item.choice(choice)
        key = scorer.describe_key(choice)
        why = "" if found.feedback in told else found.feedback  # several may be explained in the same words
        told.add(found.feedback)
        parts: list[Rich | str] = [strong(found.text), plain(f"({key}).") if key else "", why]
        shown.append(write(join(*parts), Style.OPTION, mark=f"{letter}."))
    cited = dict.fromkeys((*item.requirements, *(cite for choice in item.choices for cite in choice.cites)))
    named = "; ".join(f"{one} {pack.requirements[one].title}" for one in cited)
    shown.append(write(join(strong(say("handout.requirements")), named), Style.SMALL))
    if item.legal_note:
        shown.append(write(say("study.legal_note"), Style.SMALL))
    return shown


def _requirements(printed: PrintedPart) -> Iterator[Flowable]:
    """Each requirement that is cited, once: our words, the source's, where it stands and whether it is in force."""
    pack = printed.pack
    cited = {
        one
        for shown in printed.items
        for choice in shown.item.choices
        for one in (*shown.item.requirements, *choice.cites)
    }
    yield write(say("handout.requirements_title"), Style.HEADING)
    for identifier in sorted(cited):
        requirement = pack.requirements[identifier]
        norm = pack.norms[requirement.source]
        quotes = "; ".join(f"“{quote}”" for quote in requirement.quotes)
        place = requirement.paragraph
        where = (
            say("study.where_no_paragraph", cite=norm.cite_as)
            if place is None
            else say("study.where", paragraph=place, cite=norm.cite_as)
        )
        status = "" if norm.status == "in_force" else say(f"study.status_{norm.status}")
        parts: list[Rich | str] = [strong(f"{identifier}. {requirement.title}."), requirement.summary]
        parts.append(say("handout.quotes", quotes=quotes) if quotes else "")
        parts.append(f"({', '.join(filter(None, (where, status)))})")
        yield write(join(*parts, requirement.note or ""), Style.SMALL)
