"""Reports of halls that were never held, for every writer to be tried on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from neuguong.reports.workshop import ItemLine, Round, UnitLine, WorkshopReport

STARTED = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
"""19:00 in Vietnam."""
LETTERS = "Ằ Ẵ Ễ Ổ Ữ Ỵ đ ₫"
REQUIREMENTS = (("A1", "Nói đi đôi với làm"), ("A2", "Không né việc"), ("D1", "Giữ nếp nói thật trong sinh hoạt"))


def usual() -> WorkshopReport:
    """Three units and five items, of which: a round by hand, one withheld, one that nobody answered, one unasked.

    A1: 0.5 of 40 and 0.75 of 20, so (20 + 15) / 60 = 0.58333. A2: 0.25 of 40; item 4 is withheld and not in it.
    D1: withheld alone.
    """
    return WorkshopReport(
        title=f"Sinh hoạt chuyên đề & nêu gương {LETTERS}",
        started=STARTED,
        ended=STARTED + timedelta(minutes=90),
        participants=41,
        revision="0123456789ab",
        place="Hội trường tầng 2",
        units=(
            UnitLine("Chi bộ thôn Nậm Điêng", joined=22, completed=20, eligible=24),
            UnitLine("=HYPERLINK(1)", joined=18, completed=15, eligible=16),
            UnitLine("Chi bộ Trạm Y tế", joined=0, completed=0, eligible=8),
        ),
        items=(
            ItemLine(1, "Trách nhiệm", "A1", "Bí thư làm gì trước?", Round(40, 0.5), Round(38, 0.75), 95),
            ItemLine(
                2, "Trách nhiệm", "A1", f"Việc nào nói phải đi đôi với làm? {LETTERS}", Round(20, 0.75, by_hand=True)
            ),
            ItemLine(3, "Trách nhiệm", "A2", "Đơn gửi vượt cấp thì xử lý ra sao?", Round(40, 0.25), Round(0, None), 60),
            ItemLine(4, "Tác phong", "A2", "Ai phải trả lời dân?", Round(4, None), Round(40, 0.9), 3_605),
            ItemLine(5, "Dấu hiệu", "D1", "Câu nói nào là dấu hiệu?", Round(None, None), None, 80),
        ),
        requirements=REQUIREMENTS,
    )


def empty() -> WorkshopReport:
    return WorkshopReport("Buổi không có ai", STARTED, STARTED, participants=0, revision="0123456789ab")


def forty_units(items: int = 10) -> WorkshopReport:
    """A commune: forty units, ten items of two rounds each."""
    prompt = "Chi bộ giao đồng chí Páo vận động bà con hiến đất mở đường, nhưng nhà đồng chí chưa ký; nên làm gì trước?"
    return replace(
        usual(),
        participants=812,
        units=tuple(
            UnitLine(f"Chi bộ thôn Nậm Điêng {number:02}", 18 + number % 5, 15 + number % 5, 25)
            for number in range(1, 41)
        ),
        items=tuple(
            ItemLine(number, "Trách nhiệm" if number <= items // 2 else "Tác phong", f"A{number % 2 + 1}", prompt,
                     Round(800, 0.4 + number / 1000), Round(790, 0.7), 120)
            for number in range(1, items + 1)
        ),
    )  # fmt: skip
