"""The addresses of what is printed: the list of parts, a part's handout for everybody, its key for the trainer.

Knows nothing of how a page is printed.
"""

import asyncio

from tornado.web import HTTPError

from ..addresses import TRAINER_SLUG
from ..errors import UnknownItemError
from .handlers import BaseHandler

KEY_SUFFIX = "-dap-an"


class PaperHandler(BaseHandler):
    """A handler that answers with a file."""

    def send_pdf(self, content: bytes, name: str, *, kept: bool = False) -> None:
        """`name` is ASCII, without its ending; `kept`: whether a browser may keep it."""
        self.set_header("Content-Type", "application/pdf")
        self.set_header("Content-Disposition", f'inline; filename="{name}.pdf"')
        self.set_header("Cache-Control", "private, max-age=600" if kept else "no-store")
        # The browser's own viewer is a page with a style of its own.
        self.set_header("Content-Security-Policy", "frame-ancestors 'none'; base-uri 'none'")
        self.finish(content)


class PrintListHandler(BaseHandler):
    """Every part, to be printed; keys are listed for the trainer."""

    def get(self) -> None:
        self.send_page(self.site.renderer.render_print_list(trainer=self.is_trainer()))

    head = get


class PartPaperHandler(PaperHandler):
    """GET /in/SLUG/PART.pdf: the handout. GET /in/SLUG/PART-dap-an.pdf: the key, behind the trainer's gate."""

    async def get(self, slug: str, name: str) -> None:
        is_key = name.endswith(KEY_SUFFIX)
        if is_key and not self.is_trainer():
            self.redirect(f"/{TRAINER_SLUG}/vao")
            return
        try:  # in a thread: printing takes half a second, and everybody's pages are served from this one
            content = await asyncio.to_thread(
                self.site.papers.export_part, slug, name.removesuffix(KEY_SUFFIX), key=is_key
            )
        except UnknownItemError:
            raise HTTPError(404) from None
        self.send_pdf(content, f"{slug}_{name}", kept=not is_key)
