"""The static files of the pages: named by a hash of their content, compressed once, kept in memory."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

MIME = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
_BLANK_LINES = re.compile(r"\n\s*\n+")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as sent: plain and gzip bytes."""

    mime: str
    plain: bytes
    packed: bytes


class Assets:
    """All static files under one address prefix that changes whenever any of them does: each may be cached for ever."""

    def __init__(self, client: Path, cards: Path) -> None:
        styles = "\n".join(
            path.read_text(encoding="utf-8") for path in (client / "page.css", *sorted(cards.glob("*.css")))
        )
        texts = {"page.css": styles, "icon.svg": (client / "icon.svg").read_text(encoding="utf-8")}
        for path in (*client.glob("*.js"), *cards.glob("*.js")):
            texts[path.name] = path.read_text(encoding="utf-8")
        self.files = {name: _pack(name, _BLANK_LINES.sub("\n", text)) for name, text in texts.items()}

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


def _pack(name: str, text: str) -> Asset:
    plain = text.encode()
    return Asset(MIME[Path(name).suffix], plain, gzip.compress(plain, 9, mtime=0))
