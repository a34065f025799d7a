"""QR codes as SVG, drawn without a network; what a code for joining a Wi-Fi says. Knows no page."""

import io
import re
from typing import Literal

import segno

QUIET_MODULES = 4
"""How wide the light edge is that a code must have to be found, in its smallest squares."""
MOST_NAME_BYTES = 32
_PASSWORD = re.compile(r"[\x20-\x7e]{8,63}|[0-9a-fA-F]{64}")
WifiFault = Literal["wifi_name", "wifi_password"]


class WifiError(ValueError):
    """What was typed is no network that a phone could join. `fault` is the key of what to say about it."""

    def __init__(self, fault: WifiFault) -> None:
        super().__init__(fault)
        self.fault: WifiFault = fault


def qr_svg(text: str, *, title: str) -> str:
    """A code that says `text`, named `title` for who does not see it.

    Dark on light whatever the colours around are: both are in the picture, as attributes, which need no style. It has
    no size of its own. UTF-8, as phones expect it.
    """
    drawn = io.BytesIO()
    segno.make_qr(text, error="m", encoding="utf-8").save(
        drawn, kind="svg", border=QUIET_MODULES, dark="#000", light="#fff", title=title,
        xmldecl=False, omitsize=True, svgclass="ng-qr", lineclass=None, nl=False,
    )  # fmt: skip
    return drawn.getvalue().decode().replace("<svg ", '<svg role="img" shape-rendering="crispEdges" ', 1)


def wifi_text(name: str, password: str, *, hidden: bool = False) -> str:
    r"""What phones read as a Wi-Fi to join; without a password it is an open one. WifiError if it can be none.

    >>> wifi_text("Hội trường; tầng 2", "a:b,c\\d1")
    'WIFI:T:WPA;S:Hội trường\\; tầng 2;P:a\\:b\\,c\\\\d1;;'
    """
    if not 1 <= len(name.encode("utf-8", "replace")) <= MOST_NAME_BYTES or not name.isprintable():
        raise WifiError("wifi_name")
    if password and not _PASSWORD.fullmatch(password):
        raise WifiError("wifi_password")
    key = f"T:WPA;S:{_escape(name)};P:{_escape(password)};" if password else f"T:nopass;S:{_escape(name)};"
    return f"WIFI:{key}{'H:true;' if hidden else ''};"


def _escape(value: str) -> str:
    return re.sub(r'([\\;,:"])', r"\\\1", value)
