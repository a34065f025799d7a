"""Turning a validation error of a file's shape into Vietnamese problems. Knows nothing of cross-references."""

from pydantic import ValidationError

from .interactions import ENTRIES
from .problems import Problem
from .yaml_files import YamlFile

TYPES = {
    "string_type": "chữ",
    "int_type": "số nguyên",
    "bool_type": "true hoặc false",
    "list_type": "danh sách, mỗi dòng một gạch đầu dòng",
    "tuple_type": "danh sách, mỗi dòng một gạch đầu dòng",
    "dict_type": "một khối gồm các trường",
    "model_type": "một khối gồm các trường",
    "model_attributes_type": "một khối gồm các trường",
    "date_type": "ngày, dạng 2026-11-23",
    "date_parsing": "ngày, dạng 2026-11-23",
    "date_from_datetime_parsing": "ngày, dạng 2026-11-23",
}


def shape_problems(file: YamlFile, error: ValidationError) -> list[Problem]:
    """One problem per fault pydantic found, at the line where it stands."""
    return [_problem(file, fault) for fault in error.errors(include_url=False)]


def _problem(file: YamlFile, fault: object) -> Problem:
    assert isinstance(fault, dict)
    location = tuple(fault["loc"])
    context = fault.get("ctx", {})
    found = fault.get("input")
    shown = "một khối nhiều trường" if isinstance(found, dict) else str(found)[:60].replace("\n", " ")
    where = _where(location)
    field = location[-1] if location else "tệp"
    match fault["type"]:
        case "extra_forbidden":
            told = (f"trường lạ “{field}”", "chỉ các trường trong lược đồ", "sửa tên trường hoặc xóa nó")
        case "missing":
            told = (f"thiếu trường “{field}”", "trường này bắt buộc", "thêm trường còn thiếu")
        case "union_tag_invalid" | "union_tag_not_found":
            told = (
                f"interaction “{shown}”",
                _listed(context.get("expected_tags", "các loại câu hỏi")),
                "chọn một loại có trong danh sách",
            )
        case "literal_error":
            told = (
                f"“{field}” là “{shown}”",
                _listed(context.get("expected", "")),
                "dùng một trong các giá trị cho phép",
            )
        case "string_pattern_mismatch":
            told = (
                f"“{field}” là “{shown}”",
                f"khớp mẫu {context.get('pattern')}",
                "dùng chữ thường không dấu, số và gạch nối",
            )
        case "string_too_short" | "string_too_long" | "too_short" | "too_long":
            told = (f"“{field}” dài không hợp lệ", _bounds(context), "viết lại cho vừa giới hạn")
        case kind if kind in TYPES:
            told = (
                f"“{field}” là “{shown}”",
                TYPES[kind],
                "sửa kiểu giá trị (chữ có dấu hai chấm thì đặt trong ngoặc kép)",
            )
        case "greater_than_equal" | "less_than_equal":
            allowed = f"từ {context['ge']} trở lên" if "ge" in context else f"đến {context['le']} là cùng"
            told = (f"“{field}” là “{shown}”", allowed, "sửa lại con số")
        case _:
            told = (f"“{field}” là “{shown}”", "giá trị đúng với lược đồ của tệp", "xem lược đồ trong data/schema")
    return Problem(file.name, file.line_of(location), "schema", f"{where}: {told[0]}", told[1], told[2])


def _bounds(context: dict[str, object]) -> str:
    low, high = context.get("min_length"), context.get("max_length")
    return f"ít nhất {low}" if low is not None else f"nhiều nhất {high}"


def _where(location: tuple[str | int, ...]) -> str:
    """("items", 0, <kind>, "prompt") → "items › thứ 1 › prompt"."""
    steps = [f"thứ {step + 1}" if isinstance(step, int) else step for step in location if step not in ENTRIES]
    return " › ".join(steps) or "cả tệp"


def _listed(allowed: object) -> str:
    return str(allowed).replace("'", "").replace(" or ", " hoặc ")
