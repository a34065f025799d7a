"""`neuguong serve`: says at once that it starts, and only then reads what starting takes."""

import argparse

from ..text import say
from .importing import without_collecting


def run(options: argparse.Namespace) -> int:
    print(say("cli.starting"), flush=True)
    with without_collecting():
        from .preparing import prepare  # the database
    prepared = prepare(options)
    with without_collecting():
        from .serving import serve_pages  # Voilà: half a second and more, while the kernels' template loads
    return serve_pages(options, prepared)
