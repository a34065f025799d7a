"""The composition root: joins content, log, clock and secret for whoever opens a page. Nothing happens at import.

Knows nothing of widgets, notebooks or HTTP. Settings travel to kernels in environment variables.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import platformdirs

from . import __version__
from .bank import default_data_folder, load_pack
from .clock import Clock, SystemClock
from .errors import NeuGuongError
from .items import Pack
from .store import GROUP_FLOOR, GROUP_MINIMUM, MemoryLog, ResponseLog, connect_log, sqlite_url
from .study import Course, LearnerSession
from .text import load_words

ENV_PREFIX = "NEUGUONG_"
O_BINARY = getattr(os, "O_BINARY", 0)
"""Windows would write a line feed as two bytes without it."""
MAX_UNITS = 500
MAX_UNIT_NAME = 100
"""Characters; as many as a statement's unit may have, else every answer of that unit would be refused."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie and how the kit is served. `database` is a SQLAlchemy URL; None means SQLite in `home`.

    `group_minimum` people at least are behind every result a trainer sees; never fewer than `GROUP_FLOOR`.
    """

    home: Path
    data: Path
    database: str | None = None
    units_file: Path | None = None
    signed_only: bool = False
    static_url: str | None = None
    group_minimum: int = GROUP_MINIMUM

    @property
    def database_path(self) -> Path:
        """The SQLite file used where no database is named."""
        return self.home / "neuguong.sqlite3"

    @property
    def database_url(self) -> str:
        return self.database or sqlite_url(self.database_path)

    def to_environment(self) -> dict[str, str]:
        """The environment variables that carry these settings into a kernel."""
        named = {
            "HOME": str(self.home),
            "DATA": str(self.data),
            "DATABASE": self.database,
            "UNITS": str(self.units_file) if self.units_file else None,
            "SIGNED_ONLY": "1" if self.signed_only else None,
            "STATIC_URL": self.static_url,
            "GROUP_MINIMUM": str(self.group_minimum),
        }
        return {ENV_PREFIX + name: value for name, value in named.items() if value is not None}

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The inverse of `to_environment`; what is not named gets the embedded defaults."""
        given = {
            name: environment.get(ENV_PREFIX + name) for name in ("HOME", "DATA", "DATABASE", "UNITS", "STATIC_URL")
        }
        home = Path(given["HOME"]) if given["HOME"] else platformdirs.user_data_path("neuguong", appauthor=False)
        return cls(
            home=home,
            data=Path(given["DATA"]) if given["DATA"] else default_data_folder(),
            database=given["DATABASE"],
            units_file=Path(given["UNITS"]) if given["UNITS"] else None,
            signed_only=environment.get(ENV_PREFIX + "SIGNED_ONLY") == "1",
            static_url=given["STATIC_URL"],
            group_minimum=_group_minimum(environment.get(ENV_PREFIX + "GROUP_MINIMUM")),
        )


def open_course(settings: Settings, *, clock: Clock | None = None, log: ResponseLog | None = None) -> Course:
    """Everything a page needs. Reads the pack (once per process), opens the log; ContentError or StoreError."""
    return Course(
        pack=open_pack(settings),
        log=log if log is not None else _open_log_once(settings),
        clock=clock or SystemClock(),
        secret=load_secret(settings.home),
        app_version=__version__,
        units=load_units(settings),
    )


def open_log(settings: Settings) -> ResponseLog:
    """The log of these settings. A SQLite log that does not exist yet is set up first: a lone notebook works."""
    if settings.database is None and not settings.database_path.exists():
        prepare_log(settings)
    return connect_log(settings.database_url)


def prepare_log(settings: Settings) -> None:
    """Create the log or bring it to the newest schema; StoreError if it is newer than this version of the kit."""
    from .store.migrations import migrate  # alembic: for the start of a server, not for every kernel

    migrate(settings.database_url)


def open_pack(settings: Settings) -> Pack:
    """The pack under `settings.data`, as it is to be shown; read once per process: forked kernels find it ready."""
    return _load_pack_once(settings.data.resolve(), settings.signed_only)


@cache
def _load_pack_once(folder: Path, signed_only: bool) -> Pack:
    pack = load_pack(folder)
    return pack.only_signed() if signed_only else pack


@cache
def _open_log_once(settings: Settings) -> ResponseLog:
    return open_log(settings)


def preload() -> None:
    """What a template process does before it forks kernels: read the pack and the words, and rehearse a visit.

    The rehearsal leaves compiled queries and warmed code that all kernels share. It reads the log, writes nothing,
    and SQLite is left with no connection open.
    """
    settings = Settings.from_environment()
    course = open_course(settings)
    course.log.fetch_latest_by_item("0" * 64)
    rehearsed = replace(course, log=MemoryLog())
    for slug in course.pack.lessons:
        session = LearnerSession(rehearsed, slug)
        session.handle({"kind": "hello", "token": "0" * 32, "consent": True})
        session.view()
    load_words()


def load_secret(home: Path) -> bytes:
    """The installation's 32-byte secret, made at first use; its file is readable by its owner only."""
    path = home / "secret.key"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"secret.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | O_BINARY, 0o600), "wb") as file:
        file.write(secrets.token_bytes(32))
    try:
        os.link(draft, path)  # the first of several processes wins
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        if not path.exists():
            draft.replace(path)
            return path.read_bytes()
    draft.unlink()
    return path.read_bytes()


def _group_minimum(text: str | None) -> int:
    """The setting, raised to the floor where it is below; the default where it is no number."""
    return max(GROUP_FLOOR, int(text)) if text and text.isascii() and text.isdigit() else GROUP_MINIMUM


class UnitsFileError(NeuGuongError):
    """The list of units cannot be read."""

    code = "units"


def load_units(settings: Settings) -> tuple[str, ...]:
    """The units (chi bộ) a learner may pick from: one per line of the units file; none if there is no file.

    UnitsFileError if the file that was asked for is missing, or what is there cannot be read as UTF-8.
    """
    path = settings.units_file or settings.home / "don-vi.txt"
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        if settings.units_file is None:
            return ()
        raise UnitsFileError(f"{path}: no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UnitsFileError(f"{path}: {error}") from None
    names = (" ".join(line.split())[:MAX_UNIT_NAME].rstrip() for line in lines)
    return tuple(dict.fromkeys(name for name in names if name and name.isprintable()))[:MAX_UNITS]
