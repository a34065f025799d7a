"""Units as a trainer pastes them."""

from hypothesis import given
from hypothesis import strategies as st
from neuguong.workshop.plan import HallUnit
from neuguong.workshop.units import read_pasted_units, write_units


def test_a_sheet_of_numbers_names_and_members_is_read_with_its_heading() -> None:
    read = read_pasted_units("TT\tChi bộ\tĐảng viên\r\n1\tThôn Một\t25\r\n2\tThôn Hai\t1.200\r\n")
    assert read.units == (HallUnit("Thôn Một", 25), HallUnit("Thôn Hai", 1200))
    assert read.notes == ("Dòng 1: coi là dòng tiêu đề, bỏ qua “TT”.",)


def test_names_alone_are_enough_and_a_number_in_a_name_is_no_count() -> None:
    assert read_pasted_units("Chi bộ 3\nChi bộ 4\t7").units == (HallUnit("Chi bộ 3"), HallUnit("Chi bộ 4", 7))


def test_two_spellings_are_one_unit_with_the_number_that_was_given() -> None:
    read = read_pasted_units("Thôn Hòa\n\nTHÔN HOÀ\t12")
    assert read.units == (HallUnit("Thôn Hòa", 12),)
    assert read.notes == ("Dòng 3: “THÔN HOÀ” trùng với dòng 1, gộp làm một.",)


def test_what_is_no_number_is_told_and_the_unit_kept() -> None:
    read = read_pasted_units("Một\t5\nHai\tnhiều\nBa\t0")
    assert [unit.eligible for unit in read.units] == [5, None, None]
    assert [note.split(":")[0] for note in read.notes] == ["Dòng 2", "Dòng 3"]


def test_what_is_written_is_read_back() -> None:
    units = (HallUnit("Một", 5), HallUnit("Hai"))
    assert read_pasted_units(write_units(units)).units == units


@given(st.text(alphabet=st.sampled_from("aàbĐ1 .\t\n\r\x07\u200b\ud800"), max_size=60))
def test_whatever_is_pasted_gives_units_with_names_of_their_own(text: str) -> None:
    read = read_pasted_units(text)
    names = [unit.name for unit in read.units]
    assert len(set(names)) == len(names)
    assert all(name.strip() == name and name for name in names)
