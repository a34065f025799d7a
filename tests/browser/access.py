"""Owns what axe-core is asked and how its findings are told. Knows no page of ours."""

from axe_playwright_python.sync_playwright import Axe, AxeResults  # type: ignore[import-untyped]
from playwright.sync_api import Page


def access_faults(page: Page, *, target_size: bool = False) -> str:
    """What axe finds wrong on the page, at length; "" if nothing. What is right need not be listed: that takes long."""
    if not page.evaluate("'axe' in window"):  # half a megabyte of script, once for each page that is loaded
        page.evaluate(Axe().axe_script)
    rules = {"target-size": {"enabled": True}} if target_size else {}
    found = AxeResults(page.evaluate("options => axe.run(options)", {"resultTypes": ["violations"], "rules": rules}))
    if found.violations_count == 0:
        return ""
    return f"{found.generate_snapshot()}{found.generate_report()}"
