"""Turning a validation error of a file's shape into Vietnamese problems. Knows nothing of cross-references."""

from pydantic import ValidationError

from .problems import Problem
from .yaml_files import YamlFile


def shape_problems(file: YamlFile, error: ValidationError) -> list[Problem]:
    """One problem per fault pydantic found, at the line where it stands."""
    return [_problem(file, fault) for fault in error.errors(include_url=False)]


def _problem(file: YamlFile, fault: object) -> Problem:
    assert isinstance(fault, dict)
    location = tuple(fault["loc"])
    context = fault.get("ctx", {})
    shown = str(fault.get("input"))[:60].replace("\n", " ")
    where = ".".join(map(str, location)) or "cả tệp"
    field = location[-1] if location else "tệp"
    match fault["type"]:
        case "extra_forbidden":
            told = (f"trường lạ “{field}”", "chỉ các trường trong lược đồ", "sửa tên trường hoặc xóa nó")
        case "missing":
            told = (f"thiếu trường “{field}”", "trường này bắt buộc", "thêm trường còn thiếu")
        case "union_tag_invalid" | "union_tag_not_found":
            told = (
                f"interaction “{shown}”",
                str(context.get("expected_tags", "bảy loại câu hỏi")),
                "chọn một loại có trong danh sách",
            )
        case "literal_error":
            told = (f"“{field}” là “{shown}”", str(context.get("expected", "")), "dùng một trong các giá trị cho phép")
        case "string_pattern_mismatch":
            told = (
                f"“{field}” là “{shown}”",
                f"khớp mẫu {context.get('pattern')}",
                "dùng chữ thường không dấu, số và gạch nối",
            )
        case "string_too_short" | "string_too_long" | "too_short" | "too_long":
            told = (f"“{field}” dài không hợp lệ", _bounds(context), "viết lại cho vừa giới hạn")
        case "string_type" | "int_type" | "bool_type" | "list_type" | "dict_type" | "model_type" | "date_type" as kind:
            told = (
                f"“{field}” là “{shown}”",
                f"kiểu {kind.removesuffix('_type')}",
                "sửa kiểu giá trị (chữ có dấu hai chấm thì đặt trong ngoặc kép)",
            )
        case _:
            told = (f"“{field}” là “{shown}”", str(fault["msg"]), "xem lược đồ của tệp")
    return Problem(file.name, file.line_of(location), "schema", f"{where}: {told[0]}", told[1], told[2])


def _bounds(context: dict[str, object]) -> str:
    low, high = context.get("min_length"), context.get("max_length")
    return f"ít nhất {low}" if low is not None else f"nhiều nhất {high}"
