"""Every page's HTML, made once: Voilà's exporter over our own template, compiled once, never per request.

Knows no handler. What only some pages need is imported for the first of them.
"""

import asyncio
import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from ..addresses import AFTER_STEP, BEFORE_STEP, CERTIFICATE_SLUG, OFFLINE_SLUG, PLAN_SLUG, PRINT_SLUG, SELF_CHECK_SLUG
from ..items import Lesson, Pack, Requirement, Status, Topic, count_decisions, estimate_minutes
from ..text import load_words, say
from .notebooks import PageNotebook
from .printing import Attestation

if TYPE_CHECKING:
    from mistune import Markdown
    from voila.exporter import VoilaExporter

TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page."""

    body: bytes
    packed: bytes
    etag: str


class PageRenderer:
    """Renders the pages of one pack. Pages with a notebook go through Voilà's exporter, the others through Jinja."""

    def __init__(self, pack: Pack, static_prefix: str, *, tests: Mapping[str, tuple[int, int]] | None = None) -> None:
        """`tests`: lesson → how many questions its tests ask, and the minutes that takes."""
        self._pack = pack
        self._tests = tests or {}
        self.words = load_words()["page"]
        self._site = {"title": pack.title, "static": static_prefix}
        self._environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True)
        self._environment.filters["page_markdown"] = self._page_markdown

    @cached_property
    def _markdown(self) -> "Markdown":
        import mistune  # not for the home page

        return mistune.create_markdown(escape=True, plugins=["table"])

    def _page_markdown(self, text: str) -> Markup:
        return Markup(self._markdown(text))

    @cached_property
    def _exporter(self) -> "VoilaExporter":
        """Voilà is read for the first notebook's page: the home page does not wait for it."""
        from voila.exporter import VoilaExporter

        exporter = VoilaExporter(template_paths=[str(TEMPLATES)], template_name="neuguong", base_url="/")
        exporter.register_filter("page_markdown", self._page_markdown)
        exporter.environment.autoescape = True  # nbconvert's own templates want it off, ours not
        return exporter

    def render_notebook(self, page: PageNotebook) -> Page:
        """The notebook's prose, and an empty place for the output of each code cell."""
        return asyncio.run(self.build_notebook_page(page))

    async def build_notebook_page(self, page: PageNotebook, part: str | None = None) -> Page:
        """The same, where the address names a part of it: the prose stands back behind the card."""
        tested = page.slug in self._tests
        more = self._more(page.slug) if page.slug in self._pack.lessons else []
        resources = {
            "slug": page.slug, "card": page.card, "guarded": page.guarded, "part": part, "tested": tested, "more": more,
        }  # fmt: skip
        told = page.title if part is None else f"{page.parts[part]} · {page.title}"
        context = {"title": told, "page": page, "site": self._site, "words": self.words}
        pieces = self._exporter.generate_from_notebook_node(page.notebook, resources, context)
        return finish("".join([text async for text, _ in pieces]))

    def render_selftests(self) -> dict[str, Page]:
        """The pages of every lesson's two tests, by their address."""
        words = load_words()
        texts = {name: json.dumps(words[name], ensure_ascii=False) for name in ("card", "selftest")}
        return {
            f"{slug}/{step}": self._render(
                "selftest", title=words["selftest"][phase], lesson=self._pack.lessons[slug], phase=phase, texts=texts,
                told=words["selftest"], facts=say("selftest.facts", n=n, minutes=minutes),
            )
            for slug, (n, minutes) in self._tests.items()
            for step, phase in ((BEFORE_STEP, "before"), (AFTER_STEP, "after"))
        }  # fmt: skip

    def render_home(self) -> Page:
        """Lessons and their parts; what a browser knows of them is filled in by its script, `home.js`."""
        lessons = [self._outline(one) for one in self._pack.lessons.values()]
        return self._render("home", title=self._pack.title, pack=self._pack, lessons=lessons, more=self._more())

    def render_about(self) -> Page:
        norms = [
            {
                "cite_as": norm.cite_as,
                "note": norm.note.strip().rstrip("."),
                "status_text": None if norm.status == "in_force" else say(f"study.status_{norm.status}"),
            }
            for norm in self._pack.norms.values()
        ]
        return self._render("about", title=self.words["about"], about=self._pack.about, norms=norms)

    def render_mydata(self) -> Page:
        titles = {slug: lesson.title for slug, lesson in self._pack.lessons.items()}
        return self._render("mydata", title=self.words["mydata"], told=load_words()["mydata"], lessons=titles)

    def render_offline(self, pages: Mapping[str, PageNotebook]) -> Page:
        """What works without a line, with a place for the card of any lesson: it stands in for that lesson's page."""
        doors = [page for page in pages.values() if page.door is not None]
        return self._render("offline", title=self.words["offline"], pages=doors, own=f"/{OFFLINE_SLUG}")

    def render_gate(self, slug: str, message: str = "") -> Page:
        """Where the pass phrase is asked for before that page."""
        return self._render("gate", title=self.words["gate_title"], slug=slug, message=message)

    def render_phone(self) -> Page:
        """The page of a phone in a hall: all its words, and files as few as a crowded network wants them."""
        words = load_words()
        text = json.dumps({"hall": words["hall"], "card": words["card"]}, ensure_ascii=False, separators=(",", ":"))
        return self._render("phone", title=words["hall"]["page_title"], text=text, told=words["hall"])

    def render_join_help(self, *, trainer: bool) -> Page:
        """The help page; its codes are the trainer's."""
        return self._render("join_help", title=self.words["join_help_title"], trainer=trainer)

    def render_work_sheets(self) -> dict[str, Page]:
        """Slug → page of what learners write for their own work: the plan, where the pack has one, and the questions of
        the requirements that have some. What is written there stays in the browser."""
        plan, asked = self._pack.plan, self._self_checks()
        pages: dict[str, Page] = {}
        if plan is not None:
            pages[PLAN_SLUG] = self._render("plan", title=plan.title, plan=plan, has_self_check=bool(asked))
        if asked:
            title = self.words["self_check_title"]
            pages[SELF_CHECK_SLUG] = self._render("self_check", title=title, topics=asked, plan=plan)
        return pages

    def _self_checks(self) -> list[tuple[Topic, list[Requirement]]]:
        """The requirements that have questions for one's own work, by topic."""
        found: dict[str, list[Requirement]] = {}
        for one in self._pack.requirements.values():
            if one.self_check:
                found.setdefault(one.topic, []).append(one)
        return [(topic, found[name]) for name, topic in self._pack.topics.items() if name in found]

    def _more(self, lesson: str | None = None) -> list[tuple[str, str]]:
        """Address and title of what is for work and for paper, as the home page lists it; or a lesson's own pages."""
        plan = self._pack.plan
        return [
            *([(PLAN_SLUG, plan.title)] if plan else []),
            *([(SELF_CHECK_SLUG, self.words["self_check_title"])] if self._self_checks() else []),
            (CERTIFICATE_SLUG, self.words["certificate_title"]),
            (f"{PRINT_SLUG}#{lesson}" if lesson else PRINT_SLUG, self.words["print_title"]),
        ]

    def render_certificate(self) -> Page:
        topics = self._pack.topics
        lessons = [
            {**self._outline(one), "sensitive": topics[one.topic].sensitive} for one in self._pack.lessons.values()
        ]
        return self._render("certificate", title=self.words["certificate_title"], lessons=lessons)

    def render_check(self, told: Attestation | None, *, asked: bool) -> Page:
        """What a code says; with None that it is none, or, where none was asked about, only the field for one."""
        paper = load_words()["certificate"]
        return self._render("check", title=self.words["check_title"], told=told, asked=asked, paper=paper)

    def render_print_list(self, *, trainer: bool) -> Page:
        """Every part, to be printed; the trainer's has the keys too."""
        lessons = [self._outline(one) for one in self._pack.lessons.values()]
        return self._render("print_list", title=self.words["print_title"], lessons=lessons, trainer=trainer)

    def render_error(self, status: int) -> Page:
        """What a visitor reads instead of a page: no traceback, path or key."""
        if status == 404:
            return self._render("error", title=self.words["not_found_title"], message=self.words["not_found"])
        key = {403: "locked", 413: "too_large", 421: "foreign_name", 429: "too_many"}.get(status, "error")
        return self._render("error", title=self.words["failed_title"], message=self.words[key])

    def _render(self, template: str, **values: object) -> Page:
        named: Mapping[str, Any] = {"site": self._site, "words": self.words, **values}
        return finish(self._environment.get_template(f"{template}.html.j2").render(**named))

    def _outline(self, lesson: Lesson) -> dict[str, Any]:
        """A lesson as the home page shows it: only what a learner would be shown."""
        parts: list[dict[str, Any]] = []
        for part in lesson.parts:
            shown = [self._pack.scenarios[one] for one in part.scenarios]
            if items := sum(count_decisions(one) for one in shown if one.status is Status.LIVE):
                minutes = estimate_minutes(items)
                facts = self.words["part_facts"].format(minutes=minutes, items=items)
                parts.append({"id": part.identifier, "title": part.title, "n": items, "facts": facts})
        total = sum(part["n"] for part in parts)
        facts = (
            self.words["lesson_facts"].format(parts=len(parts), items=total) if total else self.words["lesson_empty"]
        )
        told = {"slug": lesson.slug, "title": lesson.title, "subtitle": lesson.subtitle}
        return {**told, "facts": facts, "n": total, "parts": parts}


def finish(html: str) -> Page:
    body = html.encode()
    return Page(body, gzip.compress(body, 9, mtime=0), f'"{hashlib.sha256(body).hexdigest()[:16]}"')
