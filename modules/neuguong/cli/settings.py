"""From a command's options to the kit's settings. Knows no command."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..app import Settings


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings that the environment gives, overridden by the options."""
    given: dict[str, Any] = {
        name: value
        for name in ("data", "database", "units_file", "signed_only", "teach_below", "explain_from")
        if (value := getattr(options, name, None)) is not None and value is not False
    }
    given |= {name: Path(given[name]) for name in ("data", "units_file") if name in given}
    return replace(Settings.from_environment(), **given)
