"""The trainer's pass phrase: made, and kept. Knows nothing of the gate that it opens."""

import os
import secrets
from pathlib import Path


def load_passphrase(home: Path) -> str:
    """The trainer's pass phrase, made at first use and kept, readable by its owner only."""
    path = home / "mat-khau-huong-dan.txt"
    try:
        if kept := path.read_text(encoding="utf-8").strip(" -\t\r\n"):
            return kept
        path.unlink()  # left empty by a full disk: nothing must not open the gate
    except FileNotFoundError:
        pass
    passphrase = make_passphrase()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(passphrase + "\n")
    return passphrase


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
