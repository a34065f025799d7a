"""A process that counts a hall's box: `counter.py URL START`. At the first statement of SQL that begins with START, or
right after the count where START is "COUNTED", it says so and waits to be killed."""

import sys
from typing import Any

from neuguong.store import connect_log
from sqlalchemy import Engine, event

from tests.halls import CLOSES, FIRST, HALL, make_ballot, to_log

url, start = sys.argv[1:]


def wait() -> None:
    print("here", flush=True)
    sys.stdin.read()


def stop(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    if statement.startswith(start):
        wait()


with connect_log(url) as log:
    board = log.open_board()
    board.put_ballots(HALL, FIRST, [make_ballot(number) for number in range(50)])
    board.append_events(HALL, [CLOSES], after=2)
    event.listen(Engine, "before_cursor_execute", stop)
    board.count_box(HALL, FIRST, after=3, make=to_log())
    wait()
