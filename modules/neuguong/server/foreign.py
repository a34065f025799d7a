"""What is asked for under a name that is not ours: refused, except where a phone asks whether its Wi-Fi works.

Knows no page of ours.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher
from tornado.web import HTTPError

from .handlers import BaseHandler
from .served_names import ServedNames


class ProbeAnswer(NamedTuple):
    """What a phone's maker answers to its own phones when there is nothing between them and the internet."""

    status: int
    mime: str
    body: bytes


_NOTHING = ProbeAnswer(204, "text/plain", b"")
_APPLE = ProbeAnswer(200, "text/html", b"<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>")
_CANONICAL = b'<meta http-equiv="refresh" content="0;url=https://support.mozilla.org/kb/captive-portal"/>'
PROBES: Mapping[str, ProbeAnswer] = {
    "/generate_204": _NOTHING,
    "/gen_204": _NOTHING,
    "/hotspot-detect.html": _APPLE,
    "/library/test/success.html": _APPLE,
    "/connecttest.txt": ProbeAnswer(200, "text/plain", b"Microsoft Connect Test"),
    "/ncsi.txt": ProbeAnswer(200, "text/plain", b"Microsoft NCSI"),
    "/success.txt": ProbeAnswer(200, "text/plain", b"success\n"),
    "/canonical.html": ProbeAnswer(200, "text/html", _CANONICAL),
}
"""Path → answer, of Android, Apple, Windows and Firefox. Fixed bytes: nothing of ours is in them."""


class MisdirectedHandler(BaseHandler):
    """Every request under a name that is not ours is refused; a phone's question whether its Wi-Fi works is not.

    Such a question comes here only where a hall's router sends every name to this machine. Whatever else it were told,
    the phone would leave or be led astray: an error or silence has it give up a Wi-Fi "without internet" for mobile
    data, by which nobody reaches this machine; another page has it open a sign-in window, whose memory ends with the
    window, and with it a learner's place. So it is told what it hopes to hear, and stays. On the usual hotspot without
    internet no name is found, nothing comes here, and the phone says that there is no internet: the help page says
    that this is as it should be.
    """

    def prepare(self) -> None:
        answer = PROBES.get(self.request.path) if self.request.method in ("GET", "HEAD") else None
        if answer is None:
            raise HTTPError(421)
        self.set_status(answer.status)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", answer.mime)
        self.finish(answer.body or None)


class ForeignName(Matcher):
    """Matches what is asked for under a name that is not ours, whatever it is: page, data or websocket.

    Headers that a proxy may add, or anybody, such as X-Forwarded-Host, are not read."""

    def __init__(self, names: ServedNames) -> None:
        self._names = names

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        return None if self._names.admits(request.host) else {}
