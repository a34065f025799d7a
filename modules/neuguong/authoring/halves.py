"""Two calculations at once, the second in a forked process. Knows nothing of what is calculated."""

import os
import pickle
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def both(first: Callable[[], Result], second: Callable[[], Result]) -> tuple[Result, Result]:
    """What the two return; they share nothing and change nothing.

    Where no process can be forked, or the forked one comes to nothing, both are done here: so an error is raised here.
    """
    if not hasattr(os, "fork") or os.cpu_count() == 1 or threading.active_count() > 1:
        return first(), second()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _send(second, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as sent:
        try:
            done = first()
        finally:
            told = sent.read()
            _, status = os.waitpid(child, 0)
    return done, second() if status else pickle.loads(told)


def _send(calculate: Callable[[], object], writer: int) -> None:
    """Write what it returns and end this process, by its exit code only: nothing of the parent's is closed or said."""
    code = 1
    try:
        with os.fdopen(writer, "wb") as told:
            told.write(pickle.dumps(calculate(), protocol=pickle.HIGHEST_PROTOCOL))
        code = 0
    finally:
        os._exit(code)
