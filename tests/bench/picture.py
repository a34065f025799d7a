"""The README's picture, from a real server: a question on a phone beside the trainer's board.

Run by hand: `python tests/bench/picture.py`.
"""

import os
import random
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from neuguong.bank import default_data_folder, load_pack  # noqa: E402
from neuguong.clock import FixedClock  # noqa: E402
from neuguong.scoring import build_examples, parse_response, score_response  # noqa: E402
from neuguong.store import Statement, connect_log  # noqa: E402

from tests.bench.contender import bench  # noqa: E402
from tests.browser.conftest import FLAGS, find_chromium  # noqa: E402
from tests.browser.test_lesson import begin, first_part  # noqa: E402
from tests.serving import Server, serve  # noqa: E402

TARGET = ROOT / "notebooks" / "images" / "readme.png"
PEOPLE = 40
WHOLE_S = 300


def fill_log(server: Server) -> None:
    """Invented answers of invented people, so that the board has something to show."""
    pack = load_pack(default_data_folder())
    dice = random.Random(7)
    clock = FixedClock(datetime.now(UTC) - timedelta(minutes=30))
    log = connect_log(server.database_url, clock=clock)
    part = next(iter(pack.lessons.values())).parts[0]
    items = [(pack.scenarios[one], item) for one in part.scenarios for item in pack.scenarios[one].items]
    for _ in range(PEOPLE):
        clock.at = datetime.now(UTC) - timedelta(minutes=30)
        actor = uuid.UUID(int=dice.getrandbits(128)).hex
        for scenario, item in items:
            examples = build_examples(item)
            raw = examples.right if dice.random() < 0.6 else dice.choice(examples.wrong)
            outcome = score_response(item, parse_response(item, raw))
            clock.advance(timedelta(seconds=80))  # slow enough to count as people
            log.append_statement(
                Statement(
                    attempt_id=str(uuid.UUID(int=dice.getrandbits(128), version=4)),
                    timestamp=datetime.now(UTC),
                    stored=None,
                    context="study",
                    context_id=None,
                    round=None,
                    topic=scenario.topic,
                    scenario_id=scenario.identifier,
                    item_id=item.identifier,
                    item_version=item.version,
                    content_revision=pack.revision,
                    interaction=item.interaction.kind,
                    response=raw,
                    presented_order=item.choice_ids,
                    score=outcome.score,
                    max_score=outcome.max_score,
                    chance=outcome.chance,
                    duration_ms=40_000,
                    confidence=None,
                    attempt_number=1,
                    app_version="0",
                    actor=actor,
                    unit=None,
                ),
                sensitive=False,
            )
    log.close()


def shoot_question(browser: Browser, server: Server) -> bytes:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(server.address + first_part("trach-nhiem"))
    begin(page)
    page.get_by_role("button", name="Không, chỉ học").click()
    page.locator(".ng-card form fieldset input").first.check()
    page.evaluate("scrollTo(0, document.querySelector('.ng-card form').getBoundingClientRect().top + scrollY - 330)")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.screenshot()


def shoot_board(browser: Browser, server: Server) -> bytes:
    page: Page = browser.new_page(viewport={"width": 1000, "height": 844})
    page.goto(f"{server.address}/huong-dan/vao")
    page.locator("input[name=passphrase]").fill(server.passphrase)
    page.keyboard.press("Enter")
    page.locator(".ng-board table").first.wait_for()
    page.evaluate("document.querySelector('.ng-board').scrollIntoView()")
    return page.screenshot()


def main() -> None:
    with bench(whole_s=WHOLE_S) as folder, serve(folder, before=os.setsid) as server, sync_playwright() as playwright:
        fill_log(server)
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=FLAGS)
        shots = {"a.png": shoot_question(browser, server), "b.png": shoot_board(browser, server)}
        for name, shot in shots.items():
            (folder / name).write_bytes(shot)
        sheet = folder / "sheet.html"
        sheet.write_text(
            "<body style='margin:0;padding:24px;display:flex;gap:24px;background:#e9e6df;width:max-content'>"
            "<img src='a.png' style='border-radius:24px'><img src='b.png' style='border-radius:12px'></body>"
        )
        page = browser.new_page(viewport={"width": 1462, "height": 892})
        page.goto(sheet.as_uri())
        TARGET.parent.mkdir(exist_ok=True)
        page.locator("body").screenshot(path=TARGET)
        browser.close()
    print(TARGET)


if __name__ == "__main__":
    main()
