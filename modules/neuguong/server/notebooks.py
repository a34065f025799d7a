"""Which notebook stands behind a page, and making one for a lesson that has none. Knows nothing of kernels or HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from ..addresses import REVIEW_SLUG, ROOM_SLUG, TRAINER_SLUG, WALL_SLUG
from ..items import Lesson, Pack, Status


@dataclass(frozen=True)
class PageNotebook:
    """A page and its notebook. `card` names the script its widgets load; a guarded page needs the pass phrase. `parts`
    have an address of their own each, below the page's: part → title."""

    slug: str
    title: str
    notebook: NotebookNode
    card: str = "card"
    guarded: bool = False
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> list[str]:
        """The source of its code cells."""
        return [cell.source for cell in self.notebook.cells if cell.cell_type == "code"]

    @property
    def door(self) -> int | None:
        """The index of the cell that shows the lesson's card, where the code is nothing but a lesson's own two
        statements: such a page needs no kernel. None for any other notebook."""
        code = [(n, cell.source.strip()) for n, cell in enumerate(self.notebook.cells) if cell.cell_type == "code"]
        return code[-1][0] if [source for _, source in code] == [_open_cell(self.slug), SHOW_CELL] else None


TRAINERS = (
    (TRAINER_SLUG, "Trang hướng dẫn", "board"),
    (ROOM_SLUG, "Phòng điều khiển", "room"),
    (WALL_SLUG, "Màn chiếu", "wall"),
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


def read_notebook(path: Path) -> NotebookNode:
    """The notebook without any saved outputs."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    return notebook  # type: ignore[no-any-return]


def build_lesson_notebook(pack: Pack, lesson: Lesson) -> NotebookNode:
    """A lesson page from data alone: title, what the requirements ask, the situations."""
    taught = [
        f"### {requirement.title} ({requirement.identifier})\n\n{requirement.summary}"
        for requirement in pack.requirements.values()
        if requirement.topic == lesson.topic and requirement.kind == "requirement"
    ]
    cells = [
        new_markdown_cell(f"# {lesson.title}\n\n{lesson.subtitle}"),  # type: ignore[no-untyped-call]
        new_markdown_cell("\n\n".join(taught) or lesson.subtitle, metadata={"tags": ["taught"]}),  # type: ignore[no-untyped-call]
        new_code_cell(  # type: ignore[no-untyped-call]
            _open_cell(lesson.slug),
            metadata={"tags": ["setup"]},
        ),
        new_code_cell(SHOW_CELL),  # type: ignore[no-untyped-call]
    ]
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernelspec})  # type: ignore[no-untyped-call, no-any-return]
