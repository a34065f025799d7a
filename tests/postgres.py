"""A PostgreSQL server of the tests' own, where there is one to be had. Knows nothing of what is stored in it."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "NEUGUONG_TEST_POSTGRES"
"""Holds the address of the server that the tests use."""
DEBIAN = Path("/usr/lib/postgresql")
UNPRIVILEGED = "postgres"
READY_WITHIN_S = 60
SETTINGS = {"listen_addresses": "", "fsync": "off", "full_page_writes": "off", "max_connections": "60"}
"""Reached through its socket alone; what it holds need not outlive a power cut."""


def find_programs() -> Path | None:
    """The folder of `initdb` and `postgres`: on the PATH, or the newest of Debian's."""
    debian = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parents[1].name), reverse=True)
    found = [Path(one).parent for one in (shutil.which("initdb"), *debian) if one]
    return next((folder for folder in found if (folder / "postgres").exists()), None)


@contextmanager
def serve_postgres(programs: Path) -> Iterator[str]:
    """Run a new, empty server; its address. It ends with this process, however that ends, and leaves nothing.

    It refuses to be run by root, and is then run by the user `postgres`.
    """
    with tempfile.TemporaryDirectory(prefix="neuguong-postgres-", ignore_cleanup_errors=True) as folder:
        prefix = []
        if shutil.which("setpriv"):
            prefix = ["setpriv", "--pdeathsig", "INT"]  # INT: a fast shutdown
        if os.geteuid() == 0:
            prefix += [f"--reuid={UNPRIVILEGED}", f"--regid={UNPRIVILEGED}", "--clear-groups", "--"]
            shutil.chown(folder, UNPRIVILEGED)
        data = f"{folder}/data"
        words = ["initdb", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", "--username=tests", data]
        words[0] = str(programs / words[0])
        subprocess.run([*prefix, *words], check=True, capture_output=True, text=True, cwd=folder)
        settings = {**SETTINGS, "unix_socket_directories": folder}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        server = subprocess.Popen(
            [*prefix, str(programs / "postgres"), "-D", data, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
            start_new_session=True,  # Ctrl+C is for the tests, which end it
        )
        try:
            wait_until_ready(server)
            yield f"postgresql://tests@/postgres?host={folder}"
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def wait_until_ready(server: subprocess.Popen[str]) -> None:
    """Read what it says, to the end of its life; RuntimeError if it does not say that it is ready."""
    told: list[str] = []
    ready = threading.Event()

    def read() -> None:
        assert server.stderr is not None
        with server.stderr as said:
            for line in said:
                told.append(line)
                if "ready to accept connections" in line:
                    ready.set()
        ready.set()

    threading.Thread(target=read, daemon=True).start()
    if not ready.wait(READY_WITHIN_S) or server.poll() is not None:
        raise RuntimeError("PostgreSQL did not start:\n" + "".join(told))


@contextmanager
def bring_postgres() -> Iterator[tuple[str | None, str]]:
    """The address of a server for the tests, or None, and a word on it: the one named, or one of their own."""
    if named := os.environ.get(VARIABLE):
        yield named, f"the server that {VARIABLE} names"
        return
    programs = find_programs()
    if programs is None:
        yield None, f"no PostgreSQL to be had: install it, or name a server in {VARIABLE}"
        return
    server = serve_postgres(programs)
    try:
        address = server.__enter__()
    except (OSError, LookupError, RuntimeError, subprocess.CalledProcessError) as fault:
        detail = getattr(fault, "stderr", None) or fault
        yield None, f"no PostgreSQL to be had: {programs} does not start: {detail}".strip()
        return
    try:
        yield address, str(programs)
    finally:
        server.__exit__(*sys.exc_info())
