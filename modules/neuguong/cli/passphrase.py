"""`neuguong passphrase`: the trainer's pass phrase, for whoever keeps the machine; changed if asked."""

import argparse

from ..home.passphrase import load_passphrase, renew_passphrase
from ..text import say
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    home = settings_of(options).home
    print(say("cli.passphrase", passphrase=renew_passphrase(home) if options.new else load_passphrase(home)))
    if options.new:
        print(say("cli.passphrase_renewed"))
    return 0
