"""The units of an installation, with how many of each are eligible. Knows nothing of what is made of them."""

from ..home.units import load_units, read_units_file
from ..workshop.plan import HallUnit
from ..workshop.units import read_pasted_units
from .settings import Settings


def list_units(settings: Settings) -> tuple[HallUnit, ...]:
    """In the file's order; `eligible` where the list says so in a second column."""
    text = read_units_file(settings.home, settings.units_file)
    counted = {one.name: one.eligible for one in read_pasted_units(text).units}
    return tuple(HallUnit(name, counted.get(name)) for name in load_units(settings.home, settings.units_file).names)
