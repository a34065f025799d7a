"""What a server needs before it can be built: content, log, secrets, and kernels under way. Imports no Voilà."""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

from ..app import Settings, open_course, open_pack, prepare_log
from ..app.log import log_file, open_keeper
from ..bank import kit_folder
from ..home.secret import check_secret
from ..home.units import MAX_UNIT_NAME, MAX_UNITS, Remark, load_units
from ..server.assets import Assets
from ..server.forking import can_fork
from ..server.forking.folders import remove_left_folders
from ..server.notebooks import PageNotebook, find_pages
from ..server.warm_kernels import kernel_environment, start_template
from ..store import SqlLog
from ..store.database import describe_file
from ..study import Course
from ..text import say
from .settings import settings_of

PRELOAD = ("ipywidgets", "anywidget", "neuguong.pages", "neuguong.store.sql")
PRELOAD_HOOK = "neuguong.app:preload"


@dataclass(frozen=True)
class Prepared:
    """What was opened. Kernels are forked where `fork`, from a process that is loading meanwhile."""

    settings: Settings
    course: Course
    keeper: SqlLog
    pages: dict[str, PageNotebook]
    assets: Assets
    kernel_environment: dict[str, str]
    fork: bool


def prepare(options: argparse.Namespace) -> Prepared:
    """Open everything, and begin to load what kernels are forked from. What is wrong with content, units or log is
    found here, before anything is served."""
    settings = settings_of(options)
    pack = open_pack(settings)
    for remark in load_units(settings.home, settings.units_file).remarks:
        print(tell_remark(remark), flush=True)
    check_secret(settings.home)  # before anything is touched: with a damaged one nobody's answers would be found again
    remove_left_folders()
    prepare_log(settings)
    package = Path(__file__).parents[1]
    assets = Assets(package / "server" / "client", package / "widgets")
    bound = replace(settings, only_file=describe_file(log_file(settings)))
    environment = kernel_environment({**bound.to_environment(), "NEUGUONG_STATIC_URL": assets.prefix})
    pages = find_pages(pack, settings.data, kit_folder() / "notebooks")
    fork = can_fork() and not options.no_fork
    if fork:
        rehearsals = [page.cells for page in pages.values() if not page.guarded]
        start_template(PRELOAD, PRELOAD_HOOK, rehearsals=rehearsals, environment=environment)
    keeper = open_keeper(settings)
    course = open_course(settings, log=keeper)
    return Prepared(settings, course, keeper, pages, assets, environment, fork)


def tell_remark(remark: Remark) -> str:
    """What became of one line of the list of units."""
    key = f"cli.unit_{remark.kind.replace('-', '_')}"
    return say(key, line=remark.line, name=remark.name, kept=remark.kept, most=MAX_UNITS, length=MAX_UNIT_NAME)
