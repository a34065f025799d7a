"""The same notebook with the same card in JupyterLab: a real browser, a real `jupyter lab`."""

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
from contextlib import closing
from pathlib import Path

import pytest
from neuguong.bank import kit_folder
from playwright.sync_api import Browser, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lab")]

READY_WITHIN_S = 120
TIMEOUT_MS = 45_000
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


def test_in_jupyterlab_the_same_card_appears_and_an_answer_is_saved(lab: str, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(TIMEOUT_MS)
    try:
        page = context.new_page()
        page.goto(lab)
        expect(page.locator(".jp-Notebook .jp-CodeCell").first).to_be_visible(timeout=TIMEOUT_MS)
        expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=TIMEOUT_MS)
        page.locator(".lm-MenuBar-item").get_by_text("Run", exact=True).click()
        page.locator(".lm-Menu-item").get_by_text("Run All Cells", exact=True).click()
        card = page.locator(".jp-OutputArea .ng-card")
        expect(card).to_have_count(1, timeout=TIMEOUT_MS)
        card.get_by_role("button", name="Đồng ý ghi nhớ").click()
        for field in card.locator("form fieldset").all():
            field.locator("input").first.check(force=True)
        card.locator("button[type=submit]").click()
        expect(card.get_by_text("Đã lưu").first).to_be_visible(timeout=TIMEOUT_MS)
        expect(card.locator(".ng-why").first).to_be_visible()
    finally:
        context.close()
    with closing(sqlite3.connect(tmp_path / "home" / "neuguong.sqlite3")) as connection:
        ((actor,),) = connection.execute("SELECT actor FROM statement").fetchall()
    assert actor
