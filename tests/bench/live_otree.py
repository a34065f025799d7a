"""Owns oTree, the nearest open server of live sessions in Python, as a contender: brought into an environment of its
own that goes with the bench, and run with one question asked twice. Nothing of it becomes part of the project.

Knows nothing of ours. It keeps all answers in memory and writes them to its SQLite file when it ends in order.
"""

import asyncio
import json
import os
import secrets
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import Request, urlopen

from tornado.httpclient import AsyncHTTPClient, HTTPResponse

from tests.bench.contender import Contender, free_port
from tests.bench.crowd import STEP_S, spread, step
from tests.bench.veth import Network

PACKAGE = "otree==6.0.15"
INSTALLED_WITHIN_S, STARTED_WITHIN_S, REQUEST_S = 150, 30, 60.0
FILES = {
    "settings.py": """
SESSION_CONFIGS = [dict(name="hall", app_sequence=["ask"], num_demo_participants=1)]
SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1.00, participation_fee=0.00, doc="")
LANGUAGE_CODE, REAL_WORLD_CURRENCY_CODE, USE_POINTS = "en", "USD", True
ADMIN_USERNAME = ADMIN_PASSWORD = SECRET_KEY = "bench"
""",
    "ask/__init__.py": """
from otree.api import *
class C(BaseConstants):
    NAME_IN_URL, PLAYERS_PER_GROUP, NUM_ROUNDS = "ask", None, 2
class Subsession(BaseSubsession): pass
class Group(BaseGroup): pass
class Player(BasePlayer):
    choice = models.IntegerField(choices=[0, 1, 2], widget=widgets.RadioSelect)
class Ask(Page):
    form_model, form_fields = "player", ["choice"]
page_sequence = [Ask]
""",
    "ask/Ask.html": "{{ block content }}{{ formfields }}{{ next_button }}{{ endblock }}\n",
}


def install_otree(folder: Path, network: Network) -> Path:
    """A fresh environment with oTree in it, and its project: where both are. Raises what went wrong."""
    began, place = time.monotonic(), folder / "otree"
    for name, text in FILES.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    for name in ("_static", "_templates"):
        (place / name).mkdir()
    python = place / "own" / "bin" / "python"
    for command in (
        [sys.executable, "-m", "venv", str(place / "own")],
        [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", PACKAGE],
    ):
        left = INSTALLED_WITHIN_S - (time.monotonic() - began)
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=left, preexec_fn=network.outside)
    print(f"{PACKAGE} brought in {time.monotonic() - began:.0f} s", flush=True)
    return place


class Otree(Contender):
    """One server of it, begun anew."""

    def __init__(self, place: Path, network: Network) -> None:
        port = free_port()
        self.url = f"http://{network.host}:{port}"
        programs = place / "own" / "bin"

        def start(marks: dict[str, str]) -> int:
            (place / "db.sqlite3").unlink(missing_ok=True)
            own = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "OTREE_REST_KEY": "bench"}
            process = subprocess.Popen(
                [str(programs / "otree"), "prodserver", f"{network.host}:{port}"],
                cwd=place,
                env={**os.environ, **marks, **own, "OTREE_PRODUCTION": "1", "OTREE_AUTH_LEVEL": "DEMO"},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                preexec_fn=network.outside,
            )
            until = time.monotonic() + STARTED_WITHIN_S
            while process.poll() is None and time.monotonic() < until:
                with suppress(OSError):
                    urlopen(f"{self.url}/demo", timeout=5).close()
                    return process.pid
                time.sleep(0.2)
            raise RuntimeError("oTree did not start")

        super().__init__("oTree", start)

    def open_session(self, people: int) -> str:
        """The address by which everybody joins."""
        asked = json.dumps({"session_config_name": "hall", "num_participants": people}).encode()
        headers = {"otree-rest-key": "bench", "Content-Type": "application/json"}
        with urlopen(Request(f"{self.url}/api/sessions", asked, headers), timeout=REQUEST_S) as answer:
            return str(json.load(answer)["session_wide_url"])


class Participant:
    def __init__(self, link: str) -> None:
        self._page = link

    async def join(self) -> None:
        self._page = (await _fetch(self._page, follow_redirects=True)).effective_url

    async def answer(self) -> None:
        """Send the page: its answer is the way to the next."""
        told = await _fetch(
            self._page, method="POST", body=f"choice={secrets.randbelow(3)}", follow_redirects=False, raise_error=False
        )
        if told.code != 302:
            raise RuntimeError(f"answered with {told.code}")
        self._page = urljoin(self._page, told.headers["Location"])

    async def go_on(self) -> None:
        await _fetch(self._page, follow_redirects=True)


async def _fetch(url: str, **how: object) -> HTTPResponse:
    return await AsyncHTTPClient().fetch(url, request_timeout=REQUEST_S, connect_timeout=REQUEST_S, **how)


async def run_otree(otree: Otree, people: int, names: tuple[str, str, str], memory: str) -> None:
    """Join within 30 s, answer within 10 s, answer in a burst of 1 s; `names` of these figures and of the memory."""
    crowd = [Participant(link) for link in [await asyncio.to_thread(otree.open_session, people)] * people]
    await step(otree, names[0], spread(30, Participant.join, crowd))
    await step(otree, names[1], spread(10, Participant.answer, crowd))
    await asyncio.wait_for(spread(10, Participant.go_on, crowd), STEP_S)
    await step(otree, names[2], spread(1, Participant.answer, crowd))
    otree.tell(memory, f"{otree.pss_mb():.0f} MB")
