"""The handout: situations, questions, and an answer sheet on its last page. Holds nothing of the key."""

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak

from ...scoring import PaperRow, correct_response, scorer_of
from ...text import say
from ..pdf.document import WRITTEN, Sheet, build_pdf
from ..pdf.flow import Blanks, Boxes, Rich, Style, gap, join, keep, plain, rows, strong, write
from .printed import PrintedItem, PrintedPart

LABEL_MM, LONG_LABEL_MM = 8, 38
_NUMBER_MM = 16


def export_handout(printed: PrintedPart) -> bytes:
    """The PDF."""
    story = [*_opening(printed)]
    for number, (scenario, items) in enumerate(printed.scenarios, start=1):
        head = [write(say("handout.scenario", n=number, title=scenario.title), Style.HEADING), write(scenario.stimulus)]
        if scenario.is_branching:
            head.append(write(say("handout.branching", n=items[0].number), Style.SMALL))
        first, *others = items
        story.append(keep([*head, *show_question(first)]))
        story += [keep([*_arrivals(printed, one), *show_question(one)]) for one in others]
        if scenario.is_branching:
            story += _endings(printed, items)
    story += [PageBreak(), *_answer_sheet(printed)]
    return build_pdf(describe_sheet(printed, "handout.kind"), story)


def describe_sheet(printed: PrintedPart, kind: str) -> Sheet:
    """What every page says; `kind` is the key of the words for what it is."""
    pack, place = printed.pack, f"{printed.lesson.title} · {printed.part.title}"
    cite = pack.norms[pack.source].cite_as
    foot = (say("handout.foot", pack=pack.title, revision=pack.revision), say("handout.source", cite=cite))
    return Sheet(title=f"{say(kind)}: {place}", head=(place, say(kind)), foot=foot)


def show_question(printed: PrintedItem) -> list[Flowable]:
    """The question as it is asked, how to answer, the choices."""
    item = printed.item
    ask = say(f"handout.ask_{item.interaction.kind}")
    shown: list[Flowable] = [
        write(say("handout.question", n=printed.number, question=item.question), Style.PROMPT),
        write(ask, Style.SMALL),
    ]
    if printed.passage is not None:
        return [*shown, write(_spell(printed, printed.passage))]
    for one, letter in printed.letters.items():
        shown.append(write(f"{item.choice(one).text}{_leads_to(printed, one)}", Style.OPTION, mark=f"{letter}."))
    if targets := item.interaction.targets:
        shown.append(write(say("handout.targets"), Style.SMALL))
        shown += [write(one.text, Style.OPTION, mark=f"{n}.") for n, one in enumerate(targets, start=1)]
    return shown


def show_answer(printed: PrintedItem, *, with_key: bool) -> Iterator[Flowable]:
    """The lines of an answer to the item, empty or filled with the key."""
    letters, answer = printed.letters, _sorted_rows(printed)
    blanks = [row for row in answer if row.boxes == ()]
    if blanks:
        written = [letters[one] for row in blanks for one in row.ticked] if with_key else ()
        yield Blanks([row.label or "" for row in blanks], written=written)
    for row in answer:
        if row.boxes == ():
            continue
        boxes = list(letters.values()) if row.boxes is None else list(row.boxes)
        ticked = {letters[one] for one in row.ticked} if row.boxes is None else row.ticked
        label = letters[row.about] if row.about else row.label or ""
        width = (LONG_LABEL_MM if row.label else LABEL_MM if row.about else 0) * mm
        marks = frozenset(n for n, one in enumerate(boxes) if one in ticked and with_key)
        yield Boxes(boxes, label=label, ticked=marks, label_width=width)


def _sorted_rows(printed: PrintedItem) -> tuple[PaperRow, ...]:
    """The lines of the key, those about a choice in the order of the letters."""
    item = printed.item
    rows = scorer_of(item).paper_rows(item, correct_response(item))
    order = list(printed.letters)
    return tuple(sorted(rows, key=lambda row: order.index(row.about) if row.about else 0))


def _leads_to(printed: PrintedItem, choice: str) -> str:
    """Where to read on after the choice; "" where the questions simply follow one another."""
    if choice not in printed.leads_to:
        return ""
    number = printed.leads_to[choice]
    if number is not None:
        return say("handout.leads_to", n=number)
    return say("handout.leads_to_end", way=f"{printed.number}{printed.letters[choice]}")


def _arrivals(printed: PrintedPart, one: PrintedItem) -> list[Flowable]:
    """Before a question of a branching case: what has happened to whoever comes to it, by each way."""
    ways = printed.ways_to(one.number)
    return [write(say("handout.arrives", way=way.name, told=way.told), Style.BODY) for way in ways]


def _endings(printed: PrintedPart, items: Sequence[PrintedItem]) -> Iterator[Flowable]:
    yield write(say("handout.endings"), Style.PROMPT)
    own = tuple(f"{one.number}{letter}" for one in items for letter in one.letters.values())
    for way in printed.ways_to(None):
        if way.name in own:
            yield write(way.told, Style.OPTION, mark=way.name)


def _opening(printed: PrintedPart) -> Iterator[Flowable]:
    yield write(printed.part.title, Style.TITLE)
    yield write(say("handout.how", items=sum(1 for _ in printed.items)), Style.SMALL)
    yield gap(1)
    for point in printed.part.points:
        yield write(point, Style.OPTION, mark="•")
    if (example := printed.part.example) is not None:
        parts: list[Rich | str] = [strong(say("handout.example")), example.case, example.answer]
        yield write(join(*parts, strong(example.change), example.changed_answer), Style.BOXED)


def _spell(printed: PrintedItem, passage: list[str]) -> Rich:
    """The passage with every choice behind its letter."""
    parts: list[Rich | str] = []
    for n, part in enumerate(passage):
        if n % 2:
            parts.append(join(strong(f"[{printed.letters[part]}]"), printed.item.choice(part).text))
        else:
            parts.append(plain(part.strip()))
    return join(*parts)


def _answer_sheet(printed: PrintedPart) -> Iterator[Flowable]:
    yield write(say("handout.sheet_title"), Style.TITLE)
    yield write(say("handout.sheet_place", lesson=printed.lesson.title, part=printed.part.title), Style.SMALL)
    yield write(say("handout.sheet_sensitive" if printed.is_sensitive else "handout.sheet_how"), Style.SMALL)
    yield gap(2)
    lines = [(one, list(show_answer(one, with_key=False))) for one in printed.items]
    cells = [[write(say("handout.number", n=one.number), Style.PROMPT), shown] for one, shown in lines]
    yield rows(cells, [_NUMBER_MM * mm, WRITTEN - _NUMBER_MM * mm])
