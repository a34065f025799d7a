"""The product's own template: what it loads, and how it says that it cannot."""

import logging
from pathlib import Path

import pytest
from neuguong.app import Settings, prepare_log
from neuguong.app.log import log_file
from neuguong.bank import default_data_folder
from neuguong.cli.preparing import PRELOAD_HOOK
from neuguong.server.forking import ForkTemplate, can_fork
from neuguong.server.forking.template import TemplateUnavailable
from neuguong.store.database import describe_file


class Clock:
    """Seconds, moved by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.skipif(not can_fork(), reason="no forking here")
async def test_a_log_that_is_gone_is_told_in_one_line_and_kernels_are_forked_again_once_it_is_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Found: taken away while the template was loading, the terminal showed a traceback."""
    settings = Settings(home=tmp_path, data=default_data_folder())
    prepare_log(settings)
    log = log_file(settings)
    assert log is not None
    bound = Settings(home=tmp_path, data=settings.data, only_file=describe_file(log))
    clock = Clock()
    template = ForkTemplate(preload_hook=PRELOAD_HOOK, clock=clock, log=logging.getLogger("template"))
    template.environment = {**template.environment, **bound.to_environment()}
    try:
        log.rename(tmp_path / "taken")
        with pytest.raises(TemplateUnavailable):
            await template.wait_loaded()
        (tmp_path / "taken").rename(log)
        clock.now += 2
        await template.wait_loaded()
    finally:
        template.stop()
    [warning] = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert warning.endswith(
        "it did not load: StoreGoneError: the response log's file was deleted or replaced while in use; "
        "nothing was stored, stop and start again"
    )
