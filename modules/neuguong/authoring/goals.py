"""What a pack asks of its own coverage (`goals` in pack.yaml), and where it falls short. Reads no file."""

from collections.abc import Iterator, Sequence

from ..bank.problems import Problem
from ..bank.raw_pack import Entry
from ..bank.schema import PackFile
from .coverage import Coverage

BANDS = {"plain": "câu rõ", "bait": "câu có mồi", "tension": "câu giằng co"}


def goal_problems(entry: Entry[PackFile], rows: Sequence[Coverage]) -> Iterator[Problem]:
    """coverage-goal: a requirement with fewer live items, pairs or bands than the pack wants; a goal for none."""
    goals = entry.content.goals
    if goals is None:
        return
    wanted = [
        *(("items", start, "câu hỏi", least) for start, least in goals.items.items()),
        *(("pairs", start, "câu “Nếu …”", least) for start, least in goals.pairs.items()),
        *((band, start, name, 1) for start in goals.bands for band, name in BANDS.items()),
    ]
    for counted, start, name, least in wanted:
        concerned = [row for row in rows if row.requirement.startswith(start)]
        short = [f"{row.requirement} {getattr(row, counted)}" for row in concerned if getattr(row, counted) < least]
        if short or not concerned:
            found = f"{name}: {', '.join(short)}" if short else f"không có yêu cầu nào bắt đầu bằng {start}"
            yield Problem(
                entry.file.name,
                entry.file.line_of(("goals",)),
                "coverage-goal",
                found,
                f"mỗi yêu cầu {start}… có ít nhất {least} {name}",
                "viết thêm câu cho các yêu cầu ấy, hoặc sửa goals",
            )
