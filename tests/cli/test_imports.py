"""What a command imports is somebody's waiting time: asked of a fresh process, as a user starts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import serve

SECOND_PACK = Path(__file__).parents[1] / "second_pack"
HEAVY = {"IPython", "alembic", "ipykernel", "jupyter_client", "jupyter_core", "jupyter_server", "jupyterlab"}
HEAVY |= {"nbconvert", "nbformat", "numpy", "openpyxl", "pandas", "sqlalchemy", "tornado", "voila", "zmq"}
WORK = HEAVY | {"pydantic", "yaml", "platformdirs"}
"""What reads content: nothing that only asks for help needs it."""
ASKED = """
import sys
from neuguong.cli import main
try:
    main(sys.argv[1:])
finally:
    print(*{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
"""


def top_level_modules_of(arguments: list[str], home: Path) -> set[str]:
    """The top-level packages that a command leaves imported."""
    environment = {**os.environ, "NEUGUONG_HOME": str(home), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", ASKED, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        [],
        ["khong-co"],
        ["serve", "--help"],
        ["responses", "--help"],
        ["check", "--help"],
        ["check", "--js"],
    ],
    ids=" ".join,
)
def test_asking_for_help_or_mistyping_imports_nothing_that_does_the_work(arguments: list[str], tmp_path: Path) -> None:
    loaded = top_level_modules_of(arguments, tmp_path)
    assert "neuguong" in loaded
    assert loaded & WORK == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["bank"],
        ["bank", "--json"],
        ["coverage"],
        ["unread"],
        ["handout", "khong-co", "khong-co"],
        ["sign", "khong-co", "--role", "Ban Tuyên giáo"],
    ],
    ids=" ".join,
)
def test_what_reads_the_content_alone_imports_no_server_no_database_and_no_data_frames(
    arguments: list[str], tmp_path: Path
) -> None:
    loaded = top_level_modules_of([*arguments, "--data", str(SECOND_PACK)], tmp_path)
    assert "pydantic" in loaded
    assert loaded & HEAVY == set()


def test_exporting_the_log_imports_no_server(tmp_path: Path) -> None:
    loaded = top_level_modules_of(["responses"], tmp_path)
    assert "sqlalchemy" in loaded
    assert loaded & {"voila", "tornado", "jupyter_client", "pandas"} == set()


def test_serving_says_that_it_starts_before_it_imports_what_takes_long(tmp_path: Path) -> None:
    """The first line is there although the import behind it fails."""
    (tmp_path / "voila.py").write_text("raise SystemExit('too early')\n", encoding="utf-8")
    environment = {**os.environ, "NEUGUONG_HOME": str(tmp_path), "PYTHONUTF8": "1", "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "neuguong", "serve", "--no-browser", "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    assert "too early" in done.stderr
    assert done.stdout.startswith("Đang mở bộ học")


def test_a_server_tells_of_every_line_of_the_units_file_that_is_no_unit_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "ban-dau.txt"
    file.write_text("Chi bộ Hòa An\nChi bộ Hai\nChi bộ Hoà An\n\u200b\n", encoding="utf-16")
    with serve(tmp_path, "--units", str(file)) as server:
        assert server.log[0].startswith("Đang mở bộ học")
        told = "".join(server.log[1:])
        assert "dòng 3: “Chi bộ Hoà An” trùng với dòng 1" in told
        assert "dòng 4: bỏ qua" in told
        assert f"http://localhost:{server.port}/" in told


def test_a_units_file_that_is_missing_or_no_text_is_told_in_vietnamese(tmp_path: Path) -> None:
    file = tmp_path / "cu.txt"
    for raw, told in ((None, "Không có tệp danh sách chi bộ này"), (b"Chi b\xe9\n", "mã UTF-8")):
        if raw is not None:
            file.write_bytes(raw)
        environment = {**os.environ, "NEUGUONG_HOME": str(tmp_path / "home"), "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "neuguong", "serve", "--no-browser", "--units", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
        assert done.returncode == 1
        assert told in done.stderr.splitlines()[0]
        assert str(file) in done.stderr.splitlines()[1]
