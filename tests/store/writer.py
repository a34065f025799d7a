"""A process that writes: `writer.py URL FIRST COUNT LEARNERS`. Prints each attempt number once it is acknowledged.

LEARNERS is "seven", every fifth of whose answers is sensitive, or "one": then it ends with the word "erased" when told.
"""

import sys

from neuguong.store import ErasedActorError, connect_log
from statements import ANNA, make_statement

url, first, count, learners = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
with connect_log(url) as log:
    for number in range(first, first + count):
        actor = ANNA if learners == "one" else f"{number % 7:032x}"
        statement = make_statement(number, actor=actor, response="ab"[number % 2])
        try:
            _, is_new = log.append_statement(statement, sensitive=learners == "seven" and number % 5 == 0)
        except ErasedActorError:
            print("erased")
            break
        print(number, int(is_new), flush=True)
