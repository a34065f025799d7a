"""The API as it documents itself: what it says holds, whatever it is asked."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from neuguong.app.hall import SHAPES, build_documents
from neuguong.server.hall.guessing import Patience
from neuguong.workshop.commands import AskNext, Close, Count, End, Explain, Show

from tests.server.hall.fake_hall import CODE, FakeHall
from tests.server.hall.phone import Served, run_hall, serve_hall

OPENAPI, LINE = build_documents()
CASES = 40


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema of the document, with all it refers to."""
    return {**schema, "components": OPENAPI["components"]}


@pytest.mark.parametrize("kind", SHAPES.kinds)
def test_every_example_is_what_its_schema_says(kind: str) -> None:
    operation = OPENAPI["paths"][f"/api/hall/{kind}"]["post"]
    for content in (operation["requestBody"]["content"], operation["responses"]["200"]["content"]):
        told = content["application/json"]
        jsonschema.Draft202012Validator(resolved(told["schema"])).validate(told["example"])


def test_the_code_reads_every_example_and_the_line_takes_it_with_its_kind() -> None:
    line = jsonschema.Draft202012Validator(LINE)
    for kind, shape in SHAPES.kinds.items():
        assert shape.said.model_validate(shape.said_example)
        line.validate({"kind": kind, **shape.said_example})
        line.validate(shape.reply_example)
        with pytest.raises(jsonschema.ValidationError):
            line.validate({"kind": "other", **shape.said_example})


async def test_all_that_is_heard_on_a_line_is_what_its_schema_says(tmp_path: Path) -> None:
    hall, heard = FakeHall(), []
    async with serve_hall(tmp_path, hall, pulse_every_s=0.05) as served, served.phone() as phone:
        heard.append(await phone.join())
        hall.do(AskNext())
        heard.append(await phone.vote("0"))
        heard.append(await phone.vote("none"))
        for command in (Close(), Count(), Show(), Explain(), End()):
            hall.do(command)
        while heard[-1].get("state", {}).get("stage") != "ended":
            heard.append(await phone.hear("state", "mine", "pulse"))
        await phone.say("leave", erase=True)
        heard.append(await phone.hear("left"))
    told = jsonschema.Draft202012Validator({"$ref": "#/$defs/Heard", "$defs": LINE["$defs"]})
    for message in heard:
        told.validate(message)
    assert {one["kind"] for one in heard} >= {"welcome", "received", "refused", "state", "left"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    hall = FakeHall()
    hall.do(AskNext())
    with run_hall(tmp_path_factory.mktemp("home"), hall, patience=Patience(most_s=0)) as running:
        yield running


@pytest.mark.parametrize("kind", SHAPES.kinds)
def test_no_request_that_the_document_allows_or_forbids_breaks_the_server(served: Served, kind: str) -> None:
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(OPENAPI)))
    operation = schema[f"/api/hall/{kind}"]["POST"]
    answers = OPENAPI["paths"][f"/api/hall/{kind}"]["post"]["responses"]
    modes = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]

    @settings(max_examples=CASES, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(generation_mode=modes[0]) | operation.as_strategy(generation_mode=modes[1]))
    def ask(case: Any) -> None:
        if isinstance(case.body, dict) and isinstance(case.body.get("code"), str) and len(case.body["code"]) % 2 == 0:
            case.body["code"] = CODE  # else nearly none would get past the code
        response = case.call(base_url=served.address)
        assert response.status_code < 500
        assert response.json()["kind"] in ("welcome", "received", "refused", "left")
        told = answers[str(response.status_code)]["content"]["application/json"]["schema"]
        jsonschema.Draft202012Validator(resolved(told)).validate(response.json())

    ask()
