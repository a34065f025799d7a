"""Starting the product as a user does, in a process of its own, for tests that need a running server."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from neuguong.home.passphrase import load_passphrase

READY_WITHIN_S = 90
READY = "Nhấn Ctrl+C"
"""In the last line that `serve` prints once it answers."""


@dataclass
class Server:
    """A running `neuguong serve`."""

    process: subprocess.Popen[str]
    home: Path
    port: int
    reader: threading.Thread
    log: list[str] = field(default_factory=list)
    host: str = "localhost"
    """Under which name who asks knows this machine."""

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def passphrase(self) -> str:
        return load_passphrase(self.home)

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.home / 'neuguong.sqlite3'}"


@contextmanager
def serve(
    home: Path,
    *options: str,
    port: int = 0,
    environment: dict[str, str] | None = None,
    before: Callable[[], None] | None = None,
    opens_browser: bool = False,
) -> Iterator[Server]:
    """Run `neuguong serve` with its data under `home`; ended, by force if need be, when the block is left.

    `before` is called in the new process before anything else. `opens_browser`: that of the variable BROWSER.
    """
    server = start_server(
        home, *options, port=port, environment=environment, before=before, opens_browser=opens_browser
    )
    try:
        yield server
    finally:
        end_server(server)


def start_server(
    home: Path,
    *options: str,
    port: int = 0,
    environment: dict[str, str] | None = None,
    before: Callable[[], None] | None = None,
    opens_browser: bool = False,
    whole: bool = True,
) -> Server:
    """`whole`: wait until all of it answers, not only the home page."""
    quietly = [] if opens_browser else ["--no-browser"]
    command = [sys.executable, "-m", "neuguong", "serve", *quietly, "--port", str(port), *options]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("NEUGUONG_", "COV_"))}
    process = subprocess.Popen(
        command,
        env={**own, "NEUGUONG_HOME": str(home), "PYTHONUTF8": "1", **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=before,
    )
    assert process.stdout is not None
    lines: list[str] = []
    ready = threading.Event()

    def read() -> None:
        with process.stdout as said:  # closed by who reads it: kernels may write a little longer than the server
            for line in said:
                lines.append(line)
                if READY in line:
                    ready.set()
        ready.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    if not ready.wait(READY_WITHIN_S) or process.poll() is not None:
        process.kill()
        raise AssertionError("the server did not start:\n" + "".join(lines))
    said = "".join(lines)
    found_port = re.search(r".*localhost:(\d+)/", said, re.S)  # the last: an earlier line may say what is asked for
    assert found_port is not None
    server = Server(process, home, int(found_port[1]), reader, lines)
    if whole:
        with suppress(OSError):  # one that has ended meanwhile is for the test to judge
            urlopen(f"http://127.0.0.1:{server.port}/healthz", timeout=READY_WITHIN_S).close()
    return server


def end_server(server: Server) -> None:
    server.process.terminate()
    try:
        server.process.wait(20)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait(20)
    server.reader.join(20)
