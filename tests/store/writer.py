"""A process that writes: `writer.py URL FIRST COUNT`. Prints each attempt number once it is acknowledged."""

import sys

from neuguong.store import connect_log
from statements import make_statement

url, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with connect_log(url) as log:
    for number in range(first, first + count):
        statement = make_statement(number, actor=f"{number % 7:032x}", response="ab"[number % 2])
        is_new = log.append_statement(statement, sensitive=number % 5 == 0)
        print(number, int(is_new), flush=True)
