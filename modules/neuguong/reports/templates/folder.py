"""Where templates lie: a unit's own folders first, the shipped ones last. Knows nothing of what is in them."""

from dataclasses import dataclass
from pathlib import Path

from ...bank import default_data_folder
from ...errors import TemplateError
from ...text import say

OWN_FOLDER = "mau-bao-cao"
"""In the folder of the log: what is there is used without being asked for."""
FOLDER = "templates"
LARGEST = 5_000_000
"""Bytes of the largest template that is read."""


@dataclass(frozen=True, slots=True)
class Templates:
    """Each file is taken from the first of `folders` that has it: a unit need only keep what it has changed."""

    folders: tuple[Path, ...] = ()

    def read(self, name: str) -> bytes:
        """The bytes of a template. TemplateError if it cannot be read or is no template by its size."""
        path = self.find(name)
        try:
            if path.stat().st_size > LARGEST:
                raise TemplateError(say("template.broken", file=path))
            return path.read_bytes()
        except OSError as error:
            raise TemplateError(say("template.not_read", file=path, why=error.strerror)) from None

    def find(self, name: str) -> Path:
        for folder in self.folders:
            if (folder / name).exists():
                return folder / name
        return shipped_folder() / name


def shipped_folder() -> Path:
    return default_data_folder() / FOLDER


def shipped_names() -> list[str]:
    return sorted(one.name for one in shipped_folder().iterdir())


def open_own(folder: Path) -> Path:
    """A folder that was asked for. TemplateError if it is none, or has no file of a template's name."""
    if not folder.is_dir():
        raise TemplateError(say("template.no_folder", folder=folder))
    if not any((folder / name).exists() for name in shipped_names()):
        raise TemplateError(say("template.empty", folder=folder, names=", ".join(shipped_names())))
    return folder


def write_templates(folder: Path) -> list[Path]:
    """Copies of the shipped templates to change; returns their paths. TemplateError if one is there already: nothing is
    written then. OSError if the folder cannot be written."""
    made = [folder / name for name in shipped_names()]
    if there := [one for one in made if one.exists()]:
        raise TemplateError(say("template.there", file=there[0]))
    folder.mkdir(parents=True, exist_ok=True)
    for one in made:
        one.write_bytes((shipped_folder() / one.name).read_bytes())
    return made
