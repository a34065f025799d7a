"""The kit's own content, read once for all tests of a process. Knows nothing of what it teaches."""

from functools import cache

from neuguong.bank import default_data_folder, load_pack
from neuguong.items import Pack


@cache
def load_bank() -> Pack:
    return load_pack(default_data_folder())
