"""The documents of the phones' API, made from the very types that the code reads and writes. Knows none of them.

`/api/openapi.json` (OpenAPI 3.1) tells of the requests, `/api/hall/line.schema.json` of the line's messages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from .contract import Json, Kind
from .replies import REFUSED_STATUS, STATUS

_COMPONENTS = "#/components/schemas/"
_DEFS = "#/$defs/"


@dataclass(frozen=True)
class Shape:
    """One kind of message: its type, the type of its reply, what it is for, and an example of each."""

    said: Any
    reply: Any
    summary: str
    said_example: Json
    reply_example: Json


@dataclass(frozen=True)
class Shapes:
    """The whole API. `news`: what the line brings unasked, by name. `refused`: the reply of what is not taken."""

    kinds: Mapping[Kind, Shape]
    news: tuple[Any, ...]
    refused: Any


def build_openapi(shapes: Shapes, *, version: str) -> dict[str, Any]:
    """OpenAPI 3.1."""
    refs, schemas = _schemas(shapes, _COMPONENTS)
    refused = refs[shapes.refused]
    paths = {
        f"/api/hall/{kind}": {"post": _operation(kind, shape, refs, refused)} for kind, shape in shapes.kinds.items()
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Nêu Gương: điện thoại trong hội trường",
            "version": version,
            "description": "The same messages, with \"kind\", go over the websocket /api/hall/line, which also brings "
            "news: see /api/hall/line.schema.json. A participant is a random token that the phone makes for a workshop "
            "and keeps; messages are limited by token, never by address. Answers are idempotent by attempt_id.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }  # fmt: skip


def build_line_schema(shapes: Shapes) -> dict[str, Any]:
    """JSON schema (2020-12) of what is said over the line ("said") and heard ("heard")."""
    refs, schemas = _schemas(shapes, _DEFS)
    said = []
    for kind, shape in shapes.kinds.items():
        plain = schemas[refs[shape.said].removeprefix(_DEFS)]
        named = {"kind": {"const": kind, "type": "string"}, **plain["properties"]}
        schemas[f"Line{kind.capitalize()}"] = {**plain, "properties": named, "required": ["kind", *plain["required"]]}
        said.append({"$ref": f"{_DEFS}Line{kind.capitalize()}"})
    heard = dict.fromkeys(
        [*(refs[shape.reply] for shape in shapes.kinds.values()), *map(refs.__getitem__, shapes.news)]
    )
    schemas["Said"] = {"oneOf": said}
    schemas["Heard"] = {"oneOf": [{"$ref": ref} for ref in [*heard, refs[shapes.refused]]]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "/api/hall/line",
        "type": "object",
        "anyOf": [{"$ref": f"{_DEFS}Said"}, {"$ref": f"{_DEFS}Heard"}],
        "$defs": schemas,
    }


def _schemas(shapes: Shapes, prefix: str) -> tuple[dict[Any, str], dict[str, Any]]:
    """Where each type stands, and all schemas."""
    said = [(shape.said, "validation") for shape in shapes.kinds.values()]
    heard = [(shape.reply, "serialization") for shape in shapes.kinds.values()]
    heard += [(one, "serialization") for one in (*shapes.news, shapes.refused)]
    wanted = [(one, mode, TypeAdapter(one)) for one, mode in dict.fromkeys([*said, *heard])]
    found, whole = TypeAdapter.json_schemas(wanted, ref_template=f"{prefix}{{model}}")  # type: ignore[arg-type]
    refs = {key: str(schema["$ref"]) for (key, _), schema in found.items()}
    return refs, dict(whole["$defs"])


def _operation(kind: str, shape: Shape, refs: Mapping[Any, str], refused_ref: str) -> dict[str, Any]:
    refused = sorted({*STATUS.values(), REFUSED_STATUS, 413, 503})
    answers: dict[str, Any] = {"200": _told("Taken.", refs[shape.reply], shape.reply_example)}
    answers |= {str(status): _told("Not taken; the code says why.", refused_ref) for status in refused}
    return {
        "operationId": kind,
        "summary": shape.summary,
        "requestBody": {"required": True, "content": _json(refs[shape.said], shape.said_example)},
        "responses": answers,
    }


def _told(description: str, ref: str, example: Json | None = None) -> dict[str, Any]:
    return {"description": description, "content": _json(ref, example)}


def _json(ref: str, example: Json | None) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": {"$ref": ref}}
    if example is not None:
        content["example"] = example
    return {"application/json": content}
