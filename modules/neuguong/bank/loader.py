"""Reading a pack's folder into `items.Pack`: every fault gathered, none skipped. The only reader of data/.

Knows nothing of style rules (`lint`) or of who uses the pack.
"""

import hashlib
from pathlib import Path

from pydantic import ValidationError

from ..errors import ContentError
from ..items import Example, Lesson, LessonPart, Norm, Pack, Plan, PlanColumn, Requirement, Scenario, Topic
from . import references, schema
from .build import build_scenario
from .faults import shape_problems
from .problems import Problem
from .raw_pack import Entry, RawPack, Shape
from .yaml_files import read_yaml


def load_pack(folder: Path) -> Pack:
    """Read and check a pack; ContentError with every fault (file, line, found, allowed, what to do) if there is any."""
    raw = read_pack_files(folder)
    pack, problems = assemble_pack(raw)
    if pack is None or problems:
        raise ContentError(f"{folder}: {len(problems)} lỗi nội dung", tuple(str(problem) for problem in problems))
    return pack


def read_pack_files(folder: Path) -> RawPack:
    """Read every content file of the folder and check each one's shape."""
    raw = RawPack(folder)
    if not (folder / "pack.yaml").is_file():
        raw.problems.append(
            Problem(
                "pack.yaml", 0, "schema", "không có tệp này", "mỗi bộ tài liệu có một pack.yaml", "kiểm tra lại thư mục"
            )
        )
        return raw
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
        _take_file(raw, name)
    raw.revision = digest.hexdigest()[:12]
    return raw


def _take_file(raw: RawPack, name: str) -> None:
    match name.split("/"):
        case ["pack.yaml"]:
            raw.pack = _read(raw, name, schema.PackFile)
        case ["sources", _]:
            _append(raw.norms, _read(raw, name, schema.NormFile))
        case ["requirements", _]:
            _append(raw.requirements, _read(raw, name, schema.RequirementsFile))
        case ["lessons", _]:
            _append(raw.lessons, _read(raw, name, schema.LessonFile))
        case ["bank", _, _]:
            _append(raw.scenarios, _read(raw, name, schema.ScenarioFile))
        case _:
            allowed = "sources/, requirements/, lessons/, bank/<chủ đề>/"
            raw.problems.append(Problem(name, 0, "schema", "tệp ở chỗ lạ", allowed, "chuyển tệp vào đúng thư mục"))


def _append(entries: list[Entry[Shape]], entry: Entry[Shape] | None) -> None:
    if entry is not None:
        entries.append(entry)


def _read(raw: RawPack, name: str, shape: type[Shape]) -> Entry[Shape] | None:
    file, problems = read_yaml(raw.folder, name)
    raw.problems.extend(problems)
    if file is None:
        raw.unreadable.append(name)
        return None
    try:
        return Entry(file, shape.model_validate(file.value))
    except ValidationError as error:
        raw.problems.extend(shape_problems(file, error))
        raw.unreadable.append(name)
        return None


def assemble_pack(raw: RawPack) -> tuple[Pack | None, list[Problem]]:
    """Put the files together and check what refers to what. The pack is None where there is any fault."""
    if raw.pack is None:
        return None, sorted(raw.problems)
    problems = [*raw.problems, *references.reference_problems(raw)]
    if problems:
        return None, sorted(problems)
    head = raw.pack.content
    pack = Pack(
        identifier=head.id,
        title=head.title,
        subtitle=head.subtitle,
        source=head.source,
        notebooks=head.notebooks,
        about=head.about,
        revision=raw.revision,
        topics={topic.id: Topic(topic.id, topic.title, topic.sensitive) for topic in head.topics},
        norms={entry.content.id: _norm(entry.content) for entry in raw.norms},
        requirements={one.id: _requirement(one) for entry in raw.requirements for one in entry.content.requirements},
        scenarios=_scenarios(raw),
        plan=_plan(head.plan) if head.plan else None,
        lessons={lesson.slug: lesson for lesson in sorted(map(_lesson, raw.lessons), key=lambda one: one.order)},
    )
    return pack, []


def _scenarios(raw: RawPack) -> dict[str, Scenario]:
    return {entry.content.id: build_scenario(entry.content) for entry in raw.scenarios}


def _plan(content: schema.PlanEntry) -> Plan:
    columns = tuple(PlanColumn(one.id, one.title, one.hint) for one in content.columns)
    return Plan(content.title, " ".join(content.lead.split()), columns)


def _norm(content: schema.NormFile) -> Norm:
    fields = content.model_dump(exclude={"id", "kind", "term"})
    return Norm(identifier=content.id, **fields)


def _requirement(content: schema.RequirementEntry) -> Requirement:
    fields = content.model_dump(exclude={"id", "quotes", "self_check"})
    quotes, self_check = tuple(content.quotes), tuple(content.self_check)
    return Requirement(identifier=content.id, quotes=quotes, self_check=self_check, **fields)


def _lesson(entry: Entry[schema.LessonFile]) -> Lesson:
    content = entry.content
    parts = tuple(map(_part, content.parts))
    return Lesson(content.slug, content.topic, content.title, content.subtitle, content.order, parts)


def _part(content: schema.LessonPartEntry) -> LessonPart:
    example = Example(**content.example.model_dump()) if content.example else None
    return LessonPart(content.id, content.title, tuple(content.scenarios), tuple(content.points or ()), example)
