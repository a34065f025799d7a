"""Reading one YAML file safely, with the line of every value. Knows nothing of what the file should hold."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from .problems import Problem

MAX_BYTES = 1_000_000
"""A content file larger than this is a mistake."""
MAX_DEPTH, MAX_DIGITS = 30, 30
"""How deep values may be nested, and how long a number may be: far more than any content needs."""

Path_ = tuple[str | int, ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class YamlFile:
    """The plain value of a file; of what nodes it was made, None where it is empty; the digest of its text."""

    name: str
    value: object
    node: yaml.Node | None = field(repr=False)
    digest: str

    @cached_property
    def lines(self) -> Mapping[Path_, int]:
        """The line (from 1) of every path in the file, e.g. ("items", 0, "prompt"): asked for at a fault."""
        lines: dict[Path_, int] = {}
        if self.node is not None:
            _note_lines(self.node, (), lines)
        return lines

    def line_of(self, location: Path_) -> int:
        """Line of the deepest known prefix of the location; union tags that stand in it are skipped."""
        known: Path_ = ()
        for step in location:
            if (*known, step) in self.lines:
                known = (*known, step)
        return self.lines.get(known, 1)


class _DuplicateKeyError(Exception):
    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.key = key
        self.line = line


def read_yaml(folder: Path, name: str) -> tuple[YamlFile | None, list[Problem]]:
    """Read `folder/name`. Returns the file, or None with the problems that kept it from being read."""
    path = folder / name
    if path.stat().st_size > MAX_BYTES:
        return None, [
            Problem(name, 0, "size", "tệp quá lớn", f"tối đa {MAX_BYTES} byte", "tách tệp thành nhiều tệp nhỏ")
        ]
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [
            Problem(
                name, 0, "encoding", f"không đọc được chữ ở byte {error.start}", "UTF-8", "lưu lại tệp bằng mã UTF-8"
            )
        ]
    problems = list(_not_normal(name, text))
    try:
        return _parse(name, text), problems
    except _DuplicateKeyError as error:
        problem = Problem(
            name, error.line, "yaml", f"trường “{error.key}” viết hai lần", "mỗi trường một lần", "xóa một trong hai"
        )
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        what = _explain(getattr(error, "problem", None) or str(error))
        line = mark.line + 1 if mark else 0
        problem = Problem(
            name,
            line,
            "yaml",
            f"YAML hỏng: {what}",
            "YAML đúng cú pháp",
            "xem lại thụt dòng, dấu hai chấm, dấu ngoặc kép ở dòng này",
        )
    return None, [*problems, problem]


def _parse(name: str, text: str) -> YamlFile:
    """Values and nodes from one reading of the text. yaml.YAMLError, ValueError or a duplicate key."""
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if "*" not in text:  # nothing can be repeated by its name
        with suppress(Exception), _loading(text) as loader:  # what is wrong is told by the thorough way, below
            if (node := loader.get_single_node()) is not None:
                return YamlFile(name, _build_plain(node, 0, loader.construct_object), node, digest)
    try:
        with _loading(text) as loader:
            node = loader.get_single_node()
            if node is None:
                return YamlFile(name, None, None, digest)
            _check(node, 0, set())
            return YamlFile(name, loader.construct_document(node), node, digest)
    except (LookupError, TypeError, AttributeError, ArithmeticError) as error:
        raise yaml.YAMLError(str(error)) from None  # a tag that its value does not fit, as !!int with ""


@contextmanager
def _loading(text: str) -> Iterator[Any]:
    loader = _Loader(text)
    try:
        yield loader
    finally:
        loader.dispose()


_YAML = "tag:yaml.org,2002:"
_TEXT, _MAP, _LIST = f"{_YAML}str", f"{_YAML}map", f"{_YAML}seq"
_SIMPLE = frozenset(f"{_YAML}{kind}" for kind in ("int", "bool", "null", "float", "timestamp"))


class _UnusualError(Exception):
    """Not of the plain kind that content is made of."""


def _build_plain(node: yaml.Node, depth: int, construct: Callable[[yaml.Node], object]) -> object:
    """The value of a node made of text, numbers, lists and fields alone, as PyYAML's constructor builds it in twice the
    time; any error for all others, and for whatever `_check` refuses."""
    kind, tag = type(node), node.tag
    if depth > MAX_DEPTH:
        raise _UnusualError
    if kind is yaml.ScalarNode and tag == _TEXT:
        return node.value
    if kind is yaml.ScalarNode and tag in _SIMPLE:
        _check_number(node)
        return construct(node)
    if kind is yaml.SequenceNode and tag == _LIST:
        return [_build_plain(one, depth + 1, construct) for one in node.value]
    if kind is not yaml.MappingNode or tag != _MAP:
        raise _UnusualError
    fields: dict[str, object] = {}
    for key, value in node.value:
        if type(key) is not yaml.ScalarNode or key.tag != _TEXT or key.value in fields:
            raise _UnusualError
        fields[key.value] = _build_plain(value, depth + 1, construct)
    return fields


_EXPLAINED = (
    ("mapping values are not allowed", "có dấu hai chấm trong câu chưa đặt trong ngoặc kép, hoặc thụt dòng lệch"),
    ("could not find expected ':'", "thiếu dấu hai chấm sau tên trường"),
    ("cannot start any token", "có ký tự không được đứng đầu, như phím Tab"),
    ("did not find expected", "thụt dòng lệch với các dòng trên, hoặc thiếu dấu đóng"),
    ("unexpected end of stream", "ngoặc kép mở mà chưa đóng"),
    ("unknown escape character", "dấu gạch chéo ngược trong ngoặc kép"),
    ("special characters are not allowed", "có ký tự điều khiển không nhìn thấy"),
    ("found undefined alias", "dấu * ở đầu chữ phải đặt trong ngoặc kép"),
    ("khóa phải là chữ", "tên trường phải là chữ"),
    ("bí danh", "không dùng được & và * để nhắc lại; chữ bắt đầu bằng hai dấu ấy phải đặt trong ngoặc kép"),
    ("lồng quá sâu", "các trường lồng trong nhau quá sâu"),
    ("số quá dài", "số quá dài; nếu là chữ thì đặt trong ngoặc kép"),
)
"""What PyYAML says, and what it means to an author."""


def _explain(problem: str) -> str:
    return next((told for said, told in _EXPLAINED if said in problem), "không đọc được dòng này")


def _not_normal(name: str, text: str) -> Iterator[Problem]:
    if unicodedata.is_normalized("NFC", text):
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if not unicodedata.is_normalized("NFC", line):
            yield Problem(
                name,
                number,
                "nfc",
                "chữ có dấu ở dạng tách rời (NFD)",
                "Unicode dựng sẵn (NFC)",
                "gõ lại dòng này, hoặc chuyển tệp sang NFC",
            )


def _check(node: yaml.Node, depth: int, walked: set[int]) -> None:
    """A value that is repeated by its name, which could hold itself or grow without bound, is refused: yaml.YAMLError,
    as is one nested too deeply; a field written twice: _DuplicateKeyError."""
    if id(node) in walked:
        raise yaml.MarkedYAMLError(problem="bí danh", problem_mark=node.start_mark)
    if depth > MAX_DEPTH:
        raise yaml.MarkedYAMLError(problem="lồng quá sâu", problem_mark=node.start_mark)
    walked.add(id(node))
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.YAMLError("khóa phải là chữ")
            _check_number(key)
            if key.value in seen:
                raise _DuplicateKeyError(key.value, key.start_mark.line + 1)
            seen.add(key.value)
            _check(value, depth + 1, walked)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _check(value, depth + 1, walked)
    else:
        _check_number(node)


def _note_lines(node: yaml.Node, at: Path_, lines: dict[Path_, int]) -> None:
    """The line of a value, and of a field the line of its name."""
    lines.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            lines[(*at, key.value)] = key.start_mark.line + 1
            _note_lines(value, (*at, key.value), lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            _note_lines(value, (*at, number), lines)


def _check_number(node: yaml.Node) -> None:
    if node.tag == "tag:yaml.org,2002:int" and len(node.value) > MAX_DIGITS:
        raise yaml.MarkedYAMLError(problem="số quá dài", problem_mark=node.start_mark)
