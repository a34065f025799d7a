"""The pack of these settings. Knows nothing of the log."""

from functools import cache
from pathlib import Path

from ..bank import load_pack
from ..items import Pack
from .settings import Settings


def open_pack(settings: Settings) -> Pack:
    """The pack under `settings.data`, as it is to be shown; read once per process: forked kernels find it ready."""
    return _load_pack_once(settings.data.resolve(), settings.signed_only)


@cache
def _load_pack_once(folder: Path, signed_only: bool) -> Pack:
    pack = load_pack(folder)
    return pack.only_signed() if signed_only else pack
