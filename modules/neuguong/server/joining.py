"""What helps phones in: the help page, where the trainer's page learns how phones reach this machine, and the code of a
Wi-Fi. Knows no session and no vote."""

import json
import re
from functools import lru_cache

from tornado.web import HTTPError

from .handlers import BaseHandler
from .qr import WifiError, qr_svg, wifi_text
from .reach import Address

_draw_join = lru_cache(maxsize=8)(qr_svg)
"""Several pages ask for the same one every few seconds, and drawing takes milliseconds that voters wait."""
_CODE = re.compile(r"[A-Za-z0-9]{1,12}")


class TrainerHandler(BaseHandler):
    """What only a trainer is answered, in JSON.

    A page of another site cannot ask in the trainer's name: the cookie does not come along, and one on another port of
    this machine would have to ask first whether it may send JSON.
    """

    def prepare(self) -> None:
        self.set_header("Cache-Control", "no-store")
        if not self.is_trainer():
            raise HTTPError(403)

    def read_body(self) -> dict[str, object]:
        """The JSON object that was sent; HTTPError(400) if it is none."""
        if self.request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            raise HTTPError(400)
        try:
            body = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise HTTPError(400) from None
        if not isinstance(body, dict):
            raise HTTPError(400)
        return body


class ReachHandler(TrainerHandler):
    """How phones reach this machine now. Asked again every few seconds, it follows a hotspot that goes off and on.

    GET /api/reach[?code=CODE] → {
        "open": whether other machines are served at all (`serve --lan`),
        "url": what to type, "http://ADDRESS:PORT/vao[/CODE]", null if phones cannot come,
        "qr": the same as SVG,
        "arrived": whether a phone has come in at that address since the start,
        "addresses": [{"address", "interface", "kind": of `Kind`, "label": the kind in words, "chosen", "arrived"}]
    }, best address first. POST {"choose": an address, or null for the best} → the same; 404 if this machine has it not.
    """

    def get(self) -> None:
        self._tell()

    def post(self) -> None:
        address = self.read_body().get("choose", 0)
        if address is not None and not isinstance(address, str):
            raise HTTPError(400)
        if not self.site.reach.choose(address):
            raise HTTPError(404)
        self._tell()

    def _tell(self) -> None:
        code = self.get_query_argument("code", "")
        if code and not _CODE.fullmatch(code):
            raise HTTPError(400)
        reach, words = self.site.reach, self.site.renderer.words
        addresses, url = reach.find_addresses(), reach.find_url(f"/vao/{code}" if code else "/vao")
        self.finish(
            {
                "open": reach.is_open,
                "url": url,
                "qr": _draw_join(url, title=words["join_qr"].format(url=url)) if url else None,
                "arrived": any(one.chosen and one.arrived for one in addresses),
                "addresses": [self._describe(one) for one in addresses],
            }
        )

    def _describe(self, one: Address) -> dict[str, object]:
        kind = one.reachable.kind.name.lower()
        return {
            "address": one.reachable.address,
            "interface": one.reachable.interface,
            "kind": kind,
            "label": self.site.renderer.words[f"join_kind_{kind}"],
            "chosen": one.chosen,
            "arrived": one.arrived,
        }


class WifiCodeHandler(TrainerHandler):
    """The code by which a phone joins a Wi-Fi. What was typed is drawn, sent back and forgotten.

    POST /api/wifi-qr {"name", "password": "" for an open network, "hidden"} → SVG; 400 {"message"} if no phone could
    join such a network.
    """

    def post(self) -> None:
        asked = self.read_body()
        name, password, hidden = asked.get("name"), asked.get("password", ""), asked.get("hidden", False)
        if not isinstance(name, str) or not isinstance(password, str) or not isinstance(hidden, bool):
            raise HTTPError(400)
        words = self.site.renderer.words
        try:
            text = wifi_text(name, password, hidden=hidden)
        except WifiError as error:
            self.set_status(400)
            self.finish({"message": words[error.fault]})
            return
        self.set_header("Content-Type", "image/svg+xml; charset=utf-8")
        self.finish(qr_svg(text, title=words["wifi_qr"].format(name=name)))


class JoinHelpHandler(BaseHandler):
    """What to do when phones do not get in; for the trainer also the codes to show and to print."""

    def get(self) -> None:
        self.send_page(self.site.renderer.render_join_help(trainer=self.is_trainer()))
