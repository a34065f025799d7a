"""Jupyter kernels forked from a warm template process: the provisioner `neuguong-fork` and its settings.

It must not know this product: what to preload, what to run once and what to watch are settings.
Nothing is imported until a name is asked for, and every module imports on any platform.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .provisioner import ForkProvisioner
    from .template import ForkTemplate, can_fork

__all__ = ["CannotLoad", "ForkProvisioner", "ForkTemplate", "can_fork"]


class CannotLoad(Exception):
    """Raised by a hook to say in one line why nothing can be forked now. Any other error is told with its traceback."""


def __getattr__(name: str) -> Any:
    if name == "ForkProvisioner":
        from .provisioner import ForkProvisioner

        return ForkProvisioner
    if name in ("ForkTemplate", "can_fork"):
        from . import template

        return getattr(template, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
