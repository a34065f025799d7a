"""`neuguong sign`: a reviewer's approval, written into the scenario's file."""

import argparse
import sys
from datetime import date

from ..app import open_pack
from ..bank.signing import sign_scenario
from ..text import say
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    pack = open_pack(settings)
    on = options.date or date.today()
    for identifier in options.scenarios:
        if identifier not in pack.scenarios:
            print(say("cli.no_scenario", scenario=identifier), file=sys.stderr)
            return 1
        path = sign_scenario(settings.data, pack, identifier, role=options.role, on=on)
        print(say("cli.signed", scenario=identifier, path=path))
    return 0
