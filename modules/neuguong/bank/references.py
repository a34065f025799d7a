"""Checking what refers to what in a pack: identifiers, keys, requirements, lessons. Knows nothing of style."""

from collections import Counter
from collections.abc import Iterator

from ..addresses import RESERVED
from . import schema
from .branching import branch_faults
from .build import is_valid
from .interactions import ItemEntry, KeyFault
from .problems import Problem
from .raw_pack import RawPack
from .yaml_files import Path_, YamlFile

UNKNOWN = "unknown-reference"


def reference_problems(raw: RawPack) -> Iterator[Problem]:
    """Every reference that does not hold, but for those to what an unreadable file may define."""
    missing = [f"{folder}/" for folder in ("sources", "requirements", "bank") if raw.lacks_any(folder)]
    for problem in _all_problems(raw):
        if problem.rule != UNKNOWN or not any(folder in problem.allowed for folder in missing):
            yield problem


def _all_problems(raw: RawPack) -> Iterator[Problem]:
    assert raw.pack is not None
    yield from _norm_references(raw)
    yield from _duplicates(raw)
    yield from _requirement_references(raw)
    for entry in raw.scenarios:
        yield from _scenario_references(raw, entry.file, entry.content)
        yield from _stale_signatures(entry.file, entry.content)
    yield from _lesson_references(raw)


def _norm_references(raw: RawPack) -> Iterator[Problem]:
    assert raw.pack is not None
    known = {entry.content.id for entry in raw.norms}
    if raw.pack.content.source not in known:
        yield _unknown(raw.pack.file, ("source",), raw.pack.content.source, "một id trong sources/")
    for entry in raw.norms:
        for name in ("replaced_by", "amended_by"):
            value = getattr(entry.content, name)
            if value is not None and value not in known:
                yield _unknown(entry.file, (name,), value, "một id trong sources/")


def _duplicates(raw: RawPack) -> Iterator[Problem]:
    places: list[tuple[str, YamlFile, Path_]] = []
    for norm in raw.norms:
        places.append((f"văn bản {norm.content.id}", norm.file, ("id",)))
    for group in raw.requirements:
        for n, requirement in enumerate(group.content.requirements):
            places.append((f"yêu cầu {requirement.id}", group.file, ("requirements", n, "id")))
    for lesson in raw.lessons:
        places.append((f"bài {lesson.content.slug}", lesson.file, ("slug",)))
    for scenario in raw.scenarios:
        places.append((f"tình huống {scenario.content.id}", scenario.file, ("id",)))
        for n, item in enumerate(scenario.content.items):
            places.append((f"câu hỏi {item.id}", scenario.file, ("items", n, "id")))
    counts = Counter(name for name, _, _ in places)
    for name, file, location in places:
        if counts[name] > 1:
            yield Problem(
                file.name, file.line_of(location), "duplicate-id", f"{name} có {counts[name]} lần",
                "mỗi mã dùng một lần, không dùng lại", "đặt mã mới cho phần viết sau",
            )  # fmt: skip


def _requirement_references(raw: RawPack) -> Iterator[Problem]:
    assert raw.pack is not None
    topics = {topic.id for topic in raw.pack.content.topics}
    norms = {entry.content.id for entry in raw.norms}
    for entry in raw.requirements:
        for n, requirement in enumerate(entry.content.requirements):
            if requirement.topic not in topics:
                yield _unknown(entry.file, ("requirements", n, "topic"), requirement.topic, ", ".join(sorted(topics)))
            if requirement.source not in norms:
                yield _unknown(entry.file, ("requirements", n, "source"), requirement.source, "một id trong sources/")


def _scenario_references(raw: RawPack, file: YamlFile, content: schema.ScenarioFile) -> Iterator[Problem]:
    assert raw.pack is not None
    topics = {topic.id for topic in raw.pack.content.topics}
    if content.topic not in topics:
        yield _unknown(file, ("topic",), content.topic, ", ".join(sorted(topics)))
    expected = f"bank/{content.topic}/{content.id}.yaml"
    if file.name != expected:
        yield Problem(
            file.name,
            file.line_of(("id",)),
            "file-name",
            f"tệp là {file.name}",
            expected,
            "đổi tên tệp, hoặc sửa id và topic",
        )
    teachable = {
        one.id: one.kind == "requirement" or one.evidence == "seen"
        for entry in raw.requirements
        for one in entry.content.requirements
    }
    for n, item in enumerate(content.items):
        for location, identifier in _citations(n, item):
            if identifier not in teachable:
                yield _unknown(file, location, identifier, "một id trong requirements/", item.id)
            elif content.status == "live" and not teachable[identifier]:
                yield Problem(
                    file.name,
                    file.line_of(location),
                    "unseen-sign",
                    f"dẫn {identifier} là dấu hiệu chưa đối chiếu nguyên văn",
                    "câu hỏi đang dùng chỉ dẫn dấu hiệu có evidence: seen",
                    "bỏ dẫn chiếu này hoặc để tình huống ở draft",
                    item.id,
                )
        for found, allowed, mend in contrast_problems(item, content.items[n - 1] if n else None):
            yield Problem(file.name, file.line_of(("items", n, "contrast")), "contrast", found, allowed, mend, item.id)
        for found, allowed, mend in key_problems(item):
            line = file.line_of(("items", n, "correct_response"))
            yield Problem(file.name, line, "key", found, allowed, mend, item.id)

    for fault in branch_faults(content):
        line = file.line_of(fault.location)
        yield Problem(file.name, line, fault.rule, fault.found, fault.allowed, fault.mend, fault.item)


def _citations(n: int, item: ItemEntry) -> Iterator[tuple[Path_, str]]:
    for identifier in item.requirements:
        yield ("items", n, "requirements"), identifier
    for m, choice in enumerate(item.choices):
        for identifier in choice.cites or ():
            yield ("items", n, "choices", m, "cites"), identifier


def contrast_problems(item: ItemEntry, after: ItemEntry | None) -> Iterator[KeyFault]:
    """Each way in which an item and the one before it are no contrast pair: the same acts, another key."""
    if item.contrast is None:
        return
    if after is None:
        yield KeyFault(
            "câu đầu của tình huống không có câu nào trước nó", "câu ngay trước có cùng phương án", "bỏ contrast"
        )
        return
    if item.interaction != after.interaction or _acts(item) != _acts(after):
        yield KeyFault(
            f"phương án hoặc loại câu khác câu {after.id}",
            "cùng loại câu, cùng id và lời các phương án với câu ngay trước",
            "chép lại y nguyên các phương án, chỉ viết lại feedback",
        )
    elif item.build() == after.build():
        yield KeyFault(f"khóa giống hệt câu {after.id}", "đổi một việc thì khóa đổi", "đổi việc khác, hoặc bỏ contrast")


def _acts(item: ItemEntry) -> dict[str, str]:
    return {choice.id: " ".join(choice.text.split()) for choice in item.choices}


def key_problems(item: ItemEntry) -> Iterator[KeyFault]:
    """Each way in which the key does not fit the choices."""
    ids, named = item.choice_ids, item.named()
    if len(set(ids)) != len(ids):
        yield KeyFault("hai phương án cùng id", "mỗi phương án một id", "đặt lại id a, b, c…")
    if unknown := [one for one in named if one not in ids]:
        yield KeyFault(f"khóa nói đến {', '.join(unknown)}", ", ".join(ids))
    if len(set(named)) != len(named):
        yield KeyFault("khóa lặp lại một phương án", "mỗi phương án một lần")
    yield from item.key_faults()


def _stale_signatures(file: YamlFile, content: schema.ScenarioFile) -> Iterator[Problem]:
    """A signature of this version over other words: whoever signed has not seen what would be shown as signed."""
    for n, review in enumerate(content.review):
        if review.version == content.version and not is_valid(review, content):
            yield Problem(
                file.name,
                file.line_of(("review", n)),
                "stale-signature",
                f"{review.role} ký ngày {review.date:%d/%m/%Y}, sau đó nội dung đã đổi",
                "chữ ký đúng với nội dung đang có",
                "xin ký lại bằng neuguong sign rồi xóa dòng ký cũ; đổi ý nghĩa thì tăng version",
            )


def _lesson_references(raw: RawPack) -> Iterator[Problem]:
    assert raw.pack is not None
    topics = {topic.id: topic for topic in raw.pack.content.topics}
    scenarios = {entry.content.id: topics.get(entry.content.topic) for entry in raw.scenarios}
    for entry in raw.lessons:
        own = topics.get(entry.content.topic)
        if entry.content.slug in RESERVED:
            yield Problem(
                entry.file.name,
                entry.file.line_of(("slug",)),
                "reserved-slug",
                f"“{entry.content.slug}” là địa chỉ của chương trình",
                f"slug khác {', '.join(sorted(RESERVED))}",
                "đặt slug khác cho bài, và đổi tên sổ tay của bài nếu có",
            )
        if entry.content.topic not in topics:
            yield _unknown(entry.file, ("topic",), entry.content.topic, ", ".join(sorted(topics)))
        listed = Counter(one for part in entry.content.parts for one in part.scenarios)
        for n, part in enumerate(entry.content.parts):
            for m, identifier in enumerate(part.scenarios):
                location: Path_ = ("parts", n, "scenarios", m)
                if identifier not in scenarios:
                    yield _unknown(entry.file, location, identifier, "một tình huống trong bank/")
                elif (other := scenarios[identifier]) and own and other.sensitive != own.sensitive:
                    yield _mixed_sensitivity(entry.file, location, identifier, other, own)
                elif listed[identifier] > 1:
                    yield Problem(
                        entry.file.name,
                        entry.file.line_of(location),
                        "duplicate-id",
                        f"{identifier} có hai lần trong bài",
                        "mỗi tình huống một lần",
                        "bỏ một chỗ",
                    )


def _mixed_sensitivity(
    file: YamlFile, location: Path_, identifier: str, other: schema.TopicFile, own: schema.TopicFile
) -> Problem:
    """A lesson says once, before the first answer, what is stored with it: that must hold for all of it."""
    return Problem(
        file.name,
        file.line_of(location),
        "mixed-sensitivity",
        f"{identifier} thuộc chủ đề {'nhạy cảm' if other.sensitive else 'không nhạy cảm'} {other.id}, "
        f"còn bài thuộc chủ đề {'nhạy cảm' if own.sensitive else 'không nhạy cảm'} {own.id}",
        f"tình huống của các chủ đề có sensitive: {str(own.sensitive).lower()}",
        "chuyển tình huống sang bài khác, hoặc đổi chủ đề của nó",
    )


def _unknown(file: YamlFile, location: Path_, found: str, allowed: str, item: str = "") -> Problem:
    return Problem(
        file.name,
        file.line_of(location),
        UNKNOWN,
        f"“{found}” không có trong bộ tài liệu",
        allowed,
        "sửa mã, hoặc thêm phần còn thiếu",
        item,
    )
