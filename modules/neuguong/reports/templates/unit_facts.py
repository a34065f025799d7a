"""What a unit says of itself in every report: names, place, number, signers, receivers. Knows no report.

A text file, "name: value" a line, "#" before a remark; a name may stand several times for several lines.
"""

import codecs

from ...errors import TemplateError
from ...text import say
from .fields import Rows, Value, clean_name
from .folder import Templates

FILE = "thong-tin.txt"
FACTS = ("cap_tren", "don_vi", "so_ky_hieu", "dia_danh", "chuc_danh_trai", "chuc_danh_phai")
LINES = ("noi_nhan",)


def read_unit_facts(templates: Templates) -> tuple[dict[str, Value], tuple[Rows, ...]]:
    """Values and lines by their names; dots for a hand where a unit says nothing. TemplateError with the line."""
    path = str(templates.find(FILE))
    found: dict[str, list[str]] = {name: [] for name in (*FACTS, *LINES)}
    for number, line in enumerate(decode(templates.read(FILE), file=path).splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, colon, value = line.partition(":")
        name = clean_name(name)
        if not colon or name not in found:
            allowed = ", ".join(found)
            raise TemplateError(say("template.line", file=path, number=number, line=line.strip()[:80], allowed=allowed))
        if value.strip():
            found[name].append(value.strip())
    facts: dict[str, Value] = {name: " ".join(found[name]) or say("template.dots") for name in FACTS}
    facts["ngay_ky"] = say("template.sign_day", place=" ".join(found["dia_danh"]) or say("template.short_dots"))
    return facts, tuple(Rows.of_lines(name, found[name]) for name in LINES)


def decode(raw: bytes, *, file: str) -> str:
    """Text in UTF-8, or in UTF-16 with its mark, as Notepad writes it. TemplateError for anything else."""
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise TemplateError(say("template.encoding", file=file)) from None
