"""argparse in Vietnamese: every sentence it may say to a user has a translation."""

import argparse
import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from neuguong.cli import build_parser
from neuguong.cli.parser import WORDS

FOR_PROGRAMMERS = {
    ".__call__() not defined",
    "'required' is an invalid argument for positionals",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r",
    "dest= is required for options like %r",
    "dest= is required for positional arguments",
    "invalid conflict_resolution value: %r",
    "conflicting option string: %s",
    "conflicting option strings: %s",
    "conflicting subparser: %s",
    "conflicting subparser alias: %s",
    "cannot merge actions - two groups are named %r",
    "mutually exclusive arguments must be optional",
    "%r is not callable",
}
"""Faults of a command line's maker, raised while it is built: no user can meet them."""


def sentences() -> set[str]:
    """Every literal that the running argparse hands to gettext."""
    tree = ast.parse(Path(argparse.__file__).read_text(encoding="utf-8"))
    return set(_translated(tree))


def _translated(tree: ast.AST) -> Iterator[str]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "ngettext"):
            yield from (one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str))


def test_everything_argparse_may_say_to_a_user_has_vietnamese_words() -> None:
    said = sentences()
    assert "usage: " in said
    assert said - FOR_PROGRAMMERS - WORDS.keys() == set()


@pytest.mark.parametrize("message", WORDS)
def test_a_translation_fills_in_only_what_the_sentence_gives(message: str) -> None:
    class Given(dict[str, object]):
        def __missing__(self, name: str) -> object:
            assert f"%({name})" in message
            return "x"

    named = "%(" in message
    values: object = Given() if named else ("x",) * message.count("%")
    assert WORDS[message] % values
    assert set(WORDS[message]) - set(string.ascii_letters) or message in ("%(heading)s:",)


def test_argparse_speaks_vietnamese_whatever_the_language_of_the_system_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for language in ("de_DE.UTF-8", "C"):
        monkeypatch.setenv("LANGUAGE", language)
        with pytest.raises(SystemExit):
            build_parser().parse_args(["responses", "--format", "pdf"])
        told = capsys.readouterr().err
        assert told.startswith("cách dùng: neuguong responses")
        assert "neuguong responses: lỗi: --format: không có 'pdf'; chọn một trong: " in told
