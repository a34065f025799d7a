"""What makes the kit installable and lets it open without a line: the manifest, and the service worker with what it
holds. Knows no learner: what is held is the same for everybody.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..addresses import OFFLINE_SLUG, PLAN_SLUG, SELF_CHECK_SLUG
from ..items import Pack
from .assets import Asset, Assets, as_asset
from .rendering import Page

SOURCE = Path(__file__).with_name("worker.js")
CARD_FILES = ("client.js", "card.js", "card.json")
"""What a lesson's card is drawn by, beside what the held pages name."""
HELD_PAGES = ("", "gioi-thieu", OFFLINE_SLUG, PLAN_SLUG, SELF_CHECK_SLUG)
"""Pages that are the same for everybody and do without the server, those of them that the pack has."""
NEVER_HELD = ("api", "healthz", "in", "kenh", "vao", "voila")
"""First steps of addresses where no held page may stand in for the server, beside those of guarded pages."""
ICONS = {"icon_192.png": (192, "any"), "icon_512.png": (512, "any"), "icon_maskable.png": (512, "maskable")}
"""File → its width and height in pixels, and its purpose."""
ACCENT, PAPER = "#8c1d18", "#fbfaf7"
JAVASCRIPT = "text/javascript; charset=utf-8"


def build_rooted(
    pack: Pack, assets: Assets, rendered: Mapping[str, Page], *, guarded: Iterable[str]
) -> dict[str, Asset]:
    """The two files by their names, below the root: there the worker's reach is the whole kit."""
    held = {slug: rendered[slug] for slug in HELD_PAGES if slug in rendered}
    return {
        "sw.js": build_worker(assets, held, never=(*guarded, *NEVER_HELD)),
        "manifest.webmanifest": build_manifest(pack, prefix=assets.prefix),
    }


def build_manifest(pack: Pack, *, prefix: str) -> Asset:
    """The web app manifest (W3C): under what name and icon the kit stands on a phone; all addresses are its."""
    icons = [
        {"src": prefix + name, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, (size, purpose) in ICONS.items()
    ]
    told = {
        "id": "/", "start_url": "/", "scope": "/", "display": "standalone", "lang": "vi", "dir": "ltr",
        "name": pack.title, "short_name": pack.title, "description": pack.subtitle,
        "theme_color": ACCENT, "background_color": PAPER, "icons": icons,
    }  # fmt: skip
    return as_asset(json.dumps(told, ensure_ascii=False), "application/manifest+json")


def build_worker(assets: Assets, pages: Mapping[str, Page], *, never: Iterable[str]) -> Asset:
    """The service worker's script: its source, after what it is to hold and where it has no business.

    `pages`: address → page, each the same for everybody. `never`: first steps of addresses whose pages it leaves alone.
    The version is another as soon as any of this is.
    """
    source = SOURCE.read_text(encoding="utf-8")
    held = {
        "prefix": assets.prefix,
        "offline": f"/{OFFLINE_SLUG}",
        "files": [*(f"/{slug}" for slug in pages), *(assets.prefix + name for name in _find_files(assets, pages))],
        "never": sorted(never),
    }
    known = json.dumps([held, [page.etag for page in pages.values()], source])
    kit = {"version": hashlib.sha256(known.encode()).hexdigest()[:12], **held}
    return as_asset(f"const KIT = {json.dumps(kit)};\n{source}", JAVASCRIPT)


def _find_files(assets: Assets, pages: Mapping[str, Page]) -> list[str]:
    """The static files that the pages name, and the card's, with what each of them imports."""
    named = re.escape(assets.prefix).encode() + rb"([a-z0-9_]+\.[a-z]+)"
    waiting = {*CARD_FILES, *(name.decode() for page in pages.values() for name in re.findall(named, page.body))}
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        imported = {one.decode() for one in re.findall(rb'from "\./([a-z_]+\.js)"', assets.files[name].plain)}
        waiting |= imported - found
    return sorted(found)
