"""Having kernels forked from one warm process. Imports no Voilà: the template loads while the server still does.

Knows what kernels inherit, not what they are for.
"""

import logging
import os
from collections.abc import Mapping, Sequence

from .forking import ForkTemplate

logger = logging.getLogger(__name__)

_KEPT = frozenset(
    (
        "PATH",
        "HOME",
        "LANG",
        "TMPDIR",
        "TEMP",
        "TMP",
        "SYSTEMROOT",
        "VIRTUAL_ENV",
        "USERPROFILE",
        "APPDATA",
        "LOCALAPPDATA",
    )
)
_KEPT_PREFIXES = ("PYTHON", "IPYTHON", "JUPYTER_", "LC_", "XDG_")
"""What kernels inherit of the server's own environment: where things lie and how Python runs."""


def kernel_environment(named: Mapping[str, str]) -> dict[str, str]:
    """The environment of every kernel: the system's own few variables and what was named, nothing of any visitor."""
    system = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith(_KEPT_PREFIXES)}
    return {**system, **named}


def start_template(
    preload: Sequence[str], hook: str, *, rehearsals: Sequence[Sequence[str]], environment: Mapping[str, str]
) -> None:
    """Begin to load the process that imports `preload`, calls `hook`, rehearses; kernels are forked from it."""
    os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = "neuguong-fork"
    template: ForkTemplate = ForkTemplate.instance(
        preload_modules=list(preload), preload_hook=hook, rehearsals=[list(cells) for cells in rehearsals], log=logger
    )
    template.environment = {**template.environment, **environment}
    template.start()
