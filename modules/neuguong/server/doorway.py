"""Where requests come in: what can be answered already is, the rest waits until the whole server has been read.

Knows no page: which addresses are early is told to it.
"""

from asyncio import Future
from collections.abc import Callable

from tornado.httputil import (
    HTTPConnection,
    HTTPHeaders,
    HTTPMessageDelegate,
    HTTPServerConnectionDelegate,
    RequestStartLine,
    ResponseStartLine,
)
from tornado.web import Application


class Doorway(HTTPServerConnectionDelegate):
    """An `early` application for the paths it can answer, and later the `whole` for all."""

    def __init__(self, early: Application, is_early: Callable[[str], bool], whole: Future[Application]) -> None:
        self.early, self.is_early, self.whole = early, is_early, whole

    def open(self, whole: Application) -> None:
        """From now on everything is answered by the whole; so is whatever has waited."""
        self.whole.set_result(whole)

    def start_request(self, server_conn: object, request_conn: HTTPConnection) -> HTTPMessageDelegate:
        if self.whole.done():
            return self.whole.result().start_request(server_conn, request_conn)
        return _Visit(self, server_conn, request_conn)


class _Visit(HTTPMessageDelegate):
    """A request of the first second. Its body is not read before it is known who answers."""

    def __init__(self, doorway: Doorway, server_conn: object, request_conn: HTTPConnection) -> None:
        self._doorway, self._server_conn, self._request_conn = doorway, server_conn, request_conn
        self._inside: HTTPMessageDelegate | None = None

    async def headers_received(self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders) -> None:
        assert isinstance(start_line, RequestStartLine)
        doorway = self._doorway
        is_early = doorway.is_early(start_line.path.partition("?")[0])
        app = doorway.early if is_early and not doorway.whole.done() else await doorway.whole
        self._inside = app.start_request(self._server_conn, self._request_conn)
        if (more := self._inside.headers_received(start_line, headers)) is not None:
            await more

    def data_received(self, chunk: bytes) -> object:  # type: ignore[override]
        return self._inside.data_received(chunk) if self._inside is not None else None

    def finish(self) -> None:
        if self._inside is not None:
            self._inside.finish()

    def on_connection_close(self) -> None:
        if self._inside is not None:
            self._inside.on_connection_close()
