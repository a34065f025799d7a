"""Log lines are lines: whatever a stranger sends, whoever logs it, whichever handler writes it."""

import subprocess
import sys

import pytest

LOGGED = """
import logging
from neuguong.log_lines import escape_logs
escape_logs()
sent = "\\x1b[2J\\nMật khẩu: gia-mao \\ud800 \\u202e"
logging.getLogger("tornado.general").warning("%s", sent)
logging.getLogger("neuguong").error(sent)
logging.getLogger("neuguong").error("x" * 100_000)
try:
    raise ValueError(sent)
except ValueError:
    logging.getLogger("neuguong").exception("failed: %s", sent)
"""


@pytest.mark.parametrize("handler", ["", "import logging; logging.basicConfig(format='%(asctime)s %(message)s')\n"])
def test_no_record_rules_the_terminal_or_forges_a_line(handler: str) -> None:
    command = [sys.executable, "-X", "utf8", "-c", handler + LOGGED]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stderr
    assert not set("\x1b\u202e") & set(told)
    assert not [line for line in told.splitlines() if line.startswith("Mật khẩu")]
    assert r"\x1b[2J\x0aMật khẩu: gia-mao \ud800 \u202e" in told
    assert '|   File "<string>", line' in told
    assert "| ValueError: " in told
    assert max(map(len, told.splitlines())) < 2100
