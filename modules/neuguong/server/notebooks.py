"""Which notebook stands behind a page, and making one for a lesson that has none. Knows nothing of kernels or HTTP.

nbformat is imported for whoever shows or runs a notebook: reading one of today's format is reading JSON.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..addresses import REVIEW_SLUG, ROOM_SLUG, TRAINER_SLUG, WALL_SLUG
from ..items import Lesson, Pack, Status

if TYPE_CHECKING:
    from nbformat import NotebookNode

FORMAT = 4
"""The major version of the format that notebooks have had since 2015."""


@dataclass(frozen=True)
class PageNotebook:
    """A page and its notebook. `card` names the script its widgets load; a guarded page needs the pass phrase. `parts`
    have an address of their own each, below the page's: part → title.

    `content` is the notebook's JSON, of format 4, without outputs.
    """

    slug: str
    title: str
    content: Mapping[str, Any]
    card: str = "card"
    guarded: bool = False
    parts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def notebook(self) -> "NotebookNode":
        """The notebook for whoever shows or runs it."""
        import nbformat

        return nbformat.reads(json.dumps(self.content), as_version=FORMAT)  # type: ignore[no-any-return, no-untyped-call]

    @property
    def cells(self) -> list[str]:
        """The source of its code cells."""
        return [source for _, source in self._code()]

    def _code(self) -> list[tuple[int, str]]:
        """Place and source of each code cell; a source may be written as a list of lines."""
        cells = enumerate(self.content["cells"])
        return [(n, "".join(cell["source"])) for n, cell in cells if cell["cell_type"] == "code"]

    @property
    def door(self) -> int | None:
        """The index of the cell that shows the lesson's card, where the code is nothing but a lesson's own two
        statements: such a page needs no kernel. None for any other notebook."""
        code = [(n, source.strip()) for n, source in self._code()]
        return code[-1][0] if [source for _, source in code] == [_open_cell(self.slug), SHOW_CELL] else None


TRAINERS = (
    (TRAINER_SLUG, "Trang hướng dẫn", "board"),
    (ROOM_SLUG, "Phòng điều khiển", "room"),
    (WALL_SLUG, "Màn chiếu", "wall"),
    (f"{TRAINER_SLUG}/ket-qua", "Kết quả nhóm", "figures"),
    (f"{TRAINER_SLUG}/hieu-qua", "Hiệu quả", "figures"),
    (f"{TRAINER_SLUG}/cau-hoi", "Phân tích câu hỏi", "figures"),
)
"""The pages of the kit that only a trainer opens: slug, title and card."""
SHOW_CELL = "page.show_scenarios()"


def _open_cell(slug: str) -> str:
    return f'from neuguong.pages import open_lesson\n\npage = open_lesson("{slug}")'


def find_pages(pack: Pack, data: Path, kit_notebooks: Path) -> dict[str, PageNotebook]:
    """Slug → page: the pack's lessons, and the kit's own pages: the review, and the trainer's."""
    own = (data / pack.notebooks).resolve() if pack.notebooks else None
    pages = {}
    for lesson in pack.lessons.values():
        path = own / f"{lesson.slug}.ipynb" if own else None
        notebook = read_notebook(path) if path and path.is_file() else build_lesson_notebook(pack, lesson)
        pages[lesson.slug] = PageNotebook(lesson.slug, lesson.title, notebook, parts=_live_parts(pack, lesson))
    review = kit_notebooks / f"{REVIEW_SLUG}.ipynb"
    if review.is_file():
        pages[REVIEW_SLUG] = PageNotebook(REVIEW_SLUG, "Ôn hôm nay", read_notebook(review))
    for slug, title, card in TRAINERS:
        path = kit_notebooks / f"{slug}.ipynb"
        if path.is_file():
            pages[slug] = PageNotebook(slug, title, read_notebook(path), card=card, guarded=True)
    return pages


def _live_parts(pack: Pack, lesson: Lesson) -> dict[str, str]:
    """The parts in which something is asked."""
    return {
        part.identifier: part.title
        for part in lesson.parts
        if any(pack.scenarios[one].status is Status.LIVE for one in part.scenarios)
    }


def read_notebook(path: Path) -> dict[str, Any]:
    """The notebook's JSON without any saved outputs; one of an older format is brought to today's."""
    content: dict[str, Any] = json.loads(path.read_bytes())
    if content.get("nbformat") != FORMAT:
        import nbformat

        content = nbformat.read(path, as_version=FORMAT)  # type: ignore[no-untyped-call]
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
    return content


def build_lesson_notebook(pack: Pack, lesson: Lesson) -> dict[str, Any]:
    """A lesson page from data alone: title, what the requirements ask, the situations."""
    taught = [
        f"### {requirement.title} ({requirement.identifier})\n\n{requirement.summary}"
        for requirement in pack.requirements.values()
        if requirement.topic == lesson.topic and requirement.kind == "requirement"
    ]
    cells = [
        _markdown(f"# {lesson.title}\n\n{lesson.subtitle}"),
        _markdown("\n\n".join(taught) or lesson.subtitle, "taught"),
        _code(_open_cell(lesson.slug), "setup"),
        _code(SHOW_CELL),
    ]
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"nbformat": FORMAT, "nbformat_minor": 4, "metadata": {"kernelspec": kernelspec}, "cells": cells}


def _markdown(source: str, *tags: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {"tags": list(tags)}, "source": source}


def _code(source: str, *tags: str) -> dict[str, Any]:
    return {
        "cell_type": "code", "metadata": {"tags": list(tags)}, "source": source, "outputs": [], "execution_count": None,
    }  # fmt: skip
