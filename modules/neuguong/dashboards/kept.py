"""What a dashboard told last, kept in the log for whoever opens it next: so there is something to read at once.

Knows nothing of what it says; it is what `disclosure` let be told, and is told again as it was.
"""

import json
import logging
from collections.abc import Callable, Generator, Mapping
from functools import cached_property

from ..errors import StoreError
from ..store import ResponseLog
from .blocks import Block, Content, Filter, Option
from .dashboard import File, Source

logger = logging.getLogger(__name__)


class KeptPage:
    """The page of a dashboard's first choice, with what could be chosen. `mark`: what it depends on beside the log: a
    page under another mark is none."""

    def __init__(self, log: ResponseLog, name: str, mark: str) -> None:
        self._log, self._name, self._mark = log, f"page:{name}", mark
        self._body = ""

    def fetch(self) -> tuple[Content, list[Block]] | None:
        """None where nothing is kept, or nothing can be read now."""
        try:
            kept = self._log.fetch_figures(self._name)
        except StoreError as error:
            logger.error("page not read: %s", error)
            return None
        if kept is None or kept[0] != self._mark:
            return None
        self._body = kept[1]
        content, blocks = json.loads(self._body)
        return content, blocks

    def put(self, content: Content, blocks: list[Block]) -> None:
        """A log that cannot be written now is no reason not to tell."""
        body = json.dumps([content, blocks], ensure_ascii=False, separators=(",", ":"))
        if body == self._body:
            return
        try:
            kept = self._log.fetch_figures(self._name)
            self._log.keep_figures(self._name, mark=self._mark, body=body, over=None if kept is None else kept[0])
            self._body = body
        except StoreError as error:
            logger.error("page not kept: %s", error)


class LateSource:
    """A `Source` that is made when it is first asked: what it needs takes time to import, and what was kept is shown
    meanwhile. Whatever `make` raises, it raises then."""

    def __init__(self, make: Callable[[], Source]) -> None:
        self._make = make

    @cached_property
    def _source(self) -> Source:
        return self._make()

    def filters(self) -> list[Filter]:
        return self._source.filters()

    def files(self) -> list[Option]:
        return self._source.files()

    def build(self, chosen: Mapping[str, str]) -> Generator[float, None, list[Block]]:
        return self._source.build(chosen)

    def export(self, chosen: Mapping[str, str], format: str) -> File:
        return self._source.export(chosen, format)
