"""What a report on a period has for templates, under the names that stand in them. Knows nothing of files' formats."""

from collections.abc import Mapping
from itertools import groupby

from ...analysis.participation import UnitLine
from ..templates import Fields, Gap, Rows, Templates, Value
from ..templates.unit_facts import read_unit_facts
from .report import GroupReport
from .words import Participation, count_of, eligible_of, gap_of, notes_of, participations, requirement_gap_of, word

PRINTED = frozenset({"ky", "nguon", "ban_noi_dung"})
"""What every sheet and letter must say: of when it is, of whose answers, and by which keys."""
CHATTED = frozenset({"ky"})
_COUNTS = {
    "units": ("phai_hoc", "da_hoc", "xong", "ty_le"),
    "sessions": ("phai_du", "da_du", "lam_du", "ty_le"),
}
_ROMAN = ("I", "II", "III", "IV", "V")


def build_fields(report: GroupReport, templates: Templates, *, needed: frozenset[str]) -> Fields:
    """TemplateError if what the unit says of itself cannot be read."""
    facts, lines = read_unit_facts(templates)
    told = {one.kind: one for one in participations(report)}
    return Fields(
        facts={
            **facts,
            "tieu_de": report.title,
            "ky": report.period,
            "nguon": report.source,
            "ngay_lap": f"{report.made:%d/%m/%Y}",
            "ban_noi_dung": report.revision,
            **_totals("tong", "units", report.total, report.total_share),
            **_totals("tong_buoi", "sessions", report.sessions_total, report.sessions_share),
            "tong_buoi.so": len(report.sessions) or Gap(word("unknown")),
            "tong.luot": sum(one.n for one in report.requirements if one.n is not None),
        },
        rows=(
            _participation("cb", "units", told.get("units")),
            _participation("buoi", "sessions", told.get("sessions")),
            _requirements(report),
            Rows.of_lines("viec_day_tiep", report.advice or (word("no_advice"),)),
            Rows.of_lines("chu_thich_yeu_cau", notes_of()),
            *_numbers(told),
            *lines,
        ),
        needed=needed,
        beside={"cb": "chu_thich_chi_bo", "buoi": "chu_thich_buoi", "yc": "chu_thich_yeu_cau"},
    )


def _totals(name: str, kind: str, line: UnitLine, share: float | None) -> dict[str, Value]:
    return {f"{name}.{one}": value for one, value in zip(_COUNTS[kind], _unit_values(line, share), strict=True)}


def _numbers(told: Mapping[str, Participation]) -> tuple[Rows, ...]:
    """The numbers of the parts, and the notes on who took part: none of a part that this report does not have."""
    parts = {"cb": "units" in told, "buoi": "sessions" in told, "yc": True, "viec": True, "nhan_xet": True}
    numbers = iter(_ROMAN)
    return (
        *(Rows.of_lines(f"so_{name}", (next(numbers),) if there else ()) for name, there in parts.items()),
        Rows.of_lines("chu_thich_chi_bo", [told["units"].note] if "units" in told else ()),
        Rows.of_lines("chu_thich_buoi", [told["sessions"].note] if "sessions" in told else ()),
    )


def _participation(name: str, kind: str, told: Participation | None) -> Rows:
    names = [f"{name}.{one}" for one in ("tt", "ten", *_COUNTS[kind])]
    if told is None:
        return Rows(dict.fromkeys(names, name), ())
    entries = [
        dict(zip(names, (number, line.name, *_unit_values(line, line.share)), strict=True))
        for number, line in enumerate(told.lines, start=1)
    ]
    return _rows(name, names, entries, empty=word("no_units"))


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
