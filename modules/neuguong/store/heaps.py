"""The heaps of answers of nobody known in the database: one row each, rewritten whole with whatever is added.

Knows nothing of transactions: every function works inside its caller's. A table of a row for each kind would not do,
for inside a page SQLite puts what changed last below what changed before.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, or_, select, true, update

from .apart import Counts, Heap, Kind, pack_counts, period_of, unpack_counts
from .occasion import Occasion
from .schema import apart_count, occasion_from, occasion_values


def add_apart(connection: Connection, heap: Heap, added: Mapping[Kind, int]) -> None:
    """Count answers."""
    key = occasion_values(heap.occasion) | {"sensitive": heap.sensitive, "period": heap.period}
    here = and_(*(apart_count.c[name] == value for name, value in key.items()))
    found = connection.execute(select(apart_count.c.counts).where(here)).scalar()
    packed = pack_counts(Counter(added) + Counter({} if found is None else unpack_counts(found)))
    if found is None:
        connection.execute(apart_count.insert(), key | {"counts": packed})
    else:
        connection.execute(update(apart_count).where(here).values(counts=packed))


def read_heaps(
    connection: Connection, occasion: Occasion | None = None, *, sensitive: bool | None = None
) -> list[tuple[Heap, Counts]]:
    """The heaps of an occasion, or of all, in order of their rank."""
    here = true() if occasion is None else _on(occasion)
    which = true() if sensitive is None else apart_count.c.sensitive.is_(sensitive)
    return _heaps(connection.execute(select(apart_count).where(here, which)).mappings())


def purge_heaps(connection: Connection, before: date) -> list[tuple[Heap, Counts]]:
    """Delete the heaps whose whole period lies before a day, and return them."""
    old = or_(
        *(
            and_(apart_count.c.sensitive.is_(sensitive), apart_count.c.period < period_of(before, sensitive=sensitive))
            for sensitive in (True, False)
        )
    )
    heaps = _heaps(connection.execute(select(apart_count).where(old)).mappings())
    connection.execute(delete(apart_count).where(old))
    return heaps


def _on(occasion: Occasion) -> ColumnElement[bool]:
    return and_(*(apart_count.c[name] == value for name, value in occasion_values(occasion).items()))


def _heaps(rows: Iterable[RowMapping]) -> list[tuple[Heap, Counts]]:
    found = [(Heap(occasion_from(row), row["sensitive"], row["period"]), unpack_counts(row["counts"])) for row in rows]
    return sorted(found, key=lambda pair: pair[0].rank)
