"""What whoever starts the server joins the phones' side to. Knows no web."""

from collections.abc import Callable
from dataclasses import dataclass

from .contract import Halls, Parse


@dataclass(frozen=True)
class HallService:
    """Workshops, the messages of phones, and the documents of both (JSON), made when somebody asks for them."""

    halls: Halls
    parse: Parse
    openapi: Callable[[], bytes]
    line_schema: Callable[[], bytes]
