"""The README's pictures, from a real server: a question on a phone beside the trainer's board; a learner's week; a
hall's wall beside its control room.

Run by hand: `python tests/bench/picture.py`.
"""

import json
import os
import random
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from neuguong.bank import default_data_folder, load_pack  # noqa: E402
from neuguong.clock import FixedClock  # noqa: E402
from neuguong.scoring import build_examples, parse_response, score_response  # noqa: E402
from neuguong.store import Statement, connect_log  # noqa: E402

from tests.bench.contender import bench  # noqa: E402
from tests.browser.hall_people import Others  # noqa: E402
from tests.browser.running import FLAGS, find_chromium  # noqa: E402
from tests.browser.test_lesson import begin, first_part  # noqa: E402
from tests.serving import Server, serve  # noqa: E402

IMAGES = ROOT / "notebooks" / "images"
PHONE: ViewportSize = {"width": 390, "height": 844}
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
    page = browser.new_page(viewport=PHONE)
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


def shoot_hall(browser: Browser, server: Server) -> list[bytes]:
    """A question that two dozen phones have answered: what the trainer alone sees, then what is projected."""
    context = browser.new_context(viewport={"width": 760, "height": 620})
    room = context.new_page()
    room.goto(f"{server.address}/phong")
    room.get_by_label("Mật khẩu").fill(server.passphrase)
    room.keyboard.press("Enter")
    room.get_by_text("30 phút").first.click()
    room.get_by_role("button", name="Bắt đầu", exact=True).click()
    others = Others(server, room.locator(".ng-code").inner_text(), count=24)
    take_step(room, "Mở câu 1")
    room.locator(".ng-stage", has_text="đang nhận").wait_for()
    while others.state()["stage"] != "open":
        room.wait_for_timeout(100)
    others.vote(right=13)
    take_step(room, "Đóng câu trả lời")
    take_step(room, "Xem kết quả")
    room.locator(".ng-share").wait_for()
    room.evaluate("document.querySelector('.ng-hall').scrollIntoView()")
    room.locator(".ng-next:not([aria-disabled=true])").wait_for()
    before = room.screenshot()
    take_step(room, "Chiếu kết quả", press=".ng-foot-row .ng-button:not(.ng-next)")
    wall = context.new_page()
    wall.set_viewport_size({"width": 1280, "height": 720})
    wall.goto(f"{server.address}/man-chieu")
    wall.locator(".ng-rows, .ng-table").first.wait_for()
    wall.locator(".ng-key-hint").evaluate("hint => hint.remove()")
    return [before, wall.screenshot()]


def take_step(room: Page, label: str, *, press: str = ".ng-next") -> None:
    step = room.locator(f"{press}:not([aria-disabled=true])", has_text=label)
    step.wait_for()
    step.click()


def shoot_week(browser: Browser, server: Server) -> list[bytes]:
    """Home to somebody who comes back, an answer that was sure and wrong, and what is asked again."""
    context = browser.new_context(viewport=PHONE, timezone_id="Asia/Ho_Chi_Minh")
    page = context.new_page()
    pack = load_pack(default_data_folder())
    earlier = (datetime.now(UTC) - timedelta(days=4)).date().isoformat()
    asked = {item.requirements[0]: item for one, item in pack.live_items() if one.topic == "tac-phong"}
    rows = [
        {"item": item.identifier, "version": item.version, "score": 0, "max_score": 1, "day": earlier, "sure": True}
        for item in list(asked.values())[:3]
    ]
    page.goto(server.address)
    kept = {"consent": "true", "local": json.dumps(rows)}
    for name, value in kept.items():
        page.evaluate("([name, value]) => localStorage.setItem(`neuguong.${name}`, value)", [name, value])
    page.goto(server.address + first_part("trach-nhiem"))
    begin(page)
    legend = page.locator(".ng-card form legend").first.inner_text()
    (item,) = [one for _, one in pack.live_items() if legend.endswith(one.prompt)]
    wrong = next(one for one in item.choices if one.identifier != build_examples(item).right)
    page.get_by_label(wrong.text, exact=True).check(force=True)
    page.locator(".ng-certainty input").last.check()
    page.locator(".ng-card [type=submit]").click()
    page.locator(".ng-saved").wait_for()
    told = page.screenshot()
    page.goto(server.address)
    page.locator("#ng-due").wait_for()
    home = page.screenshot()
    page.locator("#ng-due").click()
    page.locator(".ng-card form").wait_for()
    page.evaluate("document.querySelector('.ng-card').scrollIntoView()")
    return [home, told, page.screenshot()]


def put_together(browser: Browser, folder: Path, name: str, shots: list[bytes], *, height: int | None = None) -> None:
    """One picture of these, side by side; `height`: all as high."""
    for n, shot in enumerate(shots):
        (folder / f"{n}.png").write_bytes(shot)
    sheet = folder / "sheet.html"
    size = f" height='{height}'" if height else ""
    images = "".join(f"<img src='{n}.png'{size} style='border-radius:18px'>" for n in range(len(shots)))
    style = "margin:0;padding:24px;display:flex;gap:24px;background:#e9e6df;width:max-content"
    sheet.write_text(f'<body style="{style}">{images}</body>')
    page = browser.new_page(viewport={"width": 1462, "height": 892})
    page.goto(sheet.as_uri())
    IMAGES.mkdir(exist_ok=True)
    page.locator("body").screenshot(path=IMAGES / name)
    print(IMAGES / name)


def main() -> None:
    with (
        bench(whole_s=WHOLE_S) as folder,
        serve(folder, "--lan", before=os.setsid) as server,
        sync_playwright() as playwright,
    ):
        fill_log(server)
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=FLAGS)
        put_together(browser, folder, "readme.png", [shoot_question(browser, server), shoot_board(browser, server)])
        put_together(browser, folder, "tuan.png", shoot_week(browser, server))
        put_together(browser, folder, "hall.png", shoot_hall(browser, server), height=420)
        browser.close()


if __name__ == "__main__":
    main()
