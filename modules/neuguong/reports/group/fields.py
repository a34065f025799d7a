"""What a report on a period has for templates, under the names that stand in them. Knows nothing of files' formats."""

from collections.abc import Mapping
from itertools import groupby

from ..templates import Fields, Gap, Rows, Templates, Value
from ..templates.unit_facts import read_unit_facts
from .report import GroupReport, UnitLine
from .words import count_of, eligible_of, gap_of, notes_of, requirement_gap_of, word

PRINTED = frozenset({"ky", "ban_noi_dung"})
"""What every sheet and letter must say: of when it is, and by which keys."""
CHATTED = frozenset({"ky"})
_COUNTS = ("phai_hoc", "da_hoc", "xong", "ty_le")


def build_fields(report: GroupReport, templates: Templates, *, needed: frozenset[str]) -> Fields:
    """TemplateError if what the unit says of itself cannot be read."""
    facts, lines = read_unit_facts(templates)
    total = zip(_COUNTS, _unit_values(report.total, report.total_share), strict=True)
    people, *answers = notes_of()
    return Fields(
        facts={
            **facts,
            "tieu_de": report.title,
            "ky": report.period,
            "ngay_lap": f"{report.made:%d/%m/%Y}",
            "ban_noi_dung": report.revision,
            **{f"tong.{name}": value for name, value in total},
            "tong.luot": sum(one.n for one in report.requirements if one.n is not None),
        },
        rows=(
            _units(report),
            _requirements(report),
            Rows.of_lines("viec_day_tiep", report.advice or (word("no_advice"),)),
            Rows.of_lines("chu_thich_chi_bo", (people,)),
            Rows.of_lines("chu_thich_yeu_cau", answers),
            *lines,
        ),
        needed=needed,
        beside={"cb": "chu_thich_chi_bo", "yc": "chu_thich_yeu_cau"},
    )


def _units(report: GroupReport) -> Rows:
    names = [f"cb.{name}" for name in ("tt", "ten", *_COUNTS)]
    entries = [
        dict(zip(names, (number, line.name, *_unit_values(line, line.share)), strict=True))
        for number, line in enumerate(report.units, start=1)
    ]
    return _rows("cb", names, entries, empty=word("no_units"))


def _unit_values(line: UnitLine, share: float | None) -> tuple[Value, ...]:
    counts = (eligible_of(line), count_of(line.people), count_of(line.finished))
    return (*map(_gap, counts), _gap(gap_of(line, share) or share or 0.0))


def _requirements(report: GroupReport) -> Rows:
    names = [f"yc.{name}" for name in ("tt", "ma", "ten", "luot", "muc")]
    entries: list[tuple[str, Mapping[str, Value]]] = []
    number = 0
    for topic, lines in groupby(report.requirements, key=lambda one: one.topic):
        entries.append(("chu_de", {"chu_de.ten": topic}))
        for line in lines:
            number += 1
            told = (_gap(count_of(line.n)), _gap(requirement_gap_of(line) or line.share or 0.0))
            entries.append(("yc", dict(zip(names, (number, line.label, line.title, *told), strict=True))))
    if not entries:
        return _rows("yc", [*names, "chu_de.ten"], [], empty=word("no_requirements"))
    return Rows({**dict.fromkeys(names, "yc"), "chu_de.ten": "chu_de"}, entries)


def _rows(kind: str, names: list[str], entries: list[dict[str, Value]], *, empty: str) -> Rows:
    """Rows of one kind; without any, one that says so under its name."""
    blank: dict[str, Value] = {**dict.fromkeys(names, ""), f"{kind}.ten": empty}
    return Rows({name: name.partition(".")[0] for name in names}, [(kind, one) for one in entries or [blank]])


def _gap(told: Value) -> Value:
    return Gap(told) if isinstance(told, str) else told
