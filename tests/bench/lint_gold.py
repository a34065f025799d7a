"""Recall and false alarms of the item-writing linter on the gold items. No item of the unseen halves is ever printed.

python tests/bench/lint_gold.py            both halves
python tests/bench/lint_gold.py --tuning   the tuning half only, with every miss and every unlabelled finding
"""

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from neuguong.authoring.lint import Finding, Known, draft_item, lint_item

GOLD = Path(__file__).parents[1] / "authoring" / "gold"
RECALL_WANTED = 0.91
FALSE_ALARMS_ALLOWED = 0.05


@dataclass
class Tally:
    """Counts over one half. A flaw is an item and a rule; a false alarm is a clean item with any finding."""

    clean: int = 0
    flawed: int = 0
    false_alarms: int = 0
    unlabelled: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    labelled: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    details: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found.total() / self.labelled.total() if self.labelled else 1.0

    @property
    def false_alarm_rate(self) -> float:
        return self.false_alarms / self.clean if self.clean else 0.0


def findings_of(value: dict[str, object]) -> list[Finding]:
    """What the linter says of one gold item, against the requirements and quotes the item names as known."""
    requirements, quotes = value.get("known_requirements") or [], value.get("known_quotes") or []
    assert isinstance(requirements, list)
    assert isinstance(quotes, list)
    known = Known(frozenset(map(str, requirements)), tuple(map(str, quotes)))
    return list(lint_item(draft_item(value), known))


def tally(items: list[dict[str, object]]) -> Tally:
    counts = Tally()
    for value in items:
        labels = value.get("labels") or []
        assert isinstance(labels, list)
        findings = findings_of(value)
        rules = {finding.rule for finding in findings}
        if labels:
            counts.flawed += 1
            counts.unlabelled.update(rules - set(labels))
        else:
            counts.clean += 1
            counts.false_alarms += bool(rules)
            counts.alarms.update(rules)
        counts.labelled.update(set(labels))
        counts.found.update(rules & set(labels))
        counts.details += [f"  sót   {value.get('id')} {rule}" for rule in sorted(set(labels) - rules)]
        kind = "thừa " if labels else "BÁO NHẦM"
        counts.details += [
            f"  {kind} {value.get('id')} {one.rule}: {one.found}" for one in findings if one.rule not in labels
        ]
    return counts


def report(name: str, counts: Tally, *, details: bool) -> str:
    lines = [
        f"{name}: {counts.flawed + counts.clean} câu ({counts.flawed} có lỗi, {counts.clean} sạch)",
        f"  tìm được {counts.found.total()} trong {counts.labelled.total()} lỗi: {counts.recall:.1%} (cần từ "
        f"{RECALL_WANTED:.0%})",
        f"  báo nhầm {counts.false_alarms} trong {counts.clean} câu sạch: {counts.false_alarm_rate:.1%} (cho "
        f"phép {FALSE_ALARMS_ALLOWED:.0%})",
        f"  phát hiện ngoài nhãn ở câu có lỗi: {counts.unlabelled.total()} {dict(counts.unlabelled.most_common())}",
        f"  báo nhầm theo quy tắc: {dict(counts.alarms.most_common())}",
    ]
    lines += [f"    {rule:<22}{counts.found[rule]:>3} / {wanted}" for rule, wanted in sorted(counts.labelled.items())]
    return "\n".join(lines + (counts.details if details else []))


def main(arguments: list[str]) -> int:
    only_tuning = "--tuning" in arguments
    good = True
    for name in ("tuning",) if only_tuning else ("tuning", "validation", "unseen", "concrete"):
        path = GOLD / f"{name}.yaml"
        if not path.is_file():
            print(f"{name}: chưa có tệp {path.name}")
            continue
        counts = tally(yaml.safe_load(path.read_text(encoding="utf-8")))
        print(report(name, counts, details=only_tuning), flush=True)
        good = good and counts.recall >= RECALL_WANTED and counts.false_alarm_rate <= FALSE_ALARMS_ALLOWED
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
