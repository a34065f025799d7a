"""Recording that a person has reviewed a scenario: one more line in its file, nothing else changed.

Knows nothing of who the person is: a role and a date are kept, no name.
"""

import os
from datetime import date
from pathlib import Path

import yaml

from ..errors import ContentError, UnknownItemError
from ..items import Pack
from .build import digest_content, is_valid
from .schema import ScenarioFile


def sign_scenario(folder: Path, pack: Pack, identifier: str, *, role: str, on: date) -> Path:
    """Add a review of the scenario as it stands; returns the file. UnknownItemError if there is no such scenario.

    The file is rewritten whole or not at all, and must still be a valid scenario, else ContentError and no change.
    Nothing is added where the same role has signed the same content before.
    """
    if identifier not in pack.scenarios:
        raise UnknownItemError(f"no scenario {identifier[:80]!r}")
    scenario = pack.scenarios[identifier]
    path = folder / "bank" / scenario.topic / f"{identifier}.yaml"
    content = ScenarioFile.model_validate(yaml.safe_load(path.read_bytes()))
    if any(is_valid(review, content) and review.role == role for review in content.review):
        return path
    review = [{"role": role, "date": on, "version": scenario.version, "content": digest_content(content)}]
    entry = yaml.safe_dump(review, allow_unicode=True, default_flow_style=True, width=1000)
    lines = path.read_bytes().decode().splitlines(keepends=True)
    text = "".join(_with_review(lines, entry.strip()[1:-1]))
    try:
        signed = ScenarioFile.model_validate(yaml.safe_load(text))
    except (ValueError, yaml.YAMLError) as error:
        raise ContentError(f"{path}: cannot be signed", (str(error).splitlines()[0],)) from None
    if signed.review[-1].role != role:
        raise ContentError(f"{path}: cannot be signed", ("the review list is not where it is expected",))
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(text.encode())
    draft.replace(path)
    return path


def _with_review(lines: list[str], entry: str) -> list[str]:
    """The file's lines with the entry at the end of the top-level `review` list."""
    start = next((n for n, line in enumerate(lines) if line.startswith("review:")), None)
    if start is None:
        raise ContentError("a scenario file without review:")
    if lines[start].split("#")[0].split(":", 1)[1].strip() not in ("", "[]"):
        raise ContentError("review: is written on one line; write one entry per line")
    end = start + 1
    while end < len(lines) and lines[end].startswith((" ", "-")):
        end += 1
    newline = "\r\n" if lines[start].endswith("\r\n") else "\n"
    return [*lines[:start], f"review:{newline}", *lines[start + 1 : end], f"- {entry}{newline}", *lines[end:]]
