"""Processes that write: `writer.py URL FIRST:COUNT …`, one for each range; the first is this one, the others its forks.

Each prints the number of an attempt once it is acknowledged, and whether it was new.
"""

import os
import sys

from neuguong.store import connect_log
from statements import make_statement


def write(url: str, first: int, count: int) -> None:
    with connect_log(url) as log:
        for number in range(first, first + count):
            statement = make_statement(number, actor=f"{number % 7:032x}", response="ab"[number % 2])
            is_new = log.append_statement(statement, sensitive=number % 5 == 0)
            os.write(1, f"{number} {int(is_new)}\n".encode())  # whole, although others write there too


ranges = [tuple(map(int, words.split(":"))) for words in sys.argv[2:]]
children = []
while len(ranges) > 1:
    pid = os.fork()
    if pid == 0:
        ranges, children = ranges[:1], []
        break
    children.append(pid)
    ranges = ranges[1:]
write(sys.argv[1], *ranges[0])
sys.exit(max((os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children), key=abs, default=0))
