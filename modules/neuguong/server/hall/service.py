"""What whoever starts the server joins the phones' side to. Knows no web."""

from dataclasses import dataclass

from .contract import Halls, Parse


@dataclass(frozen=True)
class HallService:
    """Workshops, the messages of phones, and the documents of both (JSON)."""

    halls: Halls
    parse: Parse
    openapi: bytes
    line_schema: bytes
