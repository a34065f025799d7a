"""Reading YAML: the short way to a value gives what PyYAML's own constructor gives, and refuses nothing else."""

import random
from pathlib import Path

import pytest
import yaml
from neuguong.bank import default_data_folder
from neuguong.bank.yaml_files import MAX_DEPTH, MAX_DIGITS, read_yaml

CONTENT = sorted(default_data_folder().rglob("*.yaml"))
QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same constructor over a parser in C, where there is one: a twentieth of the time."""
UNUSUAL = {
    "fields merged": "a: &a {x: 1}\nb:\n  <<: {y: 2}\n  z: 3\n",
    "a number as a field's name": "1: một\n2: hai\n",
    "yes, no and nothing": "a: yes\nb: no\nc: ~\nd:\ne: null\n",
    "numbers": "a: 1\nb: 0x1f\nc: 1_000\nd: 017\ne: 1.5\nf: .inf\ng: '1'\nh: 1e3\n",
    "days": "a: 2026-11-26\nb: 2026-11-26 10:00:00\nc: '2026-11-26'\n",
    "tags": "a: !!str 1\nb: !!set {x, y}\nc: !!binary aGk=\nd: !!omap [a: 1]\n",
    "a star in a text": "a: 'năm * sao'\nb: [1, 2]\n",
    "long texts": "a: |\n  một\n  hai\nb: >-\n  ba\n  bốn\n",
    "a list alone": "- 1\n- [a, {b: c}]\n",
    "a word alone": "một\n",
}
FAULTY = {
    "a field twice": "a: 1\nb: 2\na: 3\n",
    "a field twice, and a tag that does not fit": "c: !!int chữ\na: 1\na: 3\n",
    "a tag that does not fit": "a: !!int ''\n",
    "an unknown tag": "a: !xe 1\n",
    "a value repeated by its name": "a: &a [1]\nb: *a\n",
    "no such day": "a: 2026-13-40\n",
    "a long number": f"a: {'9' * (MAX_DIGITS + 1)}\n",
    "nested too deeply": "[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2),
    "a list as a field's name": "? [a, b]\n: 1\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "broken": "a: b: c\n",
}


def read(folder: Path, text: str) -> tuple[object, list[str]]:
    (folder / "tep.yaml").write_text(text, encoding="utf-8")
    file, problems = read_yaml(folder, "tep.yaml")
    return (file and file.value), [str(problem) for problem in problems]


@pytest.mark.parametrize("text", UNUSUAL.values(), ids=UNUSUAL)
def test_a_value_is_the_one_that_pyyaml_builds(tmp_path: Path, text: str) -> None:
    value, problems = read(tmp_path, text)
    assert problems == []
    assert repr(value) == repr(yaml.safe_load(text))


def test_every_file_of_the_content_is_read_as_pyyaml_reads_it() -> None:
    for path in CONTENT:
        file, problems = read_yaml(path.parent, path.name)
        assert problems == []
        assert file is not None
        assert repr(file.value) == repr(yaml.load(path.read_bytes(), QUICK))


@pytest.mark.parametrize("text", FAULTY.values(), ids=FAULTY)
def test_what_is_refused_is_refused_in_the_same_words_with_a_star_in_it(tmp_path: Path, text: str) -> None:
    """A star anywhere has the file read the thorough way."""
    value, problems = read(tmp_path, text)
    assert value is None
    assert len(problems) == 1
    assert read(tmp_path, f"{text}# *\n") == read(tmp_path, f"{text}# .\n") == (value, problems)


def test_files_with_a_line_lost_moved_or_spoiled_are_read_alike_either_way(tmp_path: Path) -> None:
    chance = random.Random(5)
    for path in chance.sample(CONTENT, 12):
        lines = path.read_text(encoding="utf-8").splitlines()
        for _ in range(6):
            spoiled = list(lines)
            at = chance.randrange(len(spoiled))
            spoiled[at : at + 1] = chance.choice(
                [[], [spoiled[at], spoiled[at]], [f"  {spoiled[at]}"], [f"{spoiled[at]}: !!int x"], ["12: [a"]]
            )
            text = "\n".join(spoiled)
            assert repr(read(tmp_path, f"{text}\n# .\n")) == repr(read(tmp_path, f"{text}\n# *\n"))
