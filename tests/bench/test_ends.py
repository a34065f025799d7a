"""A bench ends, tells what it knows and leaves nothing, whatever its contenders do."""

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[2]
ENDS_WITHIN_S = 90
STUBBORN = '''
"""Takes no notice of SIGTERM, answers five requests and no more; so does a child of it that has left its family."""
import http.server, os, signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        signal.pause()
    os._exit(0)
os.wait()

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        global answered
        answered += 1
        if answered > 5:
            signal.pause()
        self.send_response(204)
        self.end_headers()
    def log_message(self, *_): ...

answered = 0
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
'''
BENCH = """
import os, subprocess, sys
from tests.bench import pages

class Fake(pages.Page):
    def __init__(self, folder, *, grace_s):
        def start(marks):
            command = [sys.executable, "-c", os.environ["STUBBORN"]]
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, text=True, start_new_session=True, env={**os.environ, **marks}
            )
            self.url = f"http://127.0.0.1:{int(process.stdout.readline())}/"
            (folder / "left").write_text("x")
            return process.pid
        super().__init__("stock", start, grace_s=grace_s)

    async def arrive(self):
        await pages.AsyncHTTPClient().fetch(self.url, request_timeout=3600)
        return lambda: None

pages.Stock = Fake
pages.WITH_KERNEL = 1
pages.main(sys.argv[1:])
"""
TINY = ("--only", "stock", "--rounds", "0", "--views", "2", "--rest", "2", "--grace", "0.1", "--arrivals", "1", "2")


@pytest.mark.skipif(sys.platform == "win32", reason="benches are run on Linux and macOS")
@pytest.mark.parametrize(
    ("options", "end", "code"),
    [(("--step", "4"), None, 0), (("--whole", "8"), None, 1), ((), signal.SIGTERM, 1)],
    ids=["a step overruns", "everything overruns", "ended by another"],
)
def test_a_bench_whose_contender_neither_answers_nor_ends(
    tmp_path: Path, options: tuple[str, ...], end: signal.Signals | None, code: int
) -> None:
    mark = uuid.uuid4().hex
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", BENCH, *TINY, *options],
        env={**os.environ, "STUBBORN": STUBBORN, "TMPDIR": str(tmp_path), "MARK_OF_THIS_TEST": mark},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    told = ""
    try:
        if end is not None:
            assert process.stdout is not None
            for line in process.stdout:
                told += line
                if "1 at once" in line:
                    process.send_signal(end)
                    break
        told += process.communicate(timeout=ENDS_WITHIN_S)[0]
    finally:
        left = [one for one in psutil.process_iter() if environment(one).get("MARK_OF_THIS_TEST") == mark]
        for one in left:
            one.kill()
    assert process.returncode == code, told
    assert left == []
    assert list(tmp_path.iterdir()) == []
    assert "stock: CPU s per page view: 0." in told
    assert "stock: 1 at once, s: " in told
    if code == 0:
        assert "2 at once, s: failed (not done within 4 s)" in told
        assert "| 2 at once, s | failed" in told  # the table stands all the same


MUTANTS = """
import os, signal, sys
from tests.bench import mutants

def run(folder, options, until):
    os.setpgid(0, 0)
    (folder / "left").write_text("x")
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if os.fork():
        print("stuck", flush=True)
    signal.pause()

mutants.run, mutants.GRACE_S = run, 1
sys.exit(mutants.main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="benches are run on Linux and macOS")
@pytest.mark.parametrize(("minutes", "end"), [("0.02", None), ("60", signal.SIGTERM)], ids=["time is over", "ended"])
def test_a_check_of_mutants_that_hangs_is_ended_with_all_it_started(
    tmp_path: Path, minutes: str, end: signal.Signals | None
) -> None:
    mark = uuid.uuid4().hex
    process = subprocess.Popen(
        [sys.executable, "-c", MUTANTS, "--minutes", minutes],
        env={**os.environ, "TMPDIR": str(tmp_path), "MARK_OF_THIS_TEST": mark},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "stuck\n"
        if end is not None:
            process.send_signal(end)
        process.communicate(timeout=ENDS_WITHIN_S)
    finally:
        left = [one for one in psutil.process_iter() if environment(one).get("MARK_OF_THIS_TEST") == mark]
        for one in left:
            one.kill()
    assert process.returncode == 1
    assert left == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="benches are run on Linux and macOS")
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_hall_ended_while_phones_come_in_leaves_nothing(tmp_path: Path, end: signal.Signals) -> None:
    mark = uuid.uuid4().hex
    process = subprocess.Popen(
        [sys.executable, "-u", ROOT / "tests" / "bench" / "hall.py", "--people", "5", "--alone"],
        env={**os.environ, "TMPDIR": str(tmp_path), "MARK_OF_THIS_TEST": mark},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    told = ""
    try:
        assert process.stdout is not None
        for line in process.stdout:
            told += line
            if "control room and wall open" in line:
                process.send_signal(end)
                break
        told += process.communicate(timeout=ENDS_WITHIN_S)[0]
    finally:
        left = [one for one in psutil.process_iter() if environment(one).get("MARK_OF_THIS_TEST") == mark]
        for one in left:
            one.kill()
    assert process.returncode != 0, told
    assert "join within" not in told
    assert "never retrieved" not in told
    assert left == []
    assert list(tmp_path.iterdir()) == []
    gone_by = time.monotonic() + 60  # the system takes a network away when it finds the time
    while f"ngb{process.pid}" in psutil.net_if_addrs():
        assert time.monotonic() < gone_by
        time.sleep(0.1)


def environment(process: psutil.Process) -> dict[str, str]:
    try:
        return process.environ()
    except psutil.Error:
        return {}
