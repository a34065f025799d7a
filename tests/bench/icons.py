"""Draws the kit's icons anew from `icon.svg`. Run by hand: `python -m tests.bench.icons`. Needs Chromium."""

from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.running import FLAGS, find_chromium

CLIENT = Path(__file__).parents[2] / "modules" / "neuguong" / "server" / "client"
PLAIN = {"icon_192.png": 192, "icon_512.png": 512}
FULL = {"icon_180.png": 180, "icon_maskable.png": 512}
"""Without round corners: whoever shows them cuts them to a shape of its own."""


def draw_icon(browser: Browser, svg: str, *, size: int) -> bytes:
    """The drawing as a PNG of that many pixels each way."""
    page = browser.new_page(viewport={"width": size, "height": size})
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{svg}")
    drawn = page.screenshot(omit_background=True)
    page.close()
    return drawn


def main() -> None:
    svg = (CLIENT / "icon.svg").read_text("utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=FLAGS)
        for name, size in PLAIN.items():
            (CLIENT / name).write_bytes(draw_icon(browser, svg, size=size))
        for name, size in FULL.items():
            (CLIENT / name).write_bytes(draw_icon(browser, svg.replace(' rx="7"', ""), size=size))
        browser.close()


if __name__ == "__main__":
    main()
