"""Owns the serving of the card on a page with a strict content policy. Knows nothing of Jupyter, as the card does."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

HOST = Path(__file__).parent / "card_host"
CARD = Path(__file__).parents[2] / "modules" / "neuguong" / "widgets" / "card"
FILES = {
    "/": (HOST / "index.html", "text/html; charset=utf-8"),
    "/host.js": (HOST / "host.js", "text/javascript"),
    "/host.css": (HOST / "host.css", "text/css"),
    "/card.js": (CARD / "card.js", "text/javascript"),
    "/card.css": (CARD / "card.css", "text/css"),
    # The sources one by one, for tests of what needs no page: they are imported from an empty one.
    "/empty": (HOST / "empty.html", "text/html; charset=utf-8"),
    **{f"/src/{path.name}": (path, "text/javascript") for path in (CARD / "src").glob("*.js")},
}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; form-action 'none'; base-uri 'none'"


class CardHandler(BaseHTTPRequestHandler):
    """Serves these files and nothing else."""

    def do_GET(self) -> None:
        if self.path not in FILES:
            self.send_error(404)
            return
        path, content_type = FILES[self.path]
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def serve_card() -> Iterator[str]:
    """The address of a running server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), CardHandler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
