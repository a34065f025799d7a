"""A trainer beside a running server, in another process as the control room is: over the same board."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from neuguong.app import Settings
from neuguong.app.log import log_address
from neuguong.app.workshops import open_workshops
from neuguong.bank import default_data_folder
from neuguong.home.secret import load_secret
from neuguong.items import Item, Pack
from neuguong.store import connect_log
from neuguong.workshop.messages import Begin
from neuguong.workshop.session import WorkshopSession
from neuguong.workshop.workshops import Workshops


@contextmanager
def open_trainer(home: Path) -> Iterator[Workshops]:
    settings = Settings(home=home, data=default_data_folder())
    log = connect_log(log_address(settings), key=load_secret(home))
    try:
        yield open_workshops(settings, log=log)
    finally:
        log.close()


def begin(
    workshops: Workshops, items: Sequence[str], *, units: str = "", seconds: int | None = None
) -> WorkshopSession:
    """A workshop that goes on."""
    message = Begin(kind="begin", title="Sinh hoạt", items=list(items), units=units, seconds=seconds)
    return workshops.session(workshops.begin(message))


def pick_items(pack: Pack, kind: str, *, count: int = 1, sensitive: bool = False) -> list[str]:
    """The first live items of that interaction."""
    found: list[Item] = []
    for scenario, item in pack.items_alone():
        if item.interaction.kind == kind and pack.topics[scenario.topic].sensitive == sensitive:
            found.append(item)
    return [item.identifier for item in found[:count]]
