"""Codes for phones: what they say is what was meant, however a network is called."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neuguong.server.qr import WifiError, qr_svg, wifi_text

NAMES = st.text(st.characters(categories=("L", "M", "N", "P", "S", "Zs")), min_size=1, max_size=32).filter(
    lambda name: name.isprintable() and len(name.encode()) <= 32
)
PASSWORDS = st.text(st.sampled_from([chr(one) for one in range(0x20, 0x7F)]), min_size=8, max_size=63)


def read_wifi(text: str) -> dict[str, str]:
    """As phones read it: fields up to an unescaped semicolon, an empty field ends it; a backslash takes what follows
    as it is."""
    assert text.startswith("WIFI:")
    fields: dict[str, str] = {}
    rest = text.removeprefix("WIFI:")
    while not rest.startswith(";"):
        field = re.match(r"([A-Z]):((?:\\.|[^\\;])*);", rest, re.S)
        assert field is not None, rest
        fields[field[1]] = re.sub(r"\\(.)", r"\1", field[2], flags=re.S)
        rest = rest[field.end() :]
    assert rest == ";"
    return fields


@given(name=NAMES, password=PASSWORDS, hidden=st.booleans())
def test_whatever_the_network_and_its_password_are_called_a_phone_reads_them_back(
    name: str, password: str, hidden: bool
) -> None:
    told = {"T": "WPA", "S": name, "P": password} | ({"H": "true"} if hidden else {})
    assert read_wifi(wifi_text(name, password, hidden=hidden)) == told


@given(name=NAMES)
def test_a_network_without_a_password_is_open(name: str) -> None:
    assert read_wifi(wifi_text(name, "")) == {"T": "nopass", "S": name}


def test_the_five_marks_that_mean_something_are_escaped() -> None:
    assert wifi_text('a\\b;c,d:e"f', "1234567;") == r"WIFI:T:WPA;S:a\\b\;c\,d\:e\"f;P:1234567\;;;"
    assert wifi_text("Hội trường", "", hidden=True) == "WIFI:T:nopass;S:Hội trường;H:true;;"


@pytest.mark.parametrize(
    ("name", "password", "fault"),
    [
        ("", "12345678", "wifi_name"),
        ("á" * 17, "12345678", "wifi_name"),  # 34 bytes
        ("a\nb", "12345678", "wifi_name"),
        ("\ud800", "12345678", "wifi_name"),
        ("a", "1234567", "wifi_password"),
        ("a", "1" * 64, None),  # a key in hexadecimal digits
        ("a", "x" * 64, "wifi_password"),
        ("a", "mật khẩu dài", "wifi_password"),
    ],
)
def test_what_no_phone_could_join_is_refused(name: str, password: str, fault: str | None) -> None:
    if fault is None:
        assert wifi_text(name, password)
        return
    with pytest.raises(WifiError) as refused:
        wifi_text(name, password)
    assert refused.value.fault == fault


def test_a_code_brings_its_colours_and_its_quiet_edge_and_needs_no_style() -> None:
    text = qr_svg("http://192.168.137.1:8866/vao/ABC234", title="Mã <&>")
    drawn = ET.fromstring(text)
    names = {"s": "http://www.w3.org/2000/svg"}
    ground, dark = drawn.findall("s:path", names)
    side = int(drawn.attrib["viewBox"].split()[2])
    assert (ground.attrib["fill"], dark.attrib["stroke"]) == ("#fff", "#000")
    assert ground.attrib["d"] == f"M0 0h{side}v{side}h-{side}z"
    assert dark.attrib["d"].startswith("M4 4.5h7")  # four light squares around, then the first corner's mark
    assert drawn.findtext("s:title", namespaces=names) == "Mã <&>"
    assert drawn.attrib["role"] == "img"
    assert "style" not in text
    assert "width" not in drawn.attrib
