"""Rules about letters: normal form, place of the tone mark, debris of old fonts, letters that only look right."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from ...bank.yaml_files import Path_
from .lint_item import Finding, Known, LintItem
from .syllables import show

_NEW_STYLE = re.compile(r"(?<!\w)(?:\w*?[^\Wq_])??(?:o[àáảãạèéẻẽẹ]|(?<![qQ])u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)
"""hoà, khoẻ, thuỷ: an open oa, oe, uy with the mark on the second vowel. After q the u is no vowel: quý."""
_MARK_TOO_EARLY = re.compile(r"\w*(?:[òóỏõọ][aăeA]|(?<![qQ])[ùúủũụ]y)[a-zA-Z]+(?!\w)", re.IGNORECASE)
"""tòan, hòan, khỏang, hùynh: a closed oa, oe, uy takes the mark on the second vowel in either style."""
_MARK_ON_Q = re.compile(r"\bq[úùủũụ]y", re.IGNORECASE)

_SUSPECT = re.compile(r"o[àáảãạèéẻẽẹ](?!\w)|u[ỳýỷỹỵ](?!\w)|[òóỏõọ][aăe][a-z]|[ùúủũụ]y", re.IGNORECASE)
"""Stands wherever one of these three finds anything."""

_MOJIBAKE = re.compile(
    r"[ÃÂÄÅ][\u0080-\u00bf\u0192\u2013-\u203a\u20ac\u2122\u0160\u0161\u0178\u017d\u017e\u0152\u0153\u02c6\u02dc]"
    r"|á[º»][\u0080-\u00ff\u0192\u2013-\u203a\u20ac\u2122\u0160\u0161\u0178\u017d\u017e\u0152\u0153\u02c6\u02dc]?"
    r"|Æ[°¡ \u00a0]|Ä[‘\u0090\u0091]|\ufffd|ï¿½|&#?\w{2,8};"
)
"""UTF-8 read as Windows-1252 ("trÃ¡ch", "nhiá»‡m", "Ä‘"), the replacement character, HTML entities."""
_TCVN3 = re.compile(r"[^\W\d_][¨©ª«¬\xad®¯°±²³´µ¶·¸¹º»¼½¾¿×÷§¡¢£¤¥¦]|[¨©ª«®µ¶¸¹¼½¾¡¢£¤¥¦§][^\W\d_]")
"""TCVN3 (.VnTime) puts symbols where letters with marks should be: "c¸n bé", "tr¸ch nhiÖm"."""
_VNI = re.compile(
    r"[aeouyêôơưöâă][ùøûõï]|[aeo]â|aê|[ae][áàåãä]|[ñöäëïüÿûøå]",
    re.IGNORECASE,
)
"""VNI writes marks as letters after the vowel: "caùn boä", "traùch nhieäm", "ñöôïc"."""
_QUESTION_INSIDE = re.compile(r"[^\W\d_]\?[^\W\d_]")
_INVISIBLE = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"}


def not_nfc(text: str, at: Path_) -> Iterator[Finding]:
    """not-nfc: the text as typed is not in Unicode's composed form."""
    if not unicodedata.is_normalized("NFC", text):
        composed = unicodedata.normalize("NFC", text)
        words = [word for word in composed.split() if word not in text]
        yield Finding(
            "not-nfc",
            at,
            f"chữ có dấu gõ ở dạng tách rời, ví dụ {show(' '.join(words[:3]))}",
            "Unicode dựng sẵn (NFC)",
            "gõ lại, hoặc chuyển cả đoạn sang NFC",
        )


def tone_marks(text: str, at: Path_) -> Iterator[Finding]:
    """tone-mark-style: hoà, khoẻ, thuỷ (the house writes hòa, khỏe, thủy), or a mark that is wrong in any style."""
    if not _SUSPECT.search(text):
        return
    found = [match.group() for pattern in (_NEW_STYLE, _MARK_TOO_EARLY, _MARK_ON_Q) for match in pattern.finditer(text)]
    if found:
        yield Finding(
            "tone-mark-style",
            at,
            f"dấu thanh đặt chưa theo lối chung: {', '.join(dict.fromkeys(found))}",
            "hòa, khỏe, thủy, tùy; hoàn, khoét, quý giữ như thường",
            "gõ lại các chữ ấy",
        )


def legacy_font(text: str, at: Path_) -> Iterator[Finding]:
    """legacy-font: debris of TCVN3, VNI or of a wrong decoding."""
    for pattern in (_MOJIBAKE, _TCVN3, _VNI, _QUESTION_INSIDE):
        match = pattern.search(text)
        if match:
            start = text.rfind(" ", 0, match.start()) + 1
            end = text.find(" ", match.end())
            word = text[start : end if end > 0 else len(text)]
            yield Finding(
                "legacy-font",
                at,
                f"chữ hỏng do phông cũ hoặc sai bảng mã: {show(word)}",
                "tiếng Việt Unicode",
                "gõ lại đoạn này từ bản đúng",
            )
            return


def look_alikes(text: str, at: Path_) -> Iterator[Finding]:
    """look-alike: a letter of another script, ð for đ, full-width or invisible characters."""
    strange = sorted(letter for letter in set(text) if _is_foreign(letter))
    if strange:
        told = ", ".join(f"“{letter}” ({unicodedata.name(letter, 'ký tự ẩn').title()})" for letter in strange[:4])
        yield Finding(
            "look-alike",
            at,
            f"chữ cái lạ trông giống chữ Việt: {told}",
            "chữ cái La-tinh của tiếng Việt",
            "gõ lại các chữ ấy bằng bàn phím tiếng Việt",
        )


@cache
def _is_foreign(letter: str) -> bool:
    if letter in _INVISIBLE or letter in "ðÐƉɖ":
        return True
    if letter.isascii() or not (letter.isalpha() or letter.isdecimal()):
        return False
    name = unicodedata.name(letter, "")
    return not name.startswith("LATIN") or name.startswith("LATIN LETTER SMALL CAPITAL")


def text_findings(text: str, at: Path_) -> Iterator[Finding]:
    """Every typographical finding of one text as typed."""
    if not _is_plain(text):
        yield from _findings(text, at)


def _findings(text: str, at: Path_) -> Iterator[Finding]:
    yield from not_nfc(text, at)
    composed = unicodedata.normalize("NFC", text)
    for rule in (tone_marks, legacy_font, look_alikes):
        yield from rule(composed, at)


_PLAIN: set[str] = set()
"""Words without a fault, as found: most come many times."""


def _is_plain(text: str) -> bool:
    """Whether no word by itself is a fault; no pattern here reaches over a space and beyond."""
    new = set(text.split(" ")) - _PLAIN
    if new and next(_findings("".join(f"{word} " for word in new), ()), None) is not None:
        return False
    _PLAIN.update(new)
    return True


def letters(item: LintItem, known: Known) -> Iterator[Finding]:
    """All typographical rules over all texts of the item: one by one only where all together show a fault."""
    if _is_plain(" ".join(item.typed.values())):
        return
    for at, text in item.typed.items():
        yield from text_findings(text, at)


RULES = (letters,)
