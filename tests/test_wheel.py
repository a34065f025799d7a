"""The wheel by itself: built from the tree, installed into an empty folder, run from elsewhere."""

import asyncio
import json
import os
import re
import sqlite3
import subprocess
import sys
import sysconfig
import venv
import zipfile
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest
from neuguong import __version__

from tests.channel import visit
from tests.pythons import find_uv
from tests.serving import Server, serve

pytestmark = pytest.mark.xdist_group("wheel")

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "modules" / "neuguong"
BUILT_WITHIN_S = 240
MARKED_VERSION = f"{__version__}+wheel"
LOUD = "rfc3987_syntax was imported"
OFFLINE = r"dns error|failed to lookup|Name or service not known|ConnectError|NewConnectionError|name resolution"


def run(*command: object, **options: object) -> subprocess.CompletedProcess[str]:
    words = [str(one) for one in command]
    return subprocess.run(words, capture_output=True, text=True, timeout=BUILT_WITHIN_S, check=False, **options)  # type: ignore[call-overload, no-any-return]


def run_pip(folder: Path, *command: object) -> subprocess.CompletedProcess[str]:
    """pip in an environment of its own: the one of these tests may have none."""
    scripts = "Scripts" if sys.platform == "win32" else "bin"
    if not (folder / "pip").exists():
        venv.create(folder / "pip", with_pip=True)
    return run(folder / "pip" / scripts / "python", "-m", "pip", *command)


def build(folder: Path) -> Path:
    """Build the wheel with uv, or with pip where there is no uv."""
    uv = find_uv()
    done = (
        run(uv, "build", "--wheel", "--out-dir", folder, ROOT)
        if uv is not None
        else run_pip(folder, "wheel", "--no-deps", "-w", folder, ROOT)
    )
    if done.returncode and re.search(OFFLINE, done.stdout + done.stderr):
        pytest.skip(f"hatchling, which builds the wheel, cannot be had without a network:\n{done.stderr}")
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("neuguong-*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("dist"))


def install(wheel: Path, folder: Path) -> None:
    uv, options = find_uv(), ("install", "--no-deps", "--target", folder, wheel)
    done = run(uv, "pip", *options, "--python", sys.executable) if uv else run_pip(wheel.parent, *options)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing in it but what the wheel installs; its version says that it is this copy that runs."""
    folder = tmp_path_factory.mktemp("installed")
    install(wheel, folder)
    marked = folder / "neuguong" / "__init__.py"
    text = marked.read_text(encoding="utf-8")
    assert __version__ in text
    marked.write_text(text.replace(__version__, MARKED_VERSION), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def python_of_pip(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment's own Python: the wheel, what it needs, and an rfc3987_syntax that ends whoever imports it."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=sys.platform != "win32")
    paths = {"base": str(folder), "platbase": str(folder)}
    own = Path(sysconfig.get_path("purelib", "venv", paths))
    install(wheel, own)
    (own / "others.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    (own / "rfc3987_syntax.py").write_text(f"raise SystemExit({LOUD!r})\n", encoding="utf-8")
    return Path(sysconfig.get_path("scripts", "venv", paths)) / Path(sys.executable).name


@pytest.fixture
def elsewhere(installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Work in an empty folder; the variables that put the wheel's code before the tree's."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1", "NEUGUONG_HOME": str(tmp_path)}


def files_under(folder: Path, prefix: str) -> set[str]:
    """The files of a folder of the tree, under the names they have in the wheel."""
    kept = (path for path in folder.rglob("*") if path.is_file())
    names = {f"{prefix}/{path.relative_to(folder).as_posix()}" for path in kept}
    return {name for name in names if "__pycache__" not in name and ".ipynb_checkpoints" not in name}


def test_a_wheel_holds_the_program_the_course_and_the_static_files_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    wanted = {
        *files_under(PACKAGE, "neuguong"),
        *files_under(ROOT / "data", "neuguong/_kit/data"),
        *files_under(ROOT / "notebooks", "neuguong/_kit/notebooks"),
        "neuguong.pth",
    }
    for name in (
        *("neuguong/widgets/card/card.js", "neuguong/widgets/card/card.css"),
        *("neuguong/widgets/board/board.js", "neuguong/widgets/board/board.css"),
        *("neuguong/server/client/client.js", "neuguong/server/client/page.css"),
        *("neuguong/server/templates/index.html.j2", "neuguong/text/vi.yaml"),
        "neuguong/store/migrations/versions/r0001_response_log.py",
        *("neuguong/_kit/data/pack.yaml", "neuguong/_kit/notebooks/trach-nhiem.ipynb"),
    ):
        assert name in wanted
    about = {name for name in inside if name.startswith(f"neuguong-{__version__}.dist-info/")}
    assert inside - about == wanted


def test_the_wheels_own_code_checks_the_wheels_own_course(installed: Path, elsewhere: dict[str, str]) -> None:
    environment = {**os.environ, **elsewhere}
    asked = "import neuguong, neuguong.bank; print(neuguong.__file__, neuguong.bank.default_data_folder(), sep='\\n')"
    told = run(sys.executable, "-c", asked, env=environment)
    assert [Path(line) for line in told.stdout.splitlines()] == [
        installed / "neuguong" / "__init__.py",
        installed / "neuguong" / "_kit" / "data",
    ], told.stderr
    done = run(sys.executable, "-m", "neuguong", "check", env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert ", 0 lỗi" in done.stdout


def test_the_wheel_serves_its_pages(installed: Path, elsewhere: dict[str, str], tmp_path: Path) -> None:
    with serve(tmp_path, environment=elsewhere) as server:
        with urlopen(f"{server.address}/healthz", timeout=30) as answer:
            assert json.load(answer)["version"] == MARKED_VERSION
        with urlopen(f"{server.address}/trach-nhiem", timeout=30) as answer:
            page = answer.read().decode()
        assert "Trách nhiệm của người đứng đầu" in page
        with urlopen(server.address + page.split('src="')[1].split('"')[0], timeout=30) as answer:
            assert answer.status == 200
        asyncio.run(answer_one(server))
    with closing(sqlite3.connect(tmp_path / "neuguong.sqlite3")) as connection:
        kernels_version = connection.execute("SELECT app_version FROM statement").fetchall()
    assert kernels_version == [(MARKED_VERSION,)]


@pytest.mark.parametrize(
    "modules", ["jsonschema", "voila.app, neuguong.server.launcher", "jupyterlab.labapp, ipykernel.kernelapp"]
)
def test_what_costs_a_second_for_nothing_is_imported_nowhere_that_pip_installed_the_wheel(
    modules: str, python_of_pip: Path, tmp_path: Path
) -> None:
    done = run(python_of_pip, "-c", f"import {modules}", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    without = f"import sys; del sys.modules['rfc3987_syntax']; import {modules}"
    done = run(python_of_pip, "-c", without, cwd=tmp_path)
    assert done.returncode == 1
    assert LOUD in done.stderr


def test_a_lesson_is_studied_where_pip_installed_the_wheel(
    python_of_pip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "executable", str(python_of_pip))
    shared = str(Path(sys.prefix) / "share" / "jupyter")
    with serve(tmp_path / "home", environment={"JUPYTER_PATH": shared}) as server:
        asyncio.run(answer_one(server))
    assert LOUD not in "".join(server.log)


async def answer_one(server: Server) -> None:
    async with visit(server) as page:
        await page.enter()
        await page.answer_first()
