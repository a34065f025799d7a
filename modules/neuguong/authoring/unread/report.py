"""The guessers' report: single choice by hits, whole and by topic; every other kind by its score above chance."""

from ...items import Pack
from ...text import say
from ..lint.chance import ALPHA
from .guessers import GUESSERS, items_to_try, try_guesser
from .habits import items_by_kind, try_habits

WHOLE_BANK = "cả ngân hàng"
Told = dict[str, object]


def build_unread_report(pack: Pack) -> dict[str, object]:
    """{items, alpha, passed, groups: [{group, items, guessers}], kinds: [{kind, items, guessers}]}

    `groups`: single choice, the whole bank first, then each topic; `kinds`: the other kinds over the whole bank.
    """
    items = items_to_try(pack)
    groups = {WHOLE_BANK: items}
    groups.update({topic: [one for one in items if one.topic == topic] for topic in pack.topics})
    told = [
        {"group": group, "items": len(members), "guessers": [try_guesser(name, members) for name in GUESSERS]}
        for group, members in groups.items()
    ]
    kinds = [
        {"kind": kind, "items": len(members), "guessers": try_habits(members)}
        for kind, members in items_by_kind(pack).items()
    ]
    passed = not any(one["above_chance"] for part in (*told, *kinds) for one in _guessers(part))
    return {"items": len(items), "alpha": ALPHA, "passed": passed, "groups": told, "kinds": kinds}


def _guessers(part: object) -> list[Told]:
    assert isinstance(part, dict)
    found: list[Told] = part["guessers"]
    return found


def render_unread_report(report: dict[str, object]) -> str:
    """The report as Vietnamese text: a table per group and kind, then the items behind each guesser above chance."""
    groups, kinds = report["groups"], report["kinds"]
    assert isinstance(groups, list)
    assert isinstance(kinds, list)
    others = sum(kind["items"] for kind in kinds)
    lines = [f"Phép thử không đọc tình huống: {report['items']} câu chọn một, {others} câu loại khác đang dùng."]
    lines.append("Người đoán chỉ thấy các phương án. Vượt ngẫu nhiên khi p < 0,05 (một phía).")
    for group in groups:
        lines += [
            "",
            f"Chọn một, {group['group']} ({group['items']} câu)",
            f"  {'cách đoán':<32}{'thử':>5}{'trúng':>7}{'ngẫu nhiên':>12}{'p':>8}",
            *(_row(one, f"{one['hits']:>7}{_vi(one['expected'], 1):>12}") for one in group["guessers"]),
            *_hits(group),
        ]
    for kind in kinds:
        name = say(f"board.kind_{kind['kind']}")
        lines += [
            "",
            f"{name} ({kind['items']} câu): điểm trên may rủi, 1 là trùng đáp án",
            f"  {'cách đoán':<32}{'thử':>5}{'> 0,55':>7}{'trên may rủi':>14}{'p':>8}",
            *(_row(one, f"{len(one['hit_items']):>7}{_vi(one['score'], 2):>14}") for one in kind["guessers"]),
            *_hits(kind),
        ]
    lines += [
        "",
        "Kết luận: đạt, không cách đoán nào vượt ngẫu nhiên."
        if report["passed"]
        else "Kết luận: chưa đạt. Viết lại bớt các câu đã liệt kê rồi thử lại.",
    ]
    return "\n".join(lines)


def _row(one: Told, figures: str) -> str:
    mark = "  VƯỢT" if one["above_chance"] else ""
    return f"  {one['label']:<32}{one['tried']:>5}{figures}{_vi(one['p'], 3):>8}{mark}"


def _hits(part: Told) -> list[str]:
    lines = []
    for one in _guessers(part):
        if one["above_chance"]:
            assert isinstance(one["hit_items"], list)
            lines += [f"  Các câu bị “{one['label']}” đoán trúng:", *(f"    {item}" for item in one["hit_items"])]
    return lines


def _vi(value: object, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
