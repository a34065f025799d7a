"""The small files in a user's data folder that `serve` reads: what an office, or a full disk, may have put in them."""

from pathlib import Path

import pytest
from neuguong.home.passphrase import load_passphrase
from neuguong.home.units import load_units
from neuguong.store import MemoryLog
from neuguong.study import LearnerSession

from tests.samples import make_course
from tests.study.test_session import hello, right_answer


@pytest.mark.parametrize("left", ["", "\n", " - "])
def test_an_emptied_pass_phrase_file_gets_a_new_pass_phrase_instead_of_opening_the_gate(
    tmp_path: Path, left: str
) -> None:
    file = tmp_path / "mat-khau-huong-dan.txt"
    file.write_text(left, encoding="utf-8")
    made = load_passphrase(tmp_path)
    assert len(made) > 15
    assert load_passphrase(tmp_path) == made
    assert file.stat().st_mode & 0o077 == 0


def test_a_pass_phrase_typed_into_its_file_is_read_with_or_without_a_mark_of_its_encoding(tmp_path: Path) -> None:
    for raw in ("\ufeffbo-ca-cam-007\r\n".encode(), b"bo-ca-cam-007"):
        (tmp_path / "mat-khau-huong-dan.txt").write_bytes(raw)
        assert load_passphrase(tmp_path) == "bo-ca-cam-007"


def test_every_unit_that_can_be_picked_can_be_stored(tmp_path: Path) -> None:
    file = tmp_path / "don-vi.txt"
    file.write_text(f"Chi bộ {'rất ' * 40}dài\n\nChi bộ \x07 Hai\nChi bộ  Ba\n", encoding="utf-8")
    units = load_units(tmp_path).names
    assert [len(unit) for unit in units] == [100, 9]
    log = MemoryLog()
    for unit in units:
        session = LearnerSession(make_course(log=log, units=units), "bai")
        session.handle(hello(unit=unit))
        assert session.handle(right_answer(session))[0]["kind"] == "stored"
    assert {statement.unit for statement in log.fetch_statements()} == set(units)
