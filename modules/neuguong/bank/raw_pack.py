"""A pack as it was read: its files, each of the right shape. Knows nothing of reading or checking them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from . import schema
from .problems import Problem
from .strict import Strict
from .yaml_files import YamlFile

Shape = TypeVar("Shape", bound=Strict)


@dataclass(frozen=True)
class Entry(Generic[Shape]):
    """A file and what stands in it."""

    file: YamlFile
    content: Shape


@dataclass
class RawPack:
    """The files of a pack, each of the right shape; what refers to what is not yet checked.

    `unreadable` names the files that had no such shape; `problems` says why.
    """

    folder: Path
    pack: Entry[schema.PackFile] | None = None
    norms: list[Entry[schema.NormFile]] = field(default_factory=list)
    requirements: list[Entry[schema.RequirementsFile]] = field(default_factory=list)
    lessons: list[Entry[schema.LessonFile]] = field(default_factory=list)
    scenarios: list[Entry[schema.ScenarioFile]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    revision: str = ""

    def lacks_any(self, folder: str) -> bool:
        """Whether a file of that folder could not be read."""
        return any(name.startswith(f"{folder}/") for name in self.unreadable)
