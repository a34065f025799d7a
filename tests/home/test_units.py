"""The list of units as offices type it: one unit has one name, and no line vanishes without a word."""

import codecs
import unicodedata
from pathlib import Path

import pytest
from neuguong.home.units import (
    MAX_UNIT_NAME,
    MAX_UNITS,
    Remark,
    UnitsFileEncodingError,
    UnitsFileError,
    UnitsFileMissingError,
    load_units,
    read_units,
)

NAME = "Chi bộ Thôn Hòa Thuận"


@pytest.mark.parametrize(
    "other",
    [
        unicodedata.normalize("NFD", NAME),
        NAME.replace("òa", "oà"),
        NAME.replace(" ", "\u00a0"),
        NAME.replace(" ", "\u202f"),
        f"{NAME}\u200b",
        f"\ufeff{NAME}",
        NAME.replace("Thuận", "Thu\u00adận"),
        NAME.replace("ộ", "ộ\u2060"),
        f"  {NAME.replace(' ', '   ')}\t",
        NAME.replace("T", "\u0422"),
        NAME.upper(),
    ],
    ids=[
        "NFD",
        "hoà",
        "nbsp",
        "narrow nbsp",
        "zero width",
        "bom",
        "soft hyphen",
        "joiner",
        "spaces",
        "Cyrillic",
        "caps",
    ],
)
def test_a_name_typed_in_another_way_is_the_same_unit_and_told_by_its_line(other: str) -> None:
    units = read_units(f"{NAME}\nChi bộ 2\n{other}\n")
    assert units.names == (NAME, "Chi bộ 2")
    assert [(one.line, one.kind, one.kept) for one in units.remarks] == [(3, "merged", 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đảng bộ Đồng Tâm", "\u00d0ảng bộ \u00d0ồng Tâm"),
        ("Chi bộ khỏe", "Chi bộ khoẻ"),
        ("Chi bộ Thúy Sơn", "Chi bộ Thuý Sơn"),
        ("Chi bộ Quý", "Chi bộ Qúy"),
    ],
)
def test_the_stroke_of_d_and_the_place_of_a_tone_make_no_second_unit(one: str, other: str) -> None:
    for first, second in ((one, other), (other, one)):
        units = read_units(f"{first}\n{second}")
        assert len(units.names) == 1
        assert units.names[0][0] in "ĐC"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chi bộ Hòa", "Chi bộ Hóa"),
        ("Chi bộ Ma", "Chi bộ Mã"),
        ("Chi bộ Đồng", "Chi bộ Dồng"),
        ("Chi bộ Tân", "Chi bộ Tăn"),
        ("Chi bộ Mua", "Chi bộ Mưa"),
        ("001", "01"),
        ("Chi bộ 1-2", "Chi bộ 12"),
    ],
)
def test_names_that_differ_in_more_than_typing_are_two_units(one: str, other: str) -> None:
    assert read_units(f"{one}\n{other}") == ((one, other), ())


def test_a_line_stays_as_it_was_typed_even_where_a_spreadsheet_would_read_it_as_something_else() -> None:
    typed = ("=2+3", "007", "3E8", "10-15", "TRUE", "+84", "@chi bộ")
    assert read_units("\n".join(typed)) == (typed, ())


def test_lines_that_cannot_be_a_unit_are_dropped_with_a_word_and_blank_ones_without() -> None:
    units = read_units("\n \t\nChi bộ Một\n\u200b\u00ad\nChi bộ \x07 Hai\n\u00a0\n")
    assert units.names == ("Chi bộ Một",)
    assert [(one.line, one.kind) for one in units.remarks] == [(4, "dropped"), (5, "dropped")]


def test_a_name_too_long_is_cut_and_the_same_beginning_is_then_the_same_unit() -> None:
    long = "Chi bộ " + "dài " * MAX_UNIT_NAME
    units = read_units(f"{long}một\n{long}hai\n")
    assert [len(name) for name in units.names] == [MAX_UNIT_NAME]
    assert [(one.line, one.kind) for one in units.remarks] == [(1, "shortened"), (2, "merged")]


def test_more_units_than_can_be_picked_from_are_told_one_by_one() -> None:
    units = read_units("\n".join(f"Chi bộ {number}" for number in range(1, MAX_UNITS + 3)))
    assert len(units.names) == MAX_UNITS
    assert units.remarks == tuple(
        Remark(number, "too-many", f"Chi bộ {number}") for number in (MAX_UNITS + 1, MAX_UNITS + 2)
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    ],
    ids=["UTF-8", "UTF-8 with mark", "UTF-16 LE", "UTF-16 BE"],
)
def test_a_file_is_read_in_the_encodings_that_windows_saves(encode: object, end: str, tmp_path: Path) -> None:
    file = tmp_path / "ban-dau.txt"
    file.write_bytes(encode(end.join(("Chi bộ Một", "", "Chi bộ Hai", "Chi bộ Một"))))  # type: ignore[operator]
    units = load_units(tmp_path, file)
    assert units.names == ("Chi bộ Một", "Chi bộ Hai")
    assert [(one.line, one.kept) for one in units.remarks] == [(4, 1)]


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("Chi bộ Một\nChi bé Hai\n".encode("cp1252", errors="ignore"), 2),
        ("Chi bộ Một".encode("utf-16-le"), 1),
        (codecs.BOM_UTF16_LE + b"C", 1),
    ],
    ids=["old code page", "UTF-16 without its mark", "half a letter"],
)
def test_a_file_in_another_encoding_is_refused_with_the_line(raw: bytes, line: int, tmp_path: Path) -> None:
    file = tmp_path / "cu.txt"
    file.write_bytes(raw)
    with pytest.raises(UnitsFileEncodingError, match=rf"cu\.txt:{line}$"):
        load_units(tmp_path, file)


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    assert load_units(tmp_path) == ((), ())
    with pytest.raises(UnitsFileMissingError):
        load_units(tmp_path, tmp_path / "khong-co.txt")
    with pytest.raises(UnitsFileError):
        load_units(tmp_path, tmp_path)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_how_many_are_eligible_behind_a_tab_is_no_part_of_the_name(tmp_path: Path, end: str) -> None:
    path = tmp_path / "don-vi.txt"
    path.write_bytes(end.join([f"{NAME}\t120", "Chi bộ 2", "Chi bộ Ba\t1.250 ", ""]).encode())
    assert load_units(tmp_path).names == (NAME, "Chi bộ 2", "Chi bộ Ba")
