"""The static files of the pages: named by a hash of their content, compressed once, kept in memory."""

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..text import load_words

MIME = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
JSON, PNG = "application/json", "image/png"
COMMON_CARD = "card"
DRAWER = Path("card", "src", "drawer.js")
"""Where the browser keeps things: part of the card, and a file of its own for the pages around it."""
WORDS = "card.json"
"""The card's words, for a page that has no line to be told them by."""
_BLANK_LINES = re.compile(r"\n\s*\n+")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as sent: plain and gzip bytes."""

    mime: str
    plain: bytes
    packed: bytes

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.plain).hexdigest()[:16]}"'


class Assets:
    """All static files under one address prefix that changes whenever any of them does: each may be cached for ever.

    `cards` holds a folder per card with its built script and style, <name>/<name>.js and .css. The question card's
    style travels inside page.css, for nearly every page shows it, and inside phone.css, for a phone in a hall is
    to wait for few files, as what sets the size of its letters does; another card's is a file of its own.
    """

    def __init__(self, client: Path, cards: Path) -> None:
        texts = {
            path.name: path.read_text(encoding="utf-8")
            for path in (
                *client.glob("*.js"),
                *client.glob("*.css"),
                client / "icon.svg",
                *_built(cards),
                cards / DRAWER,
            )
        }
        common = texts.pop("size.css") + "\n" + texts.pop(f"{COMMON_CARD}.css")
        texts["page.css"] += "\n" + common
        texts["phone.css"] = common + "\n" + texts["phone.css"]
        texts["phone.js"] = texts["size.js"] + texts["phone.js"]
        self.files = {
            **{name: as_asset(_BLANK_LINES.sub("\n", text), MIME[Path(name).suffix]) for name, text in texts.items()},
            **{path.name: as_asset(path.read_bytes(), PNG) for path in client.glob("*.png")},
            WORDS: as_asset(json.dumps(load_words()["card"], ensure_ascii=False), JSON),
        }

    @cached_property
    def revision(self) -> str:
        digest = hashlib.sha256()
        for name, asset in sorted(self.files.items()):
            digest.update(name.encode() + asset.plain)
        return digest.hexdigest()[:12]

    @property
    def prefix(self) -> str:
        """Address under which the files are served."""
        return f"/tinh/{self.revision}/"


def _built(cards: Path) -> list[Path]:
    """The built files of every card; their sources and other folders are not for browsers."""
    candidates = (folder / f"{folder.name}{suffix}" for folder in sorted(cards.iterdir()) for suffix in (".js", ".css"))
    return [path for path in candidates if path.is_file()]


def as_asset(content: str | bytes, mime: str) -> Asset:
    """A file to send."""
    plain = content.encode() if isinstance(content, str) else content
    return Asset(mime, plain, gzip.compress(plain, 9, mtime=0))
