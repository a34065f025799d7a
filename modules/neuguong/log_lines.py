"""Log lines as a terminal may be shown them: what a stranger sent may stand in one, but rules no screen, forges no
line. Knows nothing of what is logged, nor where to.
"""

import logging
import re
import traceback

MAX_CHARACTERS = 2000
"""Of a message; what is longer is no message of ours."""
_CONTROL = re.compile(
    "[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)  # and what turns the direction of writing, and halves of characters


class EscapedRecord(logging.LogRecord):
    """A record whose message is one line, and whose traceback is set apart by a bar at the beginning of each line."""

    def getMessage(self) -> str:
        return escape(super().getMessage()[:MAX_CHARACTERS])

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        if self.exc_info and self.exc_info[0] is not None:
            lines = "".join(traceback.format_exception(*self.exc_info)).split("\n")
            self.exc_text = "\n".join(f"| {escape(line)}" for line in lines if line)


def escape(text: str) -> str:
    r"""The text with every control character spelled out.

    >>> print(escape("a\x1b[2J\nb"))
    a\x1b[2J\x0ab
    """
    return _CONTROL.sub(_spell, text)


def escape_logs() -> None:
    """From now on every record of this process is an escaped one, whoever logs it and wherever it goes."""
    logging.setLogRecordFactory(EscapedRecord)


def _spell(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
