"""What a killed server leaves in the folder for temporary files, and who removes it."""

import os
import signal
import sys
from pathlib import Path

import pytest
from neuguong.server.forking import folders

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(folders, "_base", lambda: str(tmp_path))
    return tmp_path


def make_in_child(kill: bool) -> tuple[int, int]:
    """A process that makes a folder and is then killed, or lives until its pipe is closed."""
    reading, writing = os.pipe()
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(writing)
        Path(folders.make_short_folder("ng-"), "socket").touch()
        os.write(tell, b".")
        os.read(reading, 1)
        os._exit(0)
    os.close(reading)
    assert os.read(told, 1) == b"."
    os.close(told), os.close(tell)
    if kill:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return pid, writing


def test_the_next_start_removes_what_a_killed_server_left_and_nothing_else(temporary: Path) -> None:
    _, writing = make_in_child(kill=True)
    os.close(writing)
    (temporary / "ng-abcd1234").mkdir()  # not marked: of another program, or just made
    assert len(list(temporary.iterdir())) == 2
    folders.remove_left_folders()
    assert [path.name for path in temporary.iterdir()] == ["ng-abcd1234"]


def test_the_folder_of_a_server_that_runs_stays(temporary: Path) -> None:
    pid, writing = make_in_child(kill=False)
    mine = folders.make_short_folder("kernels-")
    folders.remove_left_folders()
    assert len(list(temporary.iterdir())) == 2
    os.close(writing)
    os.waitpid(pid, 0)
    folders.remove_left_folders()
    assert list(temporary.iterdir()) == [Path(mine)]
    folders.remove_short_folder(mine)
    assert list(temporary.iterdir()) == []
