"""The interactions as content files write them, one file each: a file here is an interaction, listed nowhere else."""

from importlib import import_module
from pkgutil import iter_modules

from .contract import ChoiceEntry, ItemEntry, KeyFault, Options

for _module in sorted(one.name for one in iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")

ENTRIES: dict[str, type[ItemEntry]] = {entry.kind(): entry for entry in ItemEntry.__subclasses__()}
"""Kind → shape of an item of that kind."""

__all__ = ["ENTRIES", "ChoiceEntry", "ItemEntry", "KeyFault", "Options"]
