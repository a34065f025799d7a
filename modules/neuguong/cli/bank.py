"""`neuguong bank`: the whole bank with keys, for whoever owns the machine."""

import argparse
import json

from ..app import open_pack
from ..authoring import export_bank
from .settings import settings_of


def run(options: argparse.Namespace) -> int:
    exported = export_bank(open_pack(settings_of(options)))
    if options.json:
        print(json.dumps(exported, ensure_ascii=False, indent=1))
    else:
        for item in exported:
            print(f"{item['item']}  {item['interaction']}  {item['status']}  {item['prompt']}")
    return 0
