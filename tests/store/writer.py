"""Processes that write: `writer.py URL LEARNERS FIRST:COUNT …`, one for each range; the first is this one, the others
its forks.

Each prints the number of an attempt once it is acknowledged, and whether it was new. LEARNERS is "seven", every fifth
of whose answers is sensitive, or "one": then a process ends with the word "erased" when it is told so.
"""

import os
import sys

from neuguong.store import ErasedActorError, connect_log
from statements import ANNA, make_statement


def write(url: str, learners: str, first: int, count: int) -> None:
    with connect_log(url, key=b"of all writers") as log:
        for number in range(first, first + count):
            actor = ANNA if learners == "one" else f"{number % 7:032x}"
            statement = make_statement(number, actor=actor, response="ab"[number % 2])
            try:
                _, is_new = log.append_statement(statement, sensitive=learners == "seven" and number % 5 == 0)
            except ErasedActorError:
                os.write(1, b"erased\n")
                break
            os.write(1, f"{number} {int(is_new)}\n".encode())  # whole, although others write there too


url, learners, *words = sys.argv[1:]
ranges = [tuple(map(int, word.split(":"))) for word in words]
children = []
while len(ranges) > 1:
    pid = os.fork()
    if pid == 0:
        ranges, children = ranges[:1], []
        break
    children.append(pid)
    ranges = ranges[1:]
write(url, learners, *ranges[0])
sys.exit(max((os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children), key=abs, default=0))
