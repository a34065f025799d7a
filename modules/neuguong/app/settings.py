"""Where things lie and how the kit is served. Knows nothing of what lies there.

Settings travel to kernels in environment variables.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from ..bank import default_data_folder
from ..groups import GROUP_FLOOR, GROUP_MINIMUM

ENV_PREFIX = "NEUGUONG_"
TEACH_BELOW, EXPLAIN_FROM = 35, 70


@dataclass(frozen=True, slots=True)
class Settings:
    """`database` is a SQLAlchemy URL; None means SQLite in `home`.

    `only_file`: which file a SQLite log must be (`store.database.describe_file`); for the kernels of a server, so that
    none of them takes another one for its log.
    `teach_below`, `explain_from`: percent of right answers at which a hall is advised to teach again or to go on.
    `group_minimum` people at least are behind every result a trainer sees; never fewer than `GROUP_FLOOR`.
    """

    home: Path
    data: Path
    database: str | None = None
    only_file: str | None = None
    units_file: Path | None = None
    signed_only: bool = False
    static_url: str | None = None
    group_minimum: int = GROUP_MINIMUM
    teach_below: int = TEACH_BELOW
    explain_from: int = EXPLAIN_FROM

    @property
    def database_path(self) -> Path:
        """The SQLite file used where no database is named."""
        return self.home / "neuguong.sqlite3"

    @property
    def found_before(self) -> Path:
        """Where `check` keeps what it found in files that have not changed. May be deleted at any time."""
        return self.home / "check.json"

    @property
    def copies_folder(self) -> Path:
        """Where the daily copies of a SQLite log are."""
        return self.home / "sao-luu"

    def to_environment(self) -> dict[str, str]:
        """The environment variables that carry these settings into a kernel."""
        named = {
            "HOME": str(self.home),
            "DATA": str(self.data),
            "DATABASE": self.database,
            "ONLY_FILE": self.only_file,
            "UNITS": str(self.units_file) if self.units_file else None,
            "SIGNED_ONLY": "1" if self.signed_only else None,
            "STATIC_URL": self.static_url,
            "GROUP_MINIMUM": str(self.group_minimum),
            "TEACH_BELOW": str(self.teach_below),
            "EXPLAIN_FROM": str(self.explain_from),
        }
        return {ENV_PREFIX + name: value for name, value in named.items() if value is not None}

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The inverse of `to_environment`; what is not named gets the embedded defaults."""
        given = {
            name: environment.get(ENV_PREFIX + name)
            for name in ("HOME", "DATA", "DATABASE", "ONLY_FILE", "UNITS", "STATIC_URL")
        }
        home = Path(given["HOME"]) if given["HOME"] else platformdirs.user_data_path("neuguong", appauthor=False)
        return cls(
            home=home,
            data=Path(given["DATA"]) if given["DATA"] else default_data_folder(),
            database=given["DATABASE"],
            only_file=given["ONLY_FILE"],
            units_file=Path(given["UNITS"]) if given["UNITS"] else None,
            signed_only=environment.get(ENV_PREFIX + "SIGNED_ONLY") == "1",
            static_url=given["STATIC_URL"],
            group_minimum=_group_minimum(environment.get(ENV_PREFIX + "GROUP_MINIMUM")),
            teach_below=_percent(environment.get(ENV_PREFIX + "TEACH_BELOW"), TEACH_BELOW),
            explain_from=_percent(environment.get(ENV_PREFIX + "EXPLAIN_FROM"), EXPLAIN_FROM),
        )


def _group_minimum(text: str | None) -> int:
    """The setting, raised to the floor where it is below; the default where it is no number."""
    return max(GROUP_FLOOR, int(text)) if text and text.isascii() and text.isdigit() else GROUP_MINIMUM


def _percent(text: str | None, usual: int) -> int:
    """The setting; the default where it is no number from 0 to 100."""
    return int(text) if text and text.isascii() and text.isdigit() and int(text) <= 100 else usual
