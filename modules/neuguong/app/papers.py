"""What is printed and certified, joined: parts of lessons, certificates. Knows no page.

The library that prints is read when something is printed.
"""

import unicodedata
from functools import lru_cache
from threading import Lock

from ..reports.handout import export_part
from ..server.printing import Attestation, NameFault, Unfinished
from ..study import Course
from ..study.certificate import Attested, Band, Missing, attest, make_code, read_code
from ..text import say

MOST_KEPT = 64
"""Printed parts kept in memory, some 50 kB each."""
LONGEST_NAME = 80


class Papers:
    """Prints for one course. One thing at a time: the library is not meant for threads."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._lock = Lock()
        self._print = lru_cache(maxsize=MOST_KEPT)(self._print_once)

    def export_part(self, slug: str, part: str, *, key: bool = False) -> bytes:
        """The handout of a part, or its key, as PDF; printed once. UnknownItemError if there is no such part."""
        with self._lock:
            return self._print(slug, part, key)

    def _print_once(self, slug: str, part: str, key: bool) -> bytes:
        return export_part(self._course.pack, slug, part, key=key)

    def make_code(self, slug: str, token: str | None) -> str | Unfinished:
        """See `server.printing.Papers`."""
        found = attest(self._course, slug, token)
        if isinstance(found, Missing):
            return Unfinished(found.answered, found.items)
        return make_code(found, secret=self._course.secret)

    def find_attestation(self, code: str) -> Attestation | None:
        """See `server.printing.Papers`."""
        found = self._read(code)
        if found is None:
            return None
        return Attestation(
            lesson=self._course.pack.lessons[found.slug].title,
            day=f"{found.day:%d/%m/%Y}",
            result=say(f"certificate.band_{found.band.value}"),
            basis=say(f"certificate.basis_{self._basis(found)}"),
            revision=found.revision,
            code=make_code(found, secret=self._course.secret),
        )

    def print_certificate(self, code: str, name: str, *, url: str) -> bytes | None:
        """See `server.printing.Papers`."""
        from ..reports.certificate import Certificate, Line, can_print, export_certificate

        told = self.find_attestation(code)
        if told is None:
            return None
        pack, plain = self._course.pack, tidy_name(name)
        lines = (
            ("day", told.day),
            ("result", told.result),
            ("basis", told.basis),
            ("revision", say("certificate.begins", revision=told.revision)),
        )
        with self._lock:
            if not can_print(plain):
                raise NameFault("name_letters")
            return export_certificate(
                Certificate(
                    name=plain,
                    lesson=told.lesson,
                    lines=tuple(Line(say(f"certificate.{label}"), text) for label, text in lines),
                    code=told.code,
                    url=url,
                    pack=pack.title,
                    source=say("handout.source", cite=pack.norms[pack.source].cite_as),
                )
            )

    def _read(self, code: str) -> Attested | None:
        return read_code(code, slugs=self._course.pack.lessons, secret=self._course.secret)

    def _basis(self, found: Attested) -> str:
        if found.band is not Band.TOLD:
            return "log"
        pack = self._course.pack
        return "sensitive" if pack.topics[pack.lessons[found.slug].topic].sensitive else "told"


def tidy_name(name: str) -> str:
    """A name as it is printed: composed letters, single blanks. NameFault where it is none."""
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not any(map(str.isalpha, plain)):
        raise NameFault("name_empty")
    if len(plain) > LONGEST_NAME:
        raise NameFault("name_long")
    return plain
