"""How long one waits for a command or the server: `python tests/bench/start.py [--runs 5] [--beside PYTHON …]`.

`--beside` takes the Python of another checkout's environment: the two are measured in turn, in one run. Each figure is
printed as it is taken; ratios to what cannot be avoided follow. A server that does not answer is ended after a grace,
with all it started.

Measured is what one waits for day after day: Python keeps what it has compiled, as it does unless told otherwise, and
each command has run once before.
"""

import argparse
import json
import os
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import psutil
from websockets.sync.client import connect

DATA = Path(__file__).parents[2] / "data"
GRACE_S = 90.0
LESSON_SLUG = "trach-nhiem"
PARSE_BANK = f"""
from pathlib import Path
import yaml
from pydantic import BaseModel
for path in Path({str(DATA)!r}).rglob("*.yaml"):
    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
"""
READ_BANK = f"""
from pathlib import Path
import pydantic
import yaml
from neuguong.bank import schema
SHAPES = {{
    "sources": schema.NormFile,
    "requirements": schema.RequirementsFile,
    "lessons": schema.LessonFile,
    "bank": schema.ScenarioFile,
}}
folder = Path({str(DATA)!r})
for path in folder.rglob("*.yaml"):
    value = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    SHAPES.get(path.relative_to(folder).parts[0], schema.PackFile).model_validate(value)
"""
"""The least that deserves to be called reading the bank: no line numbers, no references, no rules."""
LOAD_BANK = f"""
from pathlib import Path
from neuguong.bank import load_pack
load_pack(Path({str(DATA)!r}))
"""
IMPORT_VOILA = "import sys; sys.modules['rfc3987_syntax'] = None; import voila.app"
PASS, HELP = "python -c pass", "neuguong --help"
FIRST_CHECK, CHECK = "neuguong check, the first", "neuguong check, with one file changed"
PARSED, BANK = "pydantic, yaml, the bank's files parsed", "… and validated"
LOADED, VOILA = "the bank, read and checked", "import voila.app"
FIRST_LINE, ANSWERED, LESSON, KERNEL = "first line", "first answer", "first lesson open", "first kernel forked"
RATIOS = (
    (HELP, PASS, "≤ 3"),
    (CHECK, BANK, "≤ 1.5"),
    (FIRST_CHECK, BANK, ""),
    (FIRST_CHECK, PARSED, ""),
    (FIRST_CHECK, LOADED, ""),
    (f"second start: {ANSWERED}", VOILA, "≤ 1.5"),
    (f"first start: {ANSWERED}", VOILA, ""),
)


def neuguong(python: str, *arguments: str) -> list[str]:
    return [str(Path(python).with_name("neuguong")), *arguments]


Seconds = tuple[float, float]
"""On the clock, and of the processor: the second depends less on what else the machine does."""
Taken = dict[tuple[str, str], list[Seconds]]
"""Python and name → what was measured."""


def measure_command(command: list[str]) -> Seconds:
    began, cpu = time.perf_counter(), cpu_of_children()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=GRACE_S)
    if done.returncode and done.stderr:  # a check that found faults ends with 1 too, and has said nothing there
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return time.perf_counter() - began, cpu_of_children() - cpu


def cpu_of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def measure_server(python: str, home: Path) -> Iterator[tuple[str, Seconds]]:
    """Name and seconds since the start, as each is reached; of the processor only the server's own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    with running(neuguong(python, "serve", "--no-browser", "--port", str(port)), home) as process:

        def reached(name: str) -> tuple[str, Seconds]:
            times = psutil.Process(process.pid).cpu_times()
            return name, (time.perf_counter() - began, times.user + times.system)

        assert process.stdout is not None
        process.stdout.readline()
        yield reached(FIRST_LINE)
        wait_for(lambda: urlopen(f"http://127.0.0.1:{port}/", timeout=5).close() is None)
        yield reached(ANSWERED)
        open_lesson(port)
        yield reached(LESSON)
        # The template, and what is forked from it.
        wait_for(lambda: len(psutil.Process(process.pid).children(recursive=True)) > 1)
        yield reached(KERNEL)


@contextmanager
def running(command: list[str], home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The process; at the end it is asked to go, and after a grace it and all it started are ended."""
    environment = {**os.environ, "NEUGUONG_HOME": str(home), "PYTHONUTF8": "1"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        family = []
        with suppress(psutil.NoSuchProcess):
            family = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()
        _, left = psutil.wait_procs(family, timeout=5)
        for one in left:
            with suppress(psutil.NoSuchProcess):
                one.kill()


def wait_for(reached: Callable[[], bool]) -> None:
    deadline = time.perf_counter() + GRACE_S
    while time.perf_counter() < deadline:
        with suppress(OSError):
            if reached():
                return
        time.sleep(0.02)
    raise TimeoutError


def open_lesson(port: int) -> None:
    """Wait until a lesson's card is there, as a browser would be told."""
    address = f"http://localhost:{port}"
    with urlopen(f"{address}/{LESSON_SLUG}", timeout=GRACE_S) as page:
        cookie = str(page.headers["Set-Cookie"]).split(";")[0]
    channel = f"ws://localhost:{port}/kenh/{LESSON_SLUG}?tab={secrets.token_hex(16)}"
    with connect(channel, origin=address, additional_headers={"Cookie": cookie}, max_size=None) as socket_:  # type: ignore[arg-type]
        while json.loads(socket_.recv(GRACE_S))["type"] != "ready":
            pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--beside", nargs="*", default=[], metavar="PYTHON")
    options = parser.parse_args()
    pythons = [*options.beside, sys.executable]
    taken: Taken = defaultdict(list)
    compiled = tempfile.TemporaryDirectory()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = compiled.name

    def tell(python: str, name: str, seconds: Seconds) -> None:
        taken[python, name].append(seconds)
        print(
            f"{python} · {name}: {seconds[0]:.3f} s, CPU {seconds[1]:.3f} s (load {os.getloadavg()[0]:.1f})", flush=True
        )

    for number in range(options.runs + 1):
        if number == 1:
            taken.clear()  # the first round has compiled everything
        for python in pythons:
            with tempfile.TemporaryDirectory() as folder:
                os.environ["NEUGUONG_HOME"] = str(Path(folder) / "home")
                data = shutil.copytree(DATA, Path(folder) / "data")
                for name, command in (
                    (PASS, [python, "-c", "pass"]),
                    (HELP, neuguong(python, "--help")),
                    (PARSED, [python, "-c", PARSE_BANK]),
                    (BANK, [python, "-c", READ_BANK]),
                    (LOADED, [python, "-c", LOAD_BANK]),
                    (FIRST_CHECK, neuguong(python, "check", "--data", str(data))),
                    (VOILA, [python, "-c", IMPORT_VOILA]),
                ):
                    tell(python, name, measure_command(command))
                with next(data.glob("bank/*/*.yaml")).open("a", encoding="utf-8") as file:
                    file.write("# changed\n")
                tell(python, CHECK, measure_command(neuguong(python, "check", "--data", str(data))))
                for start in ("first start", "second start"):
                    with suppress(TimeoutError):
                        for name, seconds in measure_server(python, Path(folder) / "home"):
                            tell(python, f"{start}: {name}", seconds)
    summarise(pythons, taken)


def summarise(pythons: list[str], taken: Taken) -> None:
    for column, kind in enumerate(("on the clock", "of the processor")):
        print(f"\nmedians {kind}")
        median = {key: statistics.median(one[column] for one in values) for key, values in taken.items()}
        for name in dict.fromkeys(name for _, name in taken):
            told = [f"{median[python, name]:8.3f} s" if (python, name) in median else " " * 10 for python in pythons]
            print(f"{name:36}", *told)
        for name, base, wanted in RATIOS:
            told = [
                f"{median[python, name] / median[python, base]:8.2f} ×" if (python, name) in median else " " * 10
                for python in pythons
            ]
            print(f"{name + ' / ' + base:60}", *told, wanted)


if __name__ == "__main__":
    main()
