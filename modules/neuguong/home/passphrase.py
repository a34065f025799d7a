"""The trainer's pass phrase, and the mark by which every trainer can be sent out: made, kept, changed.

Files that are readable by their owner only. Knows nothing of the gate that they open.
"""

import secrets
from pathlib import Path

from .small_file import read_small, write_small

PASSPHRASE_FILE = "mat-khau-huong-dan.txt"
EPOCH_FILE = "phien-huong-dan.txt"


def load_passphrase(home: Path) -> str:
    """The trainer's pass phrase, made at first use. A file left empty by a full disk gets one: nothing must not open
    the gate."""
    return read_small(home / PASSPHRASE_FILE) or renew_passphrase(home)


def renew_passphrase(home: Path) -> str:
    """Another pass phrase from now on."""
    passphrase = make_passphrase()
    write_small(home / PASSPHRASE_FILE, passphrase)
    return passphrase


def load_epoch(home: Path) -> str:
    """What holds until all trainers are sent out; "" as long as that has never happened."""
    return read_small(home / EPOCH_FILE)


def renew_epoch(home: Path) -> None:
    """All trainers are sent out."""
    write_small(home / EPOCH_FILE, secrets.token_hex(16))


def make_passphrase() -> str:
    """Five words and a number, to be read aloud: 44 bits."""
    return "-".join(secrets.choice(_WORDS) for _ in range(5)) + f"-{secrets.randbelow(1000):03d}"


_WORDS = """
an ao ba bay ben bia binh bo bong bua ca cam canh cau cay chai chanh che chim cho chua co com con cua da dao
dau den di dong du dua ga gao gio go ha hai hat hoa hoang hong hue ke keo khe khoai kim la lam lan lang lau le
lien lua ly mai mang mat may me mia minh mo mua muoi na nam nang nau nem ngo ngon nha nho nhung non nong nui
oc oi ong pha pho que qua ra rau reo rong rung sao sen sim soi song suoi tam tan tay te thao thu thom tim toi
tra tre trung truc tu tung vai van vang ve vuon xa xanh xe xuan xoai yen
""".split()  # noqa: SIM905 - a list that people read
