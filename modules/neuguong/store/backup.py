"""Copies of a SQLite log while it is in use, and putting one back. Knows nothing of when, or where to.

A copy of the file alone would lack what still lies in the write-ahead file beside it.
"""

import contextlib
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ..errors import StoreBusyError, StoreError, StoreForeignError, StoreStaleError
from .engine import create_private_file, open_sqlite
from .examine import Examined, examine_file
from .faults import BUSY, store_errors
from .schema import REVISIONS
from .statement import concealed_actor

_WAITING = "SELECT attempt_id FROM statement JOIN waiting_answer ON statement.id = statement_id"
DAILY_COPIES = 7
"""How many daily copies are kept: what was deleted on a learner's wish is gone from them after as many days."""


def back_up(database: Path, target: Path) -> Examined:
    """Write a checked copy, whole or not at all, and return what is in it. StoreError, FileExistsError, OSError.

    It has all but the ballots of a hall that were not counted: those lie beside their members.
    """
    if target.exists():
        raise FileExistsError(17, "đã có tệp này", str(target))
    before = examine_file(database)
    if before is None:
        raise StoreError("there is no response log to copy")
    with _draft(target) as draft:
        with (
            store_errors(),
            contextlib.closing(open_sqlite(database, keeper=False, busy_timeout_ms=15_000)) as source,
            contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            _empty_boxes(copy)
        copied = examine_file(draft, thoroughly=True)
        if copied is None or copied.revision != before.revision or copied.lacks(before):
            raise StoreError("the copy does not hold what the log does; nothing was written")
        _install(draft, target)
    return copied


def back_up_daily(database: Path, folder: Path, today: date) -> Path | None:
    """Today's copy in a folder of its own, and no more than `DAILY_COPIES` there; None if there is one already."""
    target = folder / f"neuguong-{today.isoformat()}.sqlite3"
    if target.exists():
        return None
    folder.mkdir(mode=0o700, exist_ok=True)
    back_up(database, target)
    for old in sorted(folder.glob("neuguong-????-??-??.sqlite3"))[:-DAILY_COPIES]:
        old.unlink()
    return target


def restore(database: Path, source: Path, *, older: bool = False) -> Path | None:
    """Put a copy in the log's place and return where what was there is kept; None if nothing was.

    StoreError, and nothing changed, if the copy is foreign, newer or damaged, or if somebody uses the log;
    StoreStaleError if it holds less than the log and not `older`. Whoever was erased since the copy was made stays so.
    What was published since is not known from a copy: an answer goes on waiting to be published only if it also waits
    in the log, so none is ever in two groups, whatever was seen before and is seen after. A workshop goes on where the
    copy was made, its open round empty: what it holds then is voted anew, after whatever was shown since.
    """
    copied = examine_file(source, thoroughly=True)
    if copied is None:
        raise StoreError("there is no response log in this file")
    erased: set[str] = set()
    waiting: set[str] = set()
    try:
        there = examine_file(database)
    except (StoreBusyError, StoreForeignError):
        raise
    except StoreError:
        there = None  # damaged: that is what copies are for
    if there is not None:
        if copied.lacks(there) and not older:
            raise StoreStaleError(f"the copy ends at change {_said(copied)}, the log at {_said(there)}")
        _close_journal(database)
        erased = _read_column(database, "SELECT concealed_actor FROM erased_actor")
        if there.revision == REVISIONS[-1]:
            waiting = _read_column(database, _WAITING)
    with _draft(database) as draft:
        shutil.copyfile(source, draft)
        _settle(draft, erased, waiting)
        examine_file(draft, thoroughly=True)
        aside = _set_aside(database)
        _install(draft, database)
    return aside


@contextlib.contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A private file beside the target, gone afterwards whatever happened."""
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    create_private_file(draft)
    try:
        yield draft
    finally:
        for left in (draft, *(draft.with_name(f"{draft.name}-{kind}") for kind in ("journal", "wal", "shm"))):
            left.unlink(missing_ok=True)


def _install(draft: Path, target: Path) -> None:
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.replace(target)


def _said(examined: Examined) -> str:
    log, board = examined.mark
    return f"{log} (of workshops {board})"


def _empty_boxes(copy: sqlite3.Connection) -> None:
    """Ballots that were not counted lie beside their members: a copy, which outlives the hour, has none of them."""
    if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'workshop_ballot'").fetchone():
        copy.execute("PRAGMA secure_delete=ON")
        copy.execute("DELETE FROM workshop_ballot")


def _close_journal(database: Path) -> None:
    """Move all into the file and leave no journal beside it: possible only while nobody else has it open."""
    with store_errors(), contextlib.closing(open_sqlite(database, keeper=False, busy_timeout_ms=300)) as connection:
        if connection.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",):
            raise StoreBusyError(BUSY)


def _read_column(database: Path, query: str) -> set[str]:
    with store_errors(), contextlib.closing(open_sqlite(database, keeper=False, busy_timeout_ms=300)) as connection:
        return {value for (value,) in connection.execute(query)}


def _settle(draft: Path, erased: set[str], waiting: set[str]) -> None:
    """Do to a copy what cannot be undone by putting it back: erasing, and publishing."""
    from .engine import sqlite_url
    from .migrations import migrate  # alembic: only for a copy of an older version of the kit
    from .sql import connect_log

    migrate(sqlite_url(draft))
    with connect_log(sqlite_url(draft)) as log:
        actors = {row.actor for row in log.fetch_statements() if row.actor is not None} if erased else ()
        for actor in actors:
            if concealed_actor(actor) in erased:
                log.erase_actor(actor)
        log.close_publication(still_waiting=waiting)
        board = log.open_board()
        for row in board.fetch_workshops():
            for one in board.fetch_members(row.workshop_id):
                if concealed_actor(one.member) in erased:
                    board.erase_member(row.workshop_id, one.member)
    _close_journal(draft)


def _set_aside(database: Path) -> Path | None:
    """Keep what is there under another name, journals and all, without a moment in which there is no log."""
    if not database.exists():
        return None
    aside = database.with_name(f"{database.name}.truoc-khoi-phuc-{secrets.token_hex(4)}")
    for kind in ("-wal", "-shm", "-journal"):
        with contextlib.suppress(FileNotFoundError):
            database.with_name(database.name + kind).rename(aside.with_name(aside.name + kind))
    try:
        os.link(database, aside)
    except OSError:  # a file system without hard links
        shutil.copyfile(database, aside)
    return aside
