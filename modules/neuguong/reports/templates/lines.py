"""Filling a template of plain lines, for a chat. Knows no report."""

from .fields import Fields, Gap, names_in, refuse_halves
from .folder import Templates
from .unit_facts import decode


def fill_lines(templates: Templates, name: str, fields: Fields) -> str:
    """The lines, filled. One that names a number which may not be told is left out; "#" begins a remark."""
    file = str(templates.find(name))
    text = decode(templates.read(name), file=file)
    refuse_halves(text, file=file)
    lines = [line for line in text.strip("\r\n").splitlines() if not line.startswith("#")]
    parts = [names_in(line) for line in lines]
    fields.check(frozenset().union(*parts), file=file)
    told = (
        bound.fill(lines[at])
        for at, bound in fields.expand(parts, file=file)
        if not any(isinstance(bound.facts[one], Gap) for one in parts[at])
    )
    return "\n".join(told)
