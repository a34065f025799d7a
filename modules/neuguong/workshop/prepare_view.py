"""What the control room shows before a workshop is begun: what there is to go on with, plans, items, units.

Knows no messages.
"""

from collections.abc import Iterable, Sequence

from ..home.plans import SavedPlan
from ..items import Item, Pack, Scenario
from ..store.board import WorkshopRow
from .plan import HallUnit
from .ready import build_ready_plans, list_items
from .room_view import build_row
from .session import WorkshopSession
from .units import write_units
from .views import PlanRow, PrepareView, ReadyPlan, WorkshopLine
from .workshops import Workshops

LINES_MAX = 30
"""Workshops in the list, the newest first; each is read whole for its title."""


def build_prepare(
    workshops: Workshops, rows: Sequence[WorkshopRow], plans: Sequence[SavedPlan], own: Sequence[HallUnit]
) -> PrepareView:
    """`own`: the units of the installation, where no workshop had some yet."""
    days = {row.workshop_id: row.day for row in rows[:LINES_MAX]}
    sessions = workshops.open_readable(rows[:LINES_MAX])
    units = next((one.state.plan.units for one in sessions if one.state.plan.units), None)
    pack = workshops.pack
    live = {item.identifier for _, item in pack.items_alone()}
    return {
        "workshops": [_line(session, day=days[session.workshop_id]) for session in sessions],
        "plans": [*(_saved(plan, live) for plan in plans), *build_ready_plans(pack)],
        "rows": build_rows(pack, list_items(pack)),
        "unit_text": write_units(units or tuple(own)),
    }


def build_rows(pack: Pack, pairs: Iterable[tuple[Scenario, Item]]) -> list[PlanRow]:
    """Items to choose from."""
    return [build_row(pack, scenario, item, number=n) for n, (scenario, item) in enumerate(pairs, start=1)]


def _line(session: WorkshopSession, *, day: str) -> WorkshopLine:
    state = session.state
    return {
        "workshop": session.workshop_id, "code": state.code, "title": state.plan.title, "day": day,
        "is_ended": state.ended_at is not None, "rehearsal": state.plan.rehearsal,
    }  # fmt: skip


def _saved(plan: SavedPlan, live: set[str]) -> ReadyPlan:
    """Items that are asked no longer are left out."""
    items = [item for item in plan.items if item in live]
    return {"id": "", "title": plan.title, "lesson": "", "minutes": 0, "items": items}
