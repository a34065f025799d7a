"""Breaks the code on purpose, one small change at a time, and tells which changes no test noticed. By mutmut.

uv run --group mutation python tests/bench/mutants.py          all of scoring, study, board and store: hours
… tests/bench/mutants.py "neuguong.scoring.*" "*Session*"      the mutants whose names match
… tests/bench/mutants.py --sample 40 --seed 7 --minutes 20     at most so many of each package, as many as fit

A survivor is a rule that nothing holds: it wants a test, through the door the product uses, or a sentence why nobody
could tell the difference. Each is printed with its change when it is found. What can be changed and which tests are
asked stands in `pyproject.toml`. mutmut leaves properties and constants as they are: change those by hand.

mutmut makes the mutants and finds out which tests reach which function; the trying is done here, since mutmut's own run
cannot draw a sample, has no end of its own, and takes a pytest that could not be started for a mutant that was killed.
"""

import argparse
import contextlib
import fnmatch
import itertools
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
AS_IT_IS = ("tests", "data", "notebooks", "pyproject.toml", "README.md")
LAID_OUT = {"neuguong": "modules/neuguong"} | {name: name for name in AS_IT_IS}
"""mutmut names a mutant after its path from where it runs, which must be what the tests import: so not `modules/…`."""
ENDS = ("killed", "survived", "no test", "timed out")
HOLDS, FAILED = 0, 1
"""What pytest ends with. Anything else is no verdict on a mutant: it could not be asked."""
TOLD = Path("told.txt")
CLEAN_MINUTES = 10
GRACE_S = 10
"""Beyond its time, for the last mutant to be given up and the table to be told."""
ENDING = (signal.SIGINT, signal.SIGTERM)
FORK = multiprocessing.get_context("fork")


def main(words: Sequence[str]) -> int:
    """0 if the sample was tried to its end or to the end of the time, whatever survived."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", default=["*"], help="patterns of mutants' names")
    parser.add_argument("--sample", type=int, help="at most so many of each package; without it, all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=600, help="for everything; then what is known is told")
    options = parser.parse_args(words)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    until = time.monotonic() + options.minutes * 60
    with tempfile.TemporaryDirectory(prefix="ng-mutants-", ignore_cleanup_errors=True) as folder:
        bench = FORK.Process(target=run, args=(Path(folder), options, until))
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)  # not between its start and the promise to end it
        bench.start()
        assert bench.pid is not None
        try:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
            bench.join(until + GRACE_S - time.monotonic())
        finally:  # whatever it started is of its group
            with contextlib.suppress(ProcessLookupError):
                os.killpg(bench.pid, signal.SIGKILL)
            bench.kill()
            bench.join()
    return int(bench.exitcode != 0)


def run(folder: Path, options: argparse.Namespace, until: float) -> None:
    """Make the mutants in the folder, see that the tests hold without one, try the sample and tell."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    os.chdir(folder)
    made = make_mutants()
    print(f"{len(made)} mutants; the tests without one:", flush=True)
    reached, seconds = measure_tests()
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    parent = multiprocessing.parent_process()
    for name in draw(made, options.names, sample=options.sample, seed=options.seed):
        if parent is None or not parent.is_alive():
            break
        tests = sorted(reached.get(name.rpartition("__mutmut_")[0], ()), key=seconds.__getitem__)
        limit_s = 10 + 5 * sum(seconds[test] for test in tests)
        end = try_mutant(name, tests, limit_s=min(limit_s, until + GRACE_S / 2 - time.monotonic()))
        if time.monotonic() > until:
            break  # cut short: no verdict
        tally[package_of(name)][end] += 1
        print(f"{end:10}{name}", flush=True)
        if end != "killed":
            print(change_of(name), flush=True)
    print(f"\n| package | mutants in all | sampled | {' | '.join(ENDS)} |", "|---" * (3 + len(ENDS)) + "|", sep="\n")
    for package, number in Counter(map(package_of, made)).items():
        ends = tally[package]
        print("|", " | ".join(map(str, (package, number, ends.total(), *(ends[end] for end in ENDS)))), "|")


def make_mutants() -> list[str]:
    """The names of all mutants; the code with all of them asleep in it, and all it needs, is in `mutants`."""
    for name, place in LAID_OUT.items():
        Path(name).symlink_to(ROOT / place)
    Path("mutants").mkdir()
    from mutmut import __main__ as mutmut  # reads `pyproject.toml`

    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        mutmut.set_mutant_under_test("mutant_generation")
        mutmut.copy_src_dir()
        mutmut.copy_also_copy_files()
        mutmut.setup_source_paths()
        mutmut.create_mutants(1)
    return [name for _, name, _ in mutmut.collect_source_file_mutation_data(mutant_names=[])[0]]


def measure_tests() -> tuple[Mapping[str, set[str]], Mapping[str, float]]:
    """The tests that reach each function, and the seconds each takes; no way on where one fails without a mutant."""
    from mutmut import __main__ as mutmut

    mutmut.set_mutant_under_test("stats")
    if mutmut.PytestRunner().run_stats(tests=[]) != HOLDS:
        sys.exit("a test fails without a mutant")
    reached, seconds = mutmut.state().tests_by_mangled_function_name, mutmut.state().duration_by_test
    print("the same as for a mutant, each by its name", flush=True)
    if try_mutant("", list(seconds), limit_s=CLEAN_MINUTES * 60) != "survived":
        sys.exit(TOLD.read_text() + "\nthese tests do not hold twice in one process, so not for a mutant either")
    if try_mutant("fail", list(set().union(*reached.values())), limit_s=CLEAN_MINUTES * 60) != "killed":
        sys.exit("no test noticed that every function that has a mutant fails")
    return reached, seconds


def try_mutant(name: str, tests: Sequence[str], *, limit_s: float) -> str:
    """One of ENDS."""
    if not tests:
        return "no test"
    child = FORK.Process(target=ask, args=(name, tests))
    child.start()
    child.join(limit_s)
    if child.is_alive():
        child.kill()
        child.join()
        return "timed out"
    if child.exitcode not in (HOLDS, FAILED):
        sys.exit(f"{TOLD.read_text()}\n{name}: pytest ended with {child.exitcode}")
    return "survived" if child.exitcode == HOLDS else "killed"


def ask(name: str, tests: Sequence[str]) -> None:
    """Run the tests with the mutant awake, in a process of its own; ends it as pytest ends."""
    import pytest
    from mutmut.mutation.trampoline import set_mutant_under_test

    told = os.open(TOLD, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(told, 1)
    os.dup2(told, 2)
    set_mutant_under_test(name)
    os.chdir("mutants")
    os._exit(pytest.main(["--rootdir=.", "-x", "-q", "-p", "no:cacheprovider", *tests]))


def draw(made: Sequence[str], patterns: Sequence[str], *, sample: int | None, seed: int) -> list[str]:
    """The mutants to try, of each package by turns: an early end leaves no package out."""
    chance = random.Random(seed)
    packages: dict[str, list[str]] = defaultdict(list)
    for name in made:
        if any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
            packages[package_of(name)].append(name)
    drawn = [chance.sample(names, len(names))[:sample] for names in packages.values()]
    return [name for turn in itertools.zip_longest(*drawn) for name in turn if name is not None]


def package_of(name: str) -> str:
    return name.split(".")[1]


def change_of(name: str) -> str:
    """What is different in the mutant, as lines of a diff."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    return str(get_diff_for_mutant(name))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
