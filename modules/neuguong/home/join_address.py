"""Which of this machine's addresses the trainer chose to tell phones. Knows neither networks nor pages."""

from pathlib import Path

from .small_file import read_small, write_small

ADDRESS_FILE = "dia-chi-vao.txt"


def load_join_address(home: Path) -> str | None:
    """The address that was chosen; None if none was."""
    return read_small(home / ADDRESS_FILE) or None


def store_join_address(home: Path, address: str | None) -> None:
    """Keep it; None: forget what was chosen. OSError if the disk refuses."""
    if address is None:
        (home / ADDRESS_FILE).unlink(missing_ok=True)
    else:
        write_small(home / ADDRESS_FILE, address)
