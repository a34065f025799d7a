"""The same lesson wherever its card is hosted, JupyterLab among it: real browser, real server, real `jupyter lab`."""

import json
import os
import re
import secrets
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.request import urlopen

import pytest
from neuguong.bank import kit_folder
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.running import TIMEOUT_MS
from tests.browser.test_lesson import first_part
from tests.serving import Server, serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lab")]

DESK = {"width": 1280, "height": 900}
READY_WITHIN_S = 120
NEWS = "@jupyterlab/apputils-extension:announcements"
"""Asks the network for news, and covers a corner of the page to ask for leave."""


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """The address, with its token, of a JupyterLab over a copy of the notebooks: it saves what it opens."""
    notebooks = tmp_path / "notebooks"
    shutil.copytree(kit_folder() / "notebooks", notebooks, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    token = secrets.token_hex(16)
    places = {name: str(tmp_path / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    own = {name: value for name, value in os.environ.items() if not name.startswith(("NEUGUONG_", "JUPYTER"))}
    page_config = tmp_path / "jupyter_config_dir" / "labconfig" / "page_config.json"
    page_config.parent.mkdir(parents=True)
    page_config.write_text(json.dumps({"disabledExtensions": {NEWS: True}}), encoding="utf-8")
    options = [
        *("--no-browser", "--allow-root", "--port=0", "--ip=127.0.0.1", f"--ServerApp.root_dir={notebooks}"),
        *(f"--IdentityProvider.token={token}", "--LabApp.extension_manager=readonly"),
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        env={**own, **places, "NEUGUONG_HOME": str(tmp_path / "home"), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    lines: list[str] = []
    ports: list[str] = []
    told = threading.Event()

    def read() -> None:
        for line in process.stdout or ():
            lines.append(line)
            if found := re.search(r"http://127\.0\.0\.1:([1-9]\d*)/lab", line):
                ports.append(found[1])
                told.set()
        told.set()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        assert told.wait(READY_WITHIN_S)
        assert ports, "".join(lines)
        yield f"http://127.0.0.1:{ports[0]}/lab/tree/trach-nhiem.ipynb?token={token}"
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)
        reader.join()
        process.stdout.close()
        print("".join(lines))


def open_in_lab(page: Page, lab: str) -> Locator:
    """Run the notebook; its card."""
    page.goto(lab)
    expect(page.locator(".jp-Notebook .jp-CodeCell").first).to_be_visible()
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()
    page.locator(".lm-MenuBar-item").get_by_text("Run", exact=True).click()
    page.locator(".lm-Menu-item").get_by_text("Run All Cells", exact=True).click()
    card = page.locator(".jp-OutputArea .ng-card")
    expect(card).to_have_count(1)
    return card


def open_on_site(page: Page, server: Server) -> Locator:
    """The card, once it is there: then the page has its seat."""
    page.goto(server.address + first_part("trach-nhiem"))
    card = page.locator(".ng-card")
    expect(card.locator(".ng-intro")).to_be_visible()
    return card


def read(card: Locator) -> list[str]:
    """What stands on the card, line by line; sorted, for choices are shuffled."""
    return sorted(filter(None, map(str.strip, card.inner_text().splitlines())))


def study(card: Locator) -> list[list[str]]:
    """Begin, agree, answer, read why, go on, look at the results and at all parts: what the card shows at each step."""
    expect(card.locator(".ng-intro")).to_be_visible()
    shown = [read(card)]
    card.get_by_role("button", name="Vào tình huống").click()
    expect(card.locator("form fieldset").first).to_be_visible()
    shown.append(read(card))
    card.get_by_role("button", name="Đồng ý ghi nhớ").click()
    choices = card.locator("form .ng-fields label")
    choices.filter(has_text=sorted(choices.all_inner_texts())[0].strip()).locator("input").check(force=True)
    shown.append(read(card))
    card.locator("button[type=submit]").click()
    expect(card.get_by_text("Đã lưu").first).to_be_visible()
    expect(card.locator(".ng-why").first).to_be_visible()
    shown.append(read(card))
    card.get_by_role("button", name="Tiếp tục").click()
    expect(card.get_by_text("Câu 2/3")).to_be_visible()
    shown.append(read(card))
    card.get_by_role("button", name="Kết quả").click()
    expect(card.locator(".ng-summary")).to_be_visible()
    shown.append(read(card))
    card.locator(".ng-up").click()
    expect(card.locator(".ng-contents")).to_be_visible()
    shown.append(read(card))
    return shown


def actors(home: Path) -> list[str | None]:
    with closing(sqlite3.connect(home / "neuguong.sqlite3")) as connection:
        return [actor for (actor,) in connection.execute("SELECT actor FROM statement")]


def test_a_lesson_is_the_same_in_a_kernel_in_the_server_itself_and_in_jupyterlab(
    lab: str, browser: Browser, tmp_path: Path
) -> None:
    def look(size: dict[str, int]) -> Page:
        context = contexts.enter_context(closing(browser.new_context(viewport=size)))  # type: ignore[arg-type]
        context.set_default_timeout(TIMEOUT_MS)
        return context.new_page()

    with serve(tmp_path / "site", "--cap", "1") as server, ExitStack() as contexts:
        with_kernel, without = look(DESK), look(DESK)
        first, second = open_on_site(with_kernel, server), open_on_site(without, server)
        health = json.load(urlopen(f"{server.address}/healthz", timeout=30))
        assert (health["kernels"], health["hosted"]) == (1, 1)
        seen = study(first)
        assert study(second) == seen
        assert study(open_in_lab(look(DESK), lab)) == seen
        assert len(actors(tmp_path / "site")) == 2
    assert [len(actor or "") for actor in (*actors(tmp_path / "site"), *actors(tmp_path / "home"))] == [64] * 3
