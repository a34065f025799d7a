"""The server where it finds no Linux: ordinary kernels, a lower cap, the same lesson.

Only the kit's own code is shown the other system (`tests/elsewhere`); this is no substitute for that system itself.
"""

import asyncio
import json
import resource
import secrets
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psutil
import pytest
from neuguong.server.capacity import decide_cap

from tests.channel import get_visitor_cookie, visit
from tests.serving import Server, serve

pytestmark = pytest.mark.xdist_group("elsewhere")
FEW = ("--cap", "4")
"""An ordinary kernel is a second of CPU: the two the visitors need, and as many are kept back from lessons."""
ELSEWHERE = Path(__file__).parents[1] / "elsewhere"


async def study(server: Server) -> dict[str, Any]:
    """Two visitors answer; the first one's kernel is then killed and replaced. Gives what the server says of itself."""
    tab, visitor = secrets.token_hex(16), await asyncio.to_thread(get_visitor_cookie, server)
    async with visit(server, tab=tab, visitor=visitor) as one, visit(server) as other:
        await asyncio.gather(one.enter(), other.enter())
        assert one.model != other.model
        await asyncio.gather(one.answer_first(), other.answer_first())
        health: dict[str, Any] = json.load(urlopen(f"{server.address}/healthz"))
        kernels = psutil.Process(server.process.pid).children()
        for kernel in kernels:
            kernel.kill()
        _, alive = await asyncio.to_thread(psutil.wait_procs, kernels, timeout=20)
        assert alive == []
    async with visit(server, tab=tab, visitor=visitor) as again:
        await again.enter()
        assert again.model != one.model
        await again.answer_first()
    return health


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_a_lesson_is_studied_where_nothing_can_be_forked(tmp_path: Path, system: str) -> None:
    environment = {"PYTHONPATH": str(ELSEWHERE), "NEUGUONG_TEST_SYSTEM": system}
    with serve(tmp_path, *FEW, environment=environment) as server:
        health = asyncio.run(study(server))
        processes = psutil.Process(server.process.pid).children(recursive=True)
        assert not any("template" in " ".join(one.cmdline()) for one in processes)
    assert health["kernels"] >= 2
    assert "Traceback" not in "".join(server.log)


def test_sockets_find_room_below_a_deep_folder_for_temporary_files(tmp_path: Path) -> None:
    deep = tmp_path / ("thu-muc-tam-" * 6)
    deep.mkdir()
    with serve(tmp_path / "home", "--no-fork", *FEW, environment={"TMPDIR": str(deep)}) as server:
        asyncio.run(study(server))


def test_the_limit_of_open_files_is_raised_and_kept_whatever_cap_is_asked_for(tmp_path: Path) -> None:
    """Under a soft limit of 256 files a cap of 60 needs more; a hard limit of 600 bears fewer and says so."""
    for soft, hard, told in ((256, 4096, False), (256, 600, True)):

        def limit(soft: int = soft, hard: int = hard) -> None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

        with serve(tmp_path / str(hard), "--cap", "60", before=limit) as server:
            limits = psutil.Process(server.process.pid).rlimit(psutil.RLIMIT_NOFILE)
            assert limits == (hard, hard)
            assert ("Máy này chỉ mở được 25 trang" in "".join(server.log)) is told


def test_the_cap_on_windows_is_what_the_readme_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neuguong.server.capacity.sys.platform", "win32")
    assert decide_cap(None, fork=False) <= 20
