"""Codes that nobody mistakes for something else."""

import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.workshop.codes import ALPHABET, is_code, make_code, read_code

codes = st.integers().map(lambda seed: make_code(Random(seed)))


@given(codes)
def test_a_code_is_no_number_no_date_and_no_word(code: str) -> None:
    assert len(code) == 6
    assert not code.isdigit()
    assert all(any(map(str.isalpha, half)) for half in (code[:3], code[3:]))
    assert not set(code) & set("AEIOUYWD01")


@given(codes, st.sampled_from(["", " ", "-", ".", "\u00a0", "–"]), st.booleans())
def test_a_code_is_read_however_it_is_typed(code: str, between: str, lower: bool) -> None:
    typed = between.join((code[:3], code[3:]))
    assert read_code(f" {typed.lower() if lower else typed}\n") == code


@given(codes, st.data())
def test_a_character_that_looks_alike_is_read_as_the_one_in_the_alphabet(code: str, data: st.DataObject) -> None:
    alike = {"8": "B", "F": "E", "7": "1IL", "5": "S", "V": "U", "2": "Z", "G": "6"}
    typed = "".join(data.draw(st.sampled_from([one, *alike.get(one, "")])) for one in code)
    assert read_code(typed) == code


@pytest.mark.parametrize("typed", ["", "CFGHJ", "CFGHJKM", "234 578", "CFGHJO", "CFG234", "https://x/vao/CFGHJK"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_full_width_and_accented_letters_are_read() -> None:
    assert read_code(unicodedata.normalize("NFC", "ＣＦＧ ８Ĥ9")) == "CFG8H9"


def test_no_two_characters_of_the_alphabet_look_alike() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 20
    assert is_code("CFGHJK")
