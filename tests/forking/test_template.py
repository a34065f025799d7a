"""The care of the template: failure and fallback, renewal after a change, orderly end."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from kernel_helpers import Launch, has_ended, is_running, until
from neuguong.server.forking import ForkTemplate
from neuguong.server.forking.folders import remove_short_folder
from neuguong.server.forking.template import TemplateUnavailable

UseTemplate = Callable[[ForkTemplate], ForkTemplate]


class Clock:
    """Seconds, moved by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def warnings_about_the_template(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        record.message for record in caplog.records if record.levelname == "WARNING" and "emplate" in record.message
    ]


async def test_modules_and_hook_are_loaded_once_before_the_fork(
    launch: Launch, use_template: UseTemplate, modules: Path
) -> None:
    (modules / "kit.py").write_text(
        "import os\nloaded_by = os.getpid()\n\ndef warm():\n    global warmed\n    warmed = 1\n"
    )
    template = use_template(ForkTemplate(preload_modules=["kit"], preload_hook="kit:warm"))
    kernel = await launch()
    assert await kernel.run("import kit; print(kit.loaded_by, kit.warmed)") == f"{template.pid} 1"


async def test_comm_targets_are_there_even_if_a_hook_took_them_away(
    launch: Launch, use_template: UseTemplate, modules: Path
) -> None:
    (modules / "kit.py").write_text("import comm\n\ndef clear():\n    comm.get_comm_manager().targets.clear()\n")
    use_template(ForkTemplate(preload_modules=["ipywidgets"], preload_hook="kit:clear"))
    kernel = await launch()
    assert "'jupyter.widget'" in await kernel.run("import comm; print(list(comm.get_comm_manager().targets))")


REHEARSED = """
import anywidget, os, traitlets, uuid
from IPython.display import display
class Card(anywidget.AnyWidget):
    _esm = "export default {render() {}}" + " " * 100_000  # ZMQ would send it from a thread, uncopied
    token = traitlets.Unicode().tag(sync=True)
card = Card(token=uuid.uuid4().hex)
with open(os.environ["PLAYED"], "a") as played:
    print(os.getpid(), card.model_id, card.token, file=played)
display(card)
"""


async def test_a_rehearsal_is_played_in_the_template_and_leaves_nothing_that_kernels_could_share(
    use_template: UseTemplate, launch: Launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played = tmp_path / "played"
    monkeypatch.setenv("PLAYED", str(played))
    template = use_template(ForkTemplate(rehearsals=[["number = 1", REHEARSED]]))
    await template.wait_loaded()
    lines = played.read_text().split("\n")[:-1]
    assert {line.split()[0] for line in lines} == {str(template.pid)}
    assert len(lines) > 1

    kernels = [await launch() for _ in range(2)]
    state = (
        "import comm, ipywidgets; print(len(comm.get_comm_manager().comms), len(ipywidgets.widgets.widget._instances),"
        " 'number' in globals(), 'card' in globals(), get_ipython().kernel.session.message_count > 99)"
    )
    for kernel in kernels:
        assert await kernel.run("%who") == "Interactive namespace is empty."
        assert (await kernel.run(state)).split() == ["0", "0", "False", "False", "False"]
        assert await kernel.run("print(get_ipython().execution_count)") == "4"
    own = [[*line.split()[1:]] for line in lines]
    for kernel in kernels:
        own.append((await kernel.run(REHEARSED + "print(card.model_id, card.token)")).split())
        own[-1].append(await kernel.run("k = get_ipython().kernel; print(k.ident, k.session.session, k.session.key)"))
    for column in zip(*own, strict=False):
        assert len(set(column)) == len(own)
    assert own[-1][2] != own[-2][2]


async def test_a_rehearsal_that_fails_spoils_neither_the_template_nor_its_kernels(
    use_template: UseTemplate, launch: Launch
) -> None:
    use_template(ForkTemplate(rehearsals=[["raise ValueError('not today')", "after = 1"]]))
    kernel = await launch()
    assert kernel.is_forked
    assert await kernel.run("print('works')") == "works"


async def test_a_failing_hook_means_ordinary_kernels_logged_once_and_a_later_attempt(
    launch: Launch, use_template: UseTemplate, modules: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (modules / "kit.py").write_text("def warm():\n    raise LookupError('no such bank')\n")
    clock = Clock()
    template = use_template(ForkTemplate(preload_modules=["kit"], preload_hook="kit:warm", clock=clock))
    kernel = await launch()
    assert not kernel.is_forked
    assert await kernel.run("print(1)") == "1"
    assert not (await launch()).is_forked
    [warning] = warnings_about_the_template(caplog)
    assert "no such bank" in warning
    (modules / "kit.py").write_text("def warm():\n    pass\n")
    assert template.pid is None
    clock.now += 2
    assert (await launch()).is_forked
    assert len(warnings_about_the_template(caplog)) == 1


async def test_the_pause_between_attempts_grows_and_one_warning_is_enough(
    use_template: UseTemplate, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    template = use_template(ForkTemplate(preload_modules=["there_is_no_such_module"], clock=clock))
    for pause in (1, 2, 4):
        with pytest.raises(TemplateUnavailable, match="there_is_no_such_module"):
            await template.wait_loaded()
        clock.now += pause - 0.1
        with pytest.raises(TemplateUnavailable, match="a little later"):
            await template.wait_loaded()
        clock.now += 0.2
    assert len(warnings_about_the_template(caplog)) == 1


async def test_a_template_that_hangs_while_loading_is_given_up(
    use_template: UseTemplate, modules: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (modules / "hangs.py").write_text("import time; time.sleep(60)")
    template = use_template(ForkTemplate(preload_modules=["hangs"], start_timeout=1.0))
    with pytest.raises(TemplateUnavailable):
        await template.wait_loaded()
    assert len(warnings_about_the_template(caplog)) == 1
    assert template.pid is None


async def test_a_template_that_stops_answering_is_killed_and_an_ordinary_kernel_started(
    launch: Launch, use_template: UseTemplate, caplog: pytest.LogCaptureFixture
) -> None:
    template = use_template(ForkTemplate(preload_modules=["json"], launch_timeout=1.0))
    await template.wait_loaded()
    pid = template.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    assert not (await launch()).is_forked
    assert not is_running(pid)
    [warning] = warnings_about_the_template(caplog)
    assert "within 1 s" in warning


async def test_a_preloaded_module_that_starts_a_thread_is_refused(use_template: UseTemplate, modules: Path) -> None:
    (modules / "threaded.py").write_text(
        "import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True, name='ticker').start()"
    )
    template = use_template(ForkTemplate(preload_modules=["threaded"]))
    with pytest.raises(TemplateUnavailable, match="ticker"):
        await template.wait_loaded()


async def test_what_a_preloaded_module_leaves_open_is_named_in_the_log(
    use_template: UseTemplate, modules: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (modules / "leaves_open.py").write_text("file = open(__file__)")
    template = use_template(ForkTemplate(preload_modules=["leaves_open"]))
    await template.wait_loaded()
    [warning] = warnings_about_the_template(caplog)
    assert "leaves_open.py" in warning


async def test_one_bad_kernel_does_not_end_the_template(
    launch: Launch, use_template: UseTemplate, tmp_path: Path
) -> None:
    template = use_template(ForkTemplate(preload_modules=["json"]))
    await template.wait_loaded()
    pid = template.pid
    with pytest.raises(FileNotFoundError):  # what an ordinary kernel says of this folder
        await launch(cwd=str(tmp_path / "nowhere"))
    assert template.pid == pid
    assert (await launch()).is_forked


@pytest.mark.parametrize("change", ["imported module", "watched folder"])
async def test_a_changed_file_renews_the_template_and_old_kernels_live_on(
    launch: Launch, use_template: UseTemplate, modules: Path, tmp_path: Path, change: str
) -> None:
    watched = tmp_path / "watched"
    watched.mkdir()
    (modules / "kit.py").write_text("version = 1")
    clock = Clock()
    template = use_template(ForkTemplate(preload_modules=["kit"], watch_folders=[str(watched)], clock=clock))
    old = await launch()
    first_template = template.pid
    assert first_template is not None
    if change == "imported module":
        # Of another length: Python tells a module that changed within a second from the one it compiled by that alone.
        (modules / "kit.py").write_text("version = 2  # and more")
    else:
        (watched / "new.yaml").write_text("")
    during_the_same_second = await launch()
    assert template.pid == first_template
    clock.now += 1.1
    new = await launch()
    assert new.is_forked
    assert template.pid != first_template
    assert await new.run("import kit; print(kit.version)") == ("2" if change == "imported module" else "1")
    assert await old.run("import kit; print(kit.version)") == "1"
    assert is_running(first_template)  # it still has to reap its kernels
    old.client.execute("import os; os._exit(3)")
    await until(lambda: has_ended(old.manager))
    provisioner = old.manager.provisioner
    assert provisioner is not None
    assert await provisioner.poll() == 3
    await during_the_same_second.manager.shutdown_kernel(now=True)
    await until(lambda: not is_running(first_template))


async def test_stop_lets_kernels_live_and_ends_the_template_after_them(
    launch: Launch, use_template: UseTemplate
) -> None:
    template = use_template(ForkTemplate(preload_modules=["json"]))
    kernel = await launch()
    pid = template.pid
    assert pid is not None
    template.stop()
    assert await kernel.run("print('alive')") == "alive"
    await kernel.manager.shutdown_kernel(now=True)
    await until(lambda: not is_running(pid))


async def test_a_template_stopped_while_it_loads_ends(use_template: UseTemplate) -> None:
    template = use_template(ForkTemplate(preload_modules=["json"]))
    template.start()
    await until(lambda: template.pid)
    pid = template.pid
    assert pid is not None
    template.stop()
    await until(lambda: not is_running(pid))


async def test_where_forking_is_unsupported_every_kernel_is_ordinary(
    launch: Launch, use_template: UseTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = use_template(ForkTemplate())
    monkeypatch.setattr("neuguong.server.forking.provisioner.can_fork", lambda: False)
    monkeypatch.setattr("neuguong.server.forking.template.can_fork", lambda: False)
    template.start()
    kernel = await launch(transport="tcp")
    assert not kernel.is_forked
    assert template.pid is None
    assert await kernel.run("print(2)") == "2"


async def test_launches_that_wait_for_the_first_template_share_it(use_template: UseTemplate) -> None:
    template = use_template(ForkTemplate(preload_modules=["json"]))
    await asyncio.gather(*(template.wait_loaded() for _ in range(5)))
    assert template.pid is not None


def test_settings_come_from_the_environment_where_traits_are_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_FORK_PRELOAD_MODULES", "a, b.c")
    monkeypatch.setenv("JUPYTER_FORK_PRELOAD_HOOK", "b.c:warm")
    monkeypatch.setenv("JUPYTER_FORK_WATCH_FOLDERS", "/x,/y")
    template = ForkTemplate()
    assert (template.preload_modules, template.preload_hook) == (["a", "b.c"], "b.c:warm")
    assert template.watch_folders == ["/x", "/y"]


def test_socket_paths_stay_short_below_a_long_temporary_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / ("long" * 20)))
    prefix = ForkTemplate().new_socket_prefix()
    assert len(prefix) < 60
    remove_short_folder(str(Path(prefix).parent))


def test_nothing_is_imported_with_the_package() -> None:
    import subprocess

    code = (
        "import sys, neuguong.server.forking; print(*sorted(set(sys.modules) & {'traitlets', 'jupyter_client', 'zmq'}))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == ""


def test_the_servers_side_imports_where_there_is_no_fork_and_no_fcntl() -> None:
    import subprocess

    code = (
        "import sys, os, socket, jupyter_client.provisioning; sys.modules['fcntl'] = None; sys.platform = 'darwin'\n"
        "del os.fork, os.pidfd_open, os.P_PIDFD, socket.SCM_RIGHTS, socket.MSG_CMSG_CLOEXEC\n"
        "from neuguong.server.forking.template import can_fork\n"
        "import neuguong.server.forking.provisioner\n"
        "print(can_fork())"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "False"
