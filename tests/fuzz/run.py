"""Fuzz one reader of hostile or faulty input: python tests/fuzz/run.py TARGET [libFuzzer's options] [samples' folder]

Needs `pip install atheris` beside the kit. TARGET: frame, message, board, pack. -max_total_time=300 for five minutes.
An exception that the reader does not promise ends the run and is written to a file `crash-…`, read again by naming it.

JSON and shapes are read by native code, whose branches nobody counts: messages are therefore made of their own words,
and go on into a learner's session, whose branches are counted.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))
with atheris.instrument_imports(include=["neuguong", "yaml", "json"]):
    from neuguong.bank.loader import load_pack
    from neuguong.board.wire import BoardMessageError
    from neuguong.board.wire import parse_message as parse_board_message
    from neuguong.errors import ContentError
    from neuguong.server.frames import parse_frame
    from neuguong.study import LearnerSession

    from tests.samples import make_course

SECOND_PACK = Path(__file__).parents[1] / "second_pack"
PLACES = ("bank/an-toan/lua-trong-bep.yaml", "pack.yaml", "lessons/an-toan.yaml", "requirements/chung.yaml")
"""Files of the pack that are replaced, by the first byte of the input."""


UUID = "12345678-1234-1234-1234-123456789abc"
WORDS = (
    *("kind", "hello", "submit", "next", "summary", "open_part", "again", "set_unit", "consent", "value", "token"),
    *("item", "version", "attempt_id", "response", "age_ms", "duration_ms", "confidence", "unit", "part", "attempt"),
    *("answered", "local", "score", "max_score", "refresh", "choose", "show_key", "export", "period", "topic", "shown"),
    *("format", "csv", "all", "type", "say", "ping", "id", "content", "0" * 32, UUID, "a", "b", "c", "best", "worst"),
)
ODD = (None, True, False, 0, 1, -1, 2**63, 2**70, 0.5, 1e308, "\ud800", "\0\x1b[2J", "\u202e", "x" * 200, [], {})


@atheris.instrument_func  # so that it is seen what has not been said yet
def make_value(given: atheris.FuzzedDataProvider, depth: int = 0) -> Any:
    """Some JSON of the messages' words."""
    match given.ConsumeIntInRange(0, 9 if depth < 5 else 5):
        case 0 | 1 | 2:
            return WORDS[given.ConsumeIntInRange(0, len(WORDS) - 1)]
        case 3 | 4:
            return ODD[given.ConsumeIntInRange(0, len(ODD) - 1)]
        case 5:
            return given.ConsumeUnicode(given.ConsumeIntInRange(0, 40))
        case 6:
            return [make_value(given, depth + 1) for _ in range(given.ConsumeIntInRange(0, 4))]
    return make_object(given, depth)


@atheris.instrument_func
def make_object(given: atheris.FuzzedDataProvider, depth: int = 0) -> dict[str, Any]:
    """One of the samples, or nothing, with some fields replaced."""
    made = dict(SAMPLES[given.ConsumeIntInRange(0, len(SAMPLES) - 1)]) if given.ConsumeBool() else {}
    for _ in range(given.ConsumeIntInRange(0, 4)):
        made[WORDS[given.ConsumeIntInRange(0, len(WORDS) - 1)]] = make_value(given, depth + 1)
    return made


SUBMIT: dict[str, Any] = {"kind": "submit", "item": "mot-1", "version": 1, "attempt_id": UUID, "response": "a"}
LOCAL = [{"item": "mot-1", "version": 1, "score": 1.0, "max_score": 1.0}]
SAMPLES: tuple[dict[str, Any], ...] = (
    SUBMIT,
    {"kind": "hello", "token": "0" * 32, "consent": True, "unit": None, "answered": SUBMIT, "local": LOCAL},
    {"kind": "hello", "token": "0" * 32, "attempt": {"item": "mot-1", "attempt_id": UUID}},
    {"kind": "open_part", "part": "a"},
    {"kind": "again", "item": "mot-1"},
    {"kind": "set_unit", "unit": None},
    {"kind": "consent", "value": True},
    {"kind": "next"},
    {"kind": "summary"},
    {"kind": "refresh"},
    {"kind": "choose", "period": "all", "unit": None, "topic": "a"},
    {"kind": "show_key", "item": "mot-1", "shown": True},
    {"kind": "export", "format": "csv"},
)


def carry(content: object) -> Any:
    """What comes of it on its way through the channel; None if it is held up there."""
    frame = parse_frame(json.dumps({"type": "say", "id": "0" * 32, "content": content}))
    return None if frame is None else frame["content"]


def fuzz_frame(data: bytes) -> None:
    given = atheris.FuzzedDataProvider(data)
    text = json.dumps(make_object(given)) if given.ConsumeBool() else given.ConsumeUnicode(2000)
    frame = parse_frame(text.encode("utf-8", "replace").decode())
    if frame is not None:
        json.dumps(frame, ensure_ascii=False, allow_nan=False).encode()


def fuzz_board(data: bytes) -> None:
    try:
        parse_board_message(carry(make_object(atheris.FuzzedDataProvider(data))))
    except BoardMessageError as error:
        str(error).encode()


def make_message_target() -> Callable[[bytes], None]:
    items = [item.identifier for _, item in make_course().pack.live_items()]

    def fuzz_message(data: bytes) -> None:
        given = atheris.FuzzedDataProvider(data)
        session = LearnerSession(make_course(), "bai")
        for _ in range(given.ConsumeIntInRange(1, 5)):
            content = carry(make_object(given))
            if content is None:
                continue
            if given.ConsumeBool():
                shown = session.view()["item"]
                content |= {"item": shown["id"], "version": shown["version"]} if shown else {"item": items[0]}
            json.dumps([session.handle(content), session.view()], ensure_ascii=False, allow_nan=False).encode()

    return fuzz_message


def make_pack_target() -> Callable[[bytes], None]:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    kept = {path.relative_to(SECOND_PACK): path.read_bytes() for path in SECOND_PACK.rglob("*.yaml")}
    for name, raw in kept.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)

    def fuzz_pack(data: bytes) -> None:
        if not data:
            return
        name = PLACES[data[0] % len(PLACES)]
        (folder / name).write_bytes(data[1:])
        try:
            load_pack(folder)
        except ContentError as error:
            str(error).encode()
        (folder / name).write_bytes(kept[Path(name)])

    return fuzz_pack


TARGETS: dict[str, Callable[[], Callable[[bytes], None]]] = {
    "frame": lambda: fuzz_frame,
    "board": lambda: fuzz_board,
    "message": make_message_target,
    "pack": make_pack_target,
}


def main() -> None:
    target = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[target]())
    atheris.Fuzz()


if __name__ == "__main__":
    main()
