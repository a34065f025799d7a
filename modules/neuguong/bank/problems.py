"""A fault in the content: where it is, what was found, what is allowed, what to do. Knows no rule in particular."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault, told in Vietnamese. `file` is relative to the pack's folder, `line` counts from 1 (0 = whole file)."""

    file: str
    line: int
    rule: str
    found: str
    allowed: str
    mend: str
    item: str = ""

    def __str__(self) -> str:
        item = f" ({self.item})" if self.item else ""
        place = f"{self.file}:{self.line}: [{self.rule}]{item}"
        return f"{place} {self.found}. Cho phép: {self.allowed}. Cách sửa: {self.mend}."

    def as_json(self) -> dict[str, object]:
        return asdict(self)
