"""A dashboard as one trainer sees it: what is chosen, what is shown, what may be taken away as a file.

Knows nothing of widgets or kernels, nor of what is told: a `Source` makes the blocks, bit by bit where it takes long.
"""

import logging
from base64 import b64encode
from collections.abc import Callable, Generator, Mapping
from datetime import date
from time import monotonic
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from ..clock import LOCAL_ZONE, Clock
from ..errors import NeuGuongError, StoreError, TemplateError
from ..store import ResponseLog
from ..text import say
from .blocks import Block, Content, Filter, Option, View, words
from .invented import is_invented

Name = Annotated[str, StringConstraints(max_length=120)]
STEP_S = 0.06
"""How long one look for news works on numbers before the page is told how far it is: nobody waits for longer, who
chooses something else or asks for a file."""

logger = logging.getLogger(__name__)


class DashboardMessageError(NeuGuongError):
    """The browser sent something that is no message to a dashboard."""

    code = "message"


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Refresh(_Message):
    """Is there anything new?"""

    kind: Literal["refresh"]


class Choose(_Message):
    """Show another part."""

    kind: Literal["choose"]
    name: Name
    value: Name


class Export(_Message):
    """Send what is shown as a file."""

    kind: Literal["export"]
    format: Name


Message = Annotated[Refresh | Choose | Export, Field(discriminator="kind")]
_ADAPTER: TypeAdapter[Message] = TypeAdapter(Message)


class File(Protocol):
    """A file to take away; `data` is whole."""

    @property
    def name(self) -> str: ...
    @property
    def mime(self) -> str: ...
    @property
    def data(self) -> bytes: ...


class Source(Protocol):
    """What a dashboard tells."""

    def filters(self) -> list[Filter]:
        """What may be chosen; seldom another."""
        ...

    def files(self) -> list[Option]:
        """The formats of files that may be taken away."""
        ...

    def build(self, chosen: Mapping[str, str]) -> Generator[float, None, list[Block]]:
        """The blocks of a choice; yields the share of the work that is done, if it takes long. May raise StoreError."""
        ...

    def export(self, chosen: Mapping[str, str], format: str) -> File:
        """The file of a choice in one of `files`. May raise StoreError."""
        ...


class Kept(Protocol):
    """Where a page is kept."""

    def fetch(self) -> tuple[Content, list[Block]] | None: ...
    def put(self, content: Content, blocks: list[Block]) -> None: ...


class Dashboard:
    """A `Conversation`. One per kernel; not safe for threads.

    `kept`: where the page of the first choice is kept. It is shown at once to whoever opens it next, until the numbers
    have been worked out again; so long the source is asked for nothing. `find_news`: another value where there is
    something to tell anew; it is asked for where the log has changed, and spares building what would say the same. By
    default every change is news; another filter always is. `revision`: of the content by whose keys the answers are
    scored, which the page names at its end.
    """

    def __init__(
        self, source: Source, log: ResponseLog, clock: Clock, *, kept: Kept | None = None,
        find_news: Callable[[], object] | None = None, revision: str = "",
    ) -> None:  # fmt: skip
        self._source, self._log, self._clock, self._kept = source, log, clock, kept
        self._find_news = find_news or log.fetch_mark
        self._named = [words(say("figures.revision", revision=revision))] if revision else []
        found = kept.fetch() if kept else None
        self._content, blocks = found or ({"filters": source.filters(), "files": source.files()}, [])
        self._chosen = self._first
        self._work: Generator[float, None, list[Block]] | None = None
        self._looked: tuple[str, date] | None = None
        self._seen: tuple[object, ...] | None = None
        self._began: tuple[object, ...] | None = None
        self._view: View = {"revision": 0, "chosen": dict(self._chosen), "done": 0.0, "note": "", "blocks": blocks}

    @property
    def _first(self) -> dict[str, str]:
        return {one["name"]: one["options"][0]["id"] for one in self._content["filters"]}

    def view(self) -> View:
        return self._view

    def content(self) -> Content:
        return self._content

    def handle(self, raw: object) -> list[Mapping[str, Any]]:
        """Take one message of the browser. Returns what to send back; `view` may have changed."""
        try:
            match _parse(raw):
                case Choose(name=name, value=value):
                    self._choose(name, value)
                case Export(format=format):
                    return [self._export(format)]
            self._go_on()
        except StoreError as error:
            logger.error("figures not read: %s", error)
            self._work = self._looked = self._seen = None
            self._show(note=say("figures.not_read"), done=None)
        except TemplateError as error:  # what it says is for whoever changed the template
            return [{"kind": "refused", "message": str(error)}]
        except NeuGuongError as error:
            logger.info("refused: %s", error)
            return [{"kind": "refused", "message": say(f"errors.{error.code}")}]
        return []

    def _choose(self, name: str, value: str) -> None:
        offered = {one["name"]: [option["id"] for option in one["options"]] for one in self._content["filters"]}
        if value not in offered.get(name, ()):
            raise DashboardMessageError(f"no {name[:40]!r} of {value[:40]!r}")
        self._chosen[name] = value
        self._work = self._looked = self._seen = None
        self._show(done=0.0)

    def _go_on(self) -> None:
        """Work for a moment, if there is something to work out; begin if the log, the day or the choice has changed."""
        if self._work is None:
            today = self._clock.now().astimezone(LOCAL_ZONE).date()
            looked = self._log.fetch_mark(), today
            if looked == self._looked:
                return
            filters = self._source.filters()
            news = self._find_news(), filters, today
            self._looked = looked
            if news == self._seen:
                return
            self._began = news
            self._offer(filters)
            self._work = self._source.build(dict(self._chosen))
        until = monotonic() + STEP_S
        try:
            done = next(self._work)
            while monotonic() < until:
                done = next(self._work)
        except StopIteration as end:
            self._work = None
            self._seen = self._began  # what has come since is news
            invented = [words(say("figures.invented"), strong=True)] if is_invented(self._log) else []
            self._show(blocks=[*invented, *end.value, *self._named], done=None)
            if self._kept is not None and self._chosen == self._first:
                self._kept.put(self._content, self._view["blocks"])
        else:
            self._show(done=done)

    def _offer(self, filters: list[Filter]) -> None:
        """What may be chosen now; of what may not be any more, the first is chosen."""
        self._content = {"filters": filters, "files": self._source.files()}
        offered = {one["name"]: [option["id"] for option in one["options"]] for one in filters}
        chosen = {name: self._chosen.get(name, first) for name, first in self._first.items()}
        self._chosen = {name: one if one in offered[name] else self._first[name] for name, one in chosen.items()}

    def _show(self, *, done: float | None, blocks: list[Block] | None = None, note: str = "") -> None:
        shown = self._view["blocks"] if blocks is None else blocks
        fresh: View = {**self._view, "chosen": dict(self._chosen), "done": done, "note": note, "blocks": shown}
        if fresh != self._view or done is not None:  # the page asks for the next bit when it is told of one
            self._view = {**fresh, "revision": self._view["revision"] + 1}

    def _export(self, format: str) -> Mapping[str, Any]:
        if format not in (one["id"] for one in self._content["files"]):
            raise DashboardMessageError(f"no format {format[:40]!r}")
        file = self._source.export(dict(self._chosen), format)
        return {"kind": "file", "name": file.name, "mime": file.mime, "data": b64encode(file.data).decode()}


def _parse(raw: object) -> Message:
    try:
        return _ADAPTER.validate_python(raw)
    except (ValidationError, RecursionError) as error:
        first = error.errors(include_url=False)[0]["msg"] if isinstance(error, ValidationError) else "nested too deeply"
        raise DashboardMessageError(f"not a message: {first}") from None
