"""`neuguong serve`: says at once that it starts, and only then reads what starting takes."""

import argparse

from ..importing import without_collecting
from ..text import say


def run(options: argparse.Namespace) -> int:
    print(say("cli.starting"), flush=True)
    with without_collecting():
        from .preparing import prepare  # the database

        prepared = prepare(options)
        from .serving import build_server, serve_until_stopped  # tornado, while the kernels' template loads beside us

        server = build_server(options, prepared)
    return serve_until_stopped(server, prepared)
