"""Checking that a branching case can be walked to an end whatever is chosen. Knows nothing of style, nor of the key.

A case that fails here is not loaded: whoever goes through it would stand before nothing, or go round for ever.
"""

from collections.abc import Iterator
from typing import NamedTuple

from . import schema
from .interactions import ItemEntry, Options
from .yaml_files import Path_


class BranchFault(NamedTuple):
    """A way in which a case does not hold together, at a place in its file."""

    rule: str
    location: Path_
    found: str
    allowed: str
    mend: str
    item: str


def is_branching(content: schema.ScenarioFile) -> bool:
    """Whether any choice says what follows."""
    return any(choice.is_step for item in content.items for choice in item.choices)


def branch_faults(content: schema.ScenarioFile) -> Iterator[BranchFault]:
    """branch-shape, dead-end, loop: everything that keeps a case from being walked; nothing of other scenarios."""
    if not is_branching(content):
        return
    known = {item.id for item in content.items}
    for n, item in enumerate(content.items):
        yield from _shape_faults(n, item)
        for m, choice in enumerate(item.choices):
            place: Path_ = ("items", n, "choices", m)
            has_way, has_end = choice.then is not None and choice.leads_to is not None, choice.ending is not None
            is_half_way = not has_way and (choice.then is not None or choice.leads_to is not None)
            if has_way == has_end or is_half_way:
                yield BranchFault(
                    "dead-end", (*place, "id"), f"phương án “{choice.id}” {_what_is_there(has_way, has_end)}",
                    "then cùng leads_to (đi tiếp), hoặc ending (kết thúc)",
                    "thêm then và leads_to tới câu tiếp theo, hoặc chỉ ghi ending", item.id,
                )  # fmt: skip
            elif choice.leads_to is not None and choice.leads_to not in known:
                yield BranchFault(
                    "dead-end", (*place, "leads_to"), f"phương án “{choice.id}” dẫn tới “{choice.leads_to}”, không có",
                    ", ".join(sorted(known - {item.id})), "sửa leads_to thành id một câu của tình huống này", item.id,
                )  # fmt: skip
    yield from _loops(content)


def _what_is_there(has_way: bool, has_end: bool) -> str:
    if has_way and has_end:
        return "vừa đi tiếp vừa kết thúc"
    return "vừa kết thúc vừa có then hoặc leads_to" if has_end else "chưa nói dẫn tới đâu hay kết thúc thế nào"


def _shape_faults(n: int, item: ItemEntry) -> Iterator[BranchFault]:
    if item.options is not Options.ONE_RIGHT:
        yield BranchFault(
            "branch-shape", ("items", n, "interaction"), f"tình huống rẽ nhánh có câu {item.interaction}",
            "mọi câu đều là single_choice", "đổi loại câu, hoặc chuyển câu này sang tình huống khác", item.id,
        )  # fmt: skip
    if item.contrast is not None:
        yield BranchFault(
            "branch-shape", ("items", n, "contrast"), "tình huống rẽ nhánh có câu “Nếu …”",
            "mỗi câu nối tiếp câu trước qua leads_to", "bỏ contrast", item.id,
        )  # fmt: skip


def _loops(content: schema.ScenarioFile) -> Iterator[BranchFault]:
    """Of each circle, the choice that closes it, coming from the start of the file."""
    places = {item.id: n for n, item in enumerate(content.items)}
    finished: set[str] = set()

    def walk(item_id: str, above: tuple[str, ...]) -> Iterator[BranchFault]:
        n = places[item_id]
        for m, choice in enumerate(content.items[n].choices):
            if choice.leads_to in (*above, item_id):
                circle = [*above, item_id][(*above, item_id).index(choice.leads_to) :]
                yield BranchFault(
                    "loop", ("items", n, "choices", m, "leads_to"),
                    f"phương án “{choice.id}” quay lại câu đã qua: {' → '.join((*circle, circle[0]))}",
                    "đường nào cũng đi tới, không quay lại", "dẫn tới một câu khác, hoặc cho kết thúc", item_id,
                )  # fmt: skip
            elif choice.leads_to in places and choice.leads_to not in finished:
                yield from walk(choice.leads_to, (*above, item_id))
        finished.add(item_id)

    for item in content.items:
        if item.id not in finished:
            yield from walk(item.id, ())
