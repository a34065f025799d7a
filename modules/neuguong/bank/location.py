"""Where the kit's own content and notebooks lie: beside the sources, or inside an installed wheel."""

from pathlib import Path


def kit_folder() -> Path:
    """The folder that holds `data/` and `notebooks/`."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_kit"
    return installed if installed.is_dir() else package.parents[1]


def default_data_folder() -> Path:
    return kit_folder() / "data"
