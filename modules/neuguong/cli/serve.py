"""`neuguong serve`: says at once that it starts, and only then reads what starting takes."""

import argparse

from ..text import say


def run(options: argparse.Namespace) -> int:
    print(say("cli.starting"), flush=True)
    from .serving import start_serving  # Voilà and the log's database: a second or more

    return start_serving(options)
