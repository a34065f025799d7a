"""The sheet on which a committee or a lawyer reviews a topic: every live scenario with key, reasons and sources.

Knows nothing of who reviews: a signature is recorded by `bank.signing`, not here.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import BinaryIO

from docx.document import Document
from docx.shared import Pt

from ..errors import UnknownItemError
from ..interchange.word_document import add_grid, add_labelled, add_page_number, blank_document, fill_row
from ..items import Choice, Item, Pack, Scenario, Status, spell_passage
from ..scoring import scorer_of
from ..text import say

COLUMNS_MM = (58, 24, 83)
BOXES = ("agree", "change", "refuse")


def write_review_sheet(pack: Pack, topic: str, file: BinaryIO, *, on: date) -> int:
    """Write the topic's sheet as .docx, A4; returns the number of scenarios. UnknownItemError: no such topic."""
    if topic not in pack.topics:
        raise UnknownItemError(f"no topic {topic[:80]!r}; allowed: {', '.join(pack.topics)}")
    scenarios = list(_in_lesson_order(pack, topic))
    footer = say("review.footer", topic=pack.topics[topic].title, revision=pack.revision)
    sheet = blank_document(footer)
    foot = sheet.sections[0].footer.paragraphs[0]
    foot.add_run(f"{footer} · ")
    add_page_number(foot)
    sheet.add_heading(say("review.title", topic=pack.topics[topic].title), 0)
    sheet.add_paragraph(say("review.edition", title=pack.title, revision=pack.revision, day=f"{on:%d/%m/%Y}"))
    sheet.add_paragraph(say("review.how", scenarios=len(scenarios)))
    for number, scenario in enumerate(scenarios, start=1):
        _add_scenario(sheet, pack, scenario, number)
    _add_norms(sheet, pack, scenarios)
    sheet.add_paragraph(say("review.sign"))
    sheet.save(file)
    return len(scenarios)


def _in_lesson_order(pack: Pack, topic: str) -> Iterator[Scenario]:
    listed = [one for lesson in pack.lessons.values() for part in lesson.parts for one in part.scenarios]
    for identifier in dict.fromkeys((*listed, *pack.scenarios)):
        scenario = pack.scenarios[identifier]
        if scenario.topic == topic and scenario.status is Status.LIVE:
            yield scenario


def _add_scenario(sheet: Document, pack: Pack, scenario: Scenario, number: int) -> None:
    sheet.add_heading(f"{number}. {scenario.title}", 1)
    state = say("review.signed" if scenario.signed else "review.unsigned")
    sheet.add_paragraph(say("review.place", scenario=scenario.identifier, version=scenario.version, state=state))
    sheet.add_paragraph(scenario.stimulus)
    numbers = {item.identifier: f"{number}.{place}" for place, item in enumerate(scenario.items, start=1)}
    for item in scenario.items:
        _add_item(sheet, pack, item, numbers)
    if questions := list(_open_questions(pack, scenario)):
        add_labelled(sheet, say("review.questions"), "")
        for question in questions:
            sheet.add_paragraph(question, style="List Bullet")
    sheet.add_paragraph("     ".join(f"☐ {say(f'review.{box}')}" for box in BOXES))
    sheet.add_paragraph(say("review.remarks"))


def _add_item(sheet: Document, pack: Pack, item: Item, numbers: Mapping[str, str]) -> None:
    number = numbers[item.identifier]
    kind = say(f"board.kind_{item.interaction.kind}")
    sheet.add_heading(say("review.item", number=number, kind=kind, item=item.identifier, version=item.version), 2)
    sheet.add_paragraph(item.question)
    if passage := spell_passage(item):
        sheet.add_paragraph(passage)
    table = add_grid(sheet, COLUMNS_MM, [say(f"review.column_{name}") for name in ("choice", "key", "feedback")])
    for choice in item.choices:
        fill_row(table.add_row(), (choice.text, _key_of(item, choice), _told(choice, numbers)), COLUMNS_MM)
    add_labelled(sheet, say("review.rationale"), item.rationale).paragraph_format.space_before = Pt(4)
    cited = dict.fromkeys((*item.requirements, *(cite for choice in item.choices for cite in choice.cites)))
    named = "; ".join(f"{one} ({pack.requirements[one].title})" for one in cited)
    add_labelled(sheet, say("review.requirements"), named)


def _key_of(item: Item, choice: Choice) -> str:
    return scorer_of(item).describe_key(choice.identifier) or "–"


def _told(choice: Choice, numbers: Mapping[str, str]) -> str:
    """The explanation, and before it what a choice leads to where the case branches."""
    if choice.step is None:
        return choice.feedback
    name = "review.step" if choice.step.leads_to else "review.step_end"
    number = numbers.get(choice.step.leads_to or "", "")
    return f"{say(name, told=choice.step.told, number=number)}\n{choice.feedback}"


def _open_questions(pack: Pack, scenario: Scenario) -> Iterator[str]:
    """What is not sure about a scenario: what its authors and readers noted, the law, the sources it rests on."""
    yield from scenario.open_questions
    if any(item.legal_note for item in scenario.items):
        yield say("study.legal_note")
    cited = {one for item in scenario.items for choice in item.choices for one in (*item.requirements, *choice.cites)}
    for identifier in sorted(cited):
        requirement = pack.requirements[identifier]
        if requirement.note:
            yield f"{identifier}: {requirement.note}"


def _add_norms(sheet: Document, pack: Pack, scenarios: list[Scenario]) -> None:
    """The documents behind the scenarios, each with how surely it is known and whether it is in force."""
    cited = {one for s in scenarios for item in s.items for choice in item.choices for one in choice.cites}
    sheet.add_heading(say("review.norms"), 1)
    for source in sorted({pack.requirements[one].source for one in cited}):
        norm = pack.norms[source]
        status = say(f"review.status_{norm.status}")
        evidence = say(f"review.evidence_{norm.evidence}")
        sheet.add_paragraph(f"{norm.cite_as}: {status}; {evidence}. {norm.note}".strip(), style="List Bullet")
