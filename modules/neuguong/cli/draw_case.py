"""`neuguong draw-case`: a branching case as a picture, for its author."""

import argparse
import sys
from pathlib import Path

from ..app import open_pack
from ..authoring.case_drawing import draw_case
from ..interchange import write_whole
from ..text import say
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    pack = open_pack(settings_of(options))
    scenario = pack.scenarios.get(options.scenario)
    if scenario is None or not scenario.is_branching:
        cases = ", ".join(name for name, one in pack.scenarios.items() if one.is_branching)
        print(say("cli.no_case", scenario=options.scenario, cases=cases or "–"), file=sys.stderr)
        return 1
    out = Path(options.out or f"{options.scenario}.svg")
    drawing = draw_case(scenario)
    write_whole(out, lambda file: file.write(drawing.encode()))
    print(say("cli.case_drawn", path=out))
    return 0
