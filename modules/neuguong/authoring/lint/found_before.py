"""What the rules found in a file before, so that a check looks only at files that have changed since.

Knows no rule: what was found hangs on the file's text, its name, what may be cited, and the source of the kit.
"""

import json
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from ...bank.problems import Problem
from ...bank.yaml_files import YamlFile
from ...interchange import write_whole
from .lint_item import Known
from .waivers import Waived

_KIT = Path(__file__).parents[2]
Found = tuple[list[Problem], list[Waived]]


class FoundBefore:
    """Findings kept in a JSON file; without one, every file is looked at.

    A file that is absent, damaged or cannot be written is never told of: the check only takes longer.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._old = _read(path) if path else {}
        self._now: dict[str, Any] = {}

    def get(self, key: str) -> Found | None:
        """What was found under a key of `key_of`; None: look."""
        try:
            problems, waived = self._old[key]
            found = [Problem(*one) for one in problems], [Waived(Problem(*one), why) for one, why in waived]
        except (KeyError, TypeError, ValueError):
            return None
        self._now[key] = self._old[key]
        return found

    def put(self, key: str, found: Found) -> None:
        """Remember what was found now."""
        problems, waived = found
        self._now[key] = [[_fields(one) for one in problems], [[_fields(one.problem), one.reason] for one in waived]]

    def save(self) -> None:
        """Keep what this check found, and nothing of files that are no more as they were."""
        if self._path is None or self._now == self._old:
            return
        text = json.dumps(self._now, ensure_ascii=False).encode()
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, lambda file: file.write(text))


def key_of(file: YamlFile, known: Known, *, sensitive: bool) -> str:
    """All that the findings on a scenario's file hang on, as a digest."""
    told = [file.name, file.digest, _digest_of(known), sensitive, source_digest()]
    return sha256(json.dumps(told).encode()).hexdigest()


@cache
def _digest_of(known: Known) -> str:
    return sha256(json.dumps([sorted(known.requirements), known.quotes]).encode()).hexdigest()


@cache
def source_digest(folder: Path = _KIT) -> str:
    """Of every Python file below a folder: of the rules, and of whatever they may lean on."""
    return sha256(b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*.py")))).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _fields(problem: Problem) -> list[object]:
    return list(problem.as_json().values())
