"""The plans that trainers saved: a small JSON file. Knows nothing of items, nor of what becomes of a plan."""

import json
import secrets
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

PLANS_FILE = "ke-hoach-hoi-truong.json"
PLANS_MAX = 200
"""Of more, those saved longest ago are forgotten."""


class SavedPlan(NamedTuple):
    title: str
    items: tuple[str, ...]


def load_plans(home: Path) -> list[SavedPlan]:
    """The newest first; none if there is no file, or what is there is none of ours."""
    try:
        rows = json.loads((home / PLANS_FILE).read_text(encoding="utf-8"))
        return [SavedPlan(str(row["title"]), tuple(map(str, row["items"]))) for row in rows]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def save_plan(home: Path, plan: SavedPlan) -> None:
    """Keep a plan in the place of one with the same title; OSError if it cannot be written, and all is as before."""
    kept = [plan, *(one for one in load_plans(home) if one.title != plan.title)][:PLANS_MAX]
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = home / f"{PLANS_FILE}.{secrets.token_hex(8)}"
    try:
        draft.write_text(json.dumps([one._asdict() for one in kept], ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(home / PLANS_FILE)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise
