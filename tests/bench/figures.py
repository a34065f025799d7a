"""The dashboards over a long log that is invented: how long they work the first time, and how long each look takes.

    python tests/bench/figures.py [--responses 10000 1000000]

Prints as it goes; leaves nothing. What is measured is what a dashboard's kernel does: asked for news again and again,
as the page does, until it has told everything, and once more when nothing has changed; then one look at a log that one
more answer has come to. Memory is that of a process of its own.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROUNDS = 20
GRACE_S = 1800


def measure(home: Path) -> None:
    """In a process of its own."""
    from neuguong.app import Settings, open_course
    from neuguong.dashboards.dashboard import Dashboard, Source
    from neuguong.dashboards.group import GroupSource
    from neuguong.dashboards.items import ItemsSource

    course = open_course(replace(Settings.from_environment(), home=home))
    sources: list[Source] = [
        ItemsSource(course.pack, course.log, course.clock, 5),
        GroupSource(course.pack, course.log, course.clock, 5, dict.fromkeys(course.units), 35, 70, lambda *_: None),
    ]
    for source in sources:
        page = Dashboard(source, course.log, course.clock)
        began, longest, looks = time.perf_counter(), 0.0, 0
        while page.view()["done"] is not None:
            at = time.perf_counter()
            page.handle({"kind": "refresh"})
            longest, looks = max(longest, time.perf_counter() - at), looks + 1
        whole = time.perf_counter() - began
        times = []
        for _ in range(ROUNDS):
            at = time.perf_counter()
            page.handle({"kind": "refresh"})
            times.append(time.perf_counter() - at)
        quiet = sorted(times)[len(times) // 2]
        name = type(source).__name__
        told = f"all told in {whole:.2f} s, {looks} looks, longest {longest:.2f} s; a look: {1000 * quiet:.1f} ms"
        print(f"  {name}: {told}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  most memory of this process: {peak:.0f} MB", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--responses", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure)
        return 0
    for n in options.responses:
        with tempfile.TemporaryDirectory(prefix="neuguong-figures-") as folder:
            home = Path(folder) / "home"
            print(f"{n:,} responses: inventing …", flush=True)
            at = time.perf_counter()
            command = [sys.executable, "-m", "neuguong", "demo", str(home), "--responses", str(n)]
            subprocess.run(command, check=True, timeout=GRACE_S, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            print(f"  invented in {time.perf_counter() - at:.0f} s", flush=True)
            for told in ("first time", "told before"):
                print(f"  {told}:", flush=True)
                subprocess.run([sys.executable, __file__, "--measure", str(home)], check=True, timeout=GRACE_S)
    return 0


if __name__ == "__main__":
    sys.exit(main())
