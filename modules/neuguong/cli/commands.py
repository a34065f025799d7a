"""What can be asked of `neuguong`: each command's name, what it does, its options. Knows no command's work.

Nothing but argparse is imported here, so that `--help` and a mistyped option cost no more than that. Files and folders
are plain text until a command is chosen.
"""

import argparse
import re
from collections.abc import Callable


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=_port, default=8866, metavar="SỐ", help="cổng (mặc định: 8866; 0: cổng trống bất kỳ)"
    )
    parser.add_argument("--lan", action="store_true", help="cho máy khác trong mạng nội bộ vào học")
    hosts = "tên khác của máy này, ví dụ khi đứng sau một máy chủ trung gian; dùng được nhiều lần"
    parser.add_argument("--host", dest="hosts", action="append", default=[], type=_host, metavar="TÊN", help=hosts)
    parser.add_argument("--no-browser", action="store_true", help="không tự mở trình duyệt")
    _data(parser)
    _database(parser)
    units = "danh sách chi bộ để người học chọn, mỗi dòng một tên"
    parser.add_argument("--units", dest="units_file", metavar="TỆP", help=units)
    parser.add_argument("--signed-only", action="store_true", help="chỉ dùng tình huống đã có người thẩm định ký")
    teach = "dưới bao nhiêu phần trăm đúng thì trang điều khiển khuyên giảng lại (mặc định: 35)"
    parser.add_argument("--teach-below", type=_percent, metavar="SỐ", help=teach)
    explain = "từ bao nhiêu phần trăm đúng thì khuyên giải thích rồi đi tiếp (mặc định: 70)"
    parser.add_argument("--explain-from", type=_percent, metavar="SỐ", help=explain)
    cap = "số trang học mở cùng lúc (mặc định: theo bộ nhớ còn trống)"
    parser.add_argument("--cap", type=_count, metavar="SỐ", help=cap)
    no_fork = "không dùng tiến trình mẫu; mỗi trang một tiến trình thường"
    parser.add_argument("--no-fork", action="store_true", help=no_fork)


def _passphrase(parser: argparse.ArgumentParser) -> None:
    told = "đặt mật khẩu mới; ai đang vào bằng mật khẩu cũ phải vào lại"
    parser.add_argument("--new", action="store_true", help=told)


def _check(parser: argparse.ArgumentParser) -> None:
    _data(parser)
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.add_argument("--write-schema", action="store_true", help="ghi lại lược đồ JSON cho trình soạn thảo")


def _bank(parser: argparse.ArgumentParser) -> None:
    _data(parser)
    parser.add_argument("--json", action="store_true", help="in dạng JSON (mặc định: danh sách ngắn)")


def _responses(parser: argparse.ArgumentParser) -> None:
    _database(parser)
    parser.add_argument("--format", choices=("csv", "jsonl", "xlsx"), default="csv", help="dạng tệp (mặc định: csv)")
    parser.add_argument("--out", metavar="TỆP", help="ghi vào tệp này (mặc định: in ra màn hình; xlsx cần tệp)")
    codes = "giữ mã băm của người học như trong nhật ký (mặc định: mỗi lần xuất là mã mới)"
    parser.add_argument("--with-codes", action="store_true", help=codes)
    parser.add_argument("--rescored", action="store_true", help="chấm lại theo đáp án hiện nay của bộ tài liệu")
    _data(parser)


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="THƯ_MỤC", help="thư mục mới sẽ được tạo; không động đến nhật ký đang dùng")
    told = "số câu trả lời bịa ra (mặc định: 20000)"
    parser.add_argument("--responses", type=_count, default=20_000, metavar="SỐ", help=told)
    _data(parser)


def _report(parser: argparse.ArgumentParser) -> None:
    period = "tháng 2026-11, quý 2026-Q4, năm 2026, hoặc tat-ca (mặc định: tháng trước)"
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--period", metavar="KỲ", help=period)
    which.add_argument("--session", metavar="MÃ", help="một buổi học nhóm, theo mã sáu ký tự của buổi ấy")
    where = "của ai: ca-hai (mặc định), tu-hoc hay buoi-hoc"
    parser.add_argument("--where", choices=("ca-hai", "tu-hoc", "buoi-hoc"), default="ca-hai", help=where)
    formats = ("xlsx", "docx", "pdf", "csv", "txt")
    parser.add_argument("--format", choices=formats, default="xlsx", help="dạng tệp (mặc định: xlsx)")
    parser.add_argument("--out", metavar="TỆP", help="ghi vào tệp này (mặc định: tên nói rõ là gì, trong thư mục này)")
    template = "thư mục có mẫu đã sửa (mặc định: mau-bao-cao trong thư mục dữ liệu, không có thì mẫu đi kèm)"
    parser.add_argument("--template", metavar="THƯ_MỤC", help=template)
    write = "chỉ chép các mẫu vào thư mục này để sửa bằng Word, Excel, Notepad"
    parser.add_argument("--write-templates", metavar="THƯ_MỤC", help=write)
    units = "danh sách chi bộ, mỗi dòng một tên, sau dấu tab là số người (mặc định: don-vi.txt)"
    parser.add_argument("--units", dest="units_file", metavar="TỆP", help=units)
    _database(parser)
    _data(parser)


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="TỆP", help="tệp sao lưu sẽ được tạo; chưa được có")
    _database(parser)


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="TỆP", help="bản sao do neuguong backup hoặc sao lưu hằng ngày tạo ra")
    parser.add_argument("--older", action="store_true", help="nhận cả bản sao cũ hơn nhật ký đang có")
    _database(parser)


def _sign(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scenarios", nargs="+", metavar="TÌNH_HUỐNG", help="id của tình huống")
    role = "vai trò của người thẩm định; không ghi tên hay số"
    parser.add_argument("--role", required=True, type=_role, metavar="VAI_TRÒ", help=role)
    told = "ngày ký, dạng 2026-11-23 (mặc định: hôm nay)"
    parser.add_argument("--date", type=_past_date, metavar="NGÀY", help=told)
    _data(parser)


def _review_sheet(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("topic", metavar="CHỦ_ĐỀ", help="id của chủ đề, ví dụ trach-nhiem")
    out = "tệp .docx (mặc định: phieu-tham-dinh-<chủ đề>.docx trong thư mục này)"
    parser.add_argument("--out", metavar="TỆP", help=out)
    _data(parser)


def _handout(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="BÀI", help="tên bài trong địa chỉ, ví dụ trach-nhiem")
    parser.add_argument("part", metavar="PHẦN", help="tên phần")
    parser.add_argument("--key", action="store_true", help="in đáp án thay cho phiếu học")
    parser.add_argument("--out", metavar="TỆP", help="tệp .pdf (mặc định: <bài>_<phần>.pdf trong thư mục này)")
    _data(parser)


def _draw_case(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scenario", metavar="TÌNH_HUỐNG", help="id của tình huống rẽ nhánh")
    told = "tệp .svg, mở bằng trình duyệt (mặc định: <id>.svg trong thư mục này; vẽ lại thì ghi đè)"
    parser.add_argument("--out", metavar="TỆP", help=told)
    _data(parser)


def _verify_source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="TỆP", help="văn bản dạng .txt, .md, .docx hoặc .pdf")
    _data(parser)


def _unread(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    sheet = "ghi phiếu cho người đọc vào thư mục mới này; khóa vào thư mục bên cạnh, tên thêm -khoa"
    what.add_argument("--sheet", metavar="THƯ_MỤC", help=sheet)
    score = "chấm các tệp trả lời (.json, .csv) theo khóa; tên tệp khóa viết cuối cùng"
    what.add_argument("--score", nargs="+", metavar="TỆP", help=score)
    parser.add_argument("--topic", metavar="CHỦ_ĐỀ", help="phiếu chỉ gồm một chủ đề")
    parser.add_argument(
        "--sheets", type=_count, default=1, metavar="SỐ", help="chia thành từng này phiếu (mặc định: 1)"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="SỐ", help="số gieo của cách xáo (mặc định: 1)")
    with_case = "phiếu có cả tình huống và câu hỏi, chỉ thiếu đáp án"
    parser.add_argument("--with-case", action="store_true", help=with_case)
    _data(parser)


def _data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="THƯ_MỤC", help="bộ tài liệu khác (mặc định: bộ đi kèm)")


def _database(parser: argparse.ArgumentParser) -> None:
    example = "cơ sở dữ liệu, ví dụ sqlite:///C:/ng.sqlite3 hoặc postgresql+psycopg://…"
    parser.add_argument("--database", metavar="URL", help=example)


COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "serve": ("mở bộ học cho trình duyệt trên máy này, hoặc cho cả mạng nội bộ", _serve),
    "passphrase": ("cho biết mật khẩu của trang hướng dẫn, hoặc đổi mật khẩu", _passphrase),
    "check": ("kiểm tra toàn bộ nội dung; thoát với mã 1 nếu có lỗi", _check),
    "bank": ("in toàn bộ ngân hàng câu hỏi kèm đáp án (chỉ cho người giữ máy)", _bank),
    "responses": ("xuất nhật ký câu trả lời để mở bằng Excel hoặc pandas", _responses),
    "report": (
        "báo cáo cho cấp trên về một tháng, quý, năm hay buổi học nhóm: Excel, Word, PDF, CSV, tin nhắn",
        _report,
    ),
    "demo": ("tạo một nhật ký bịa trong thư mục riêng để xem thử các trang số liệu", _demo),
    "backup": ("sao lưu nhật ký, cả khi đang mở; chép riêng tệp nhật ký lúc đang mở thì mất câu trả lời", _backup),
    "restore": ("đặt lại nhật ký từ một bản sao; nhật ký đang có được giữ lại riêng", _restore),
    "coverage": ("bảng phủ: yêu cầu × câu hỏi × loại × bối cảnh", _data),
    "review-sheet": ("viết phiếu thẩm định một chủ đề ra tệp Word, có đáp án (cho cấp ủy, luật sư)", _review_sheet),
    "handout": ("in một phần của bài ra PDF khổ A4: phiếu học kèm phiếu trả lời, hoặc đáp án", _handout),
    "draw-case": ("vẽ sơ đồ một tình huống rẽ nhánh, có đáp án (cho người soạn)", _draw_case),
    "sign": ("ghi nhận một người đã thẩm định tình huống", _sign),
    "verify-source": ("so các cụm từ trích dẫn với văn bản chính thức đang có trong tay", _verify_source),
    "unread": ("thử đoán đáp án mà không đọc tình huống; làm phiếu cho người đọc và chấm", _unread),
}
"""Name → what it does, its options. Its work is `run` in the module of that name, `-` written `_`."""


def _port(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 65535:
        raise ValueError(text)
    return value


def _host(text: str) -> str:
    """A name or address, as browsers write it in an address. ValueError otherwise."""
    if not re.fullmatch(r"[A-Za-z0-9.:\[\]-]{1,255}", text):
        raise ValueError(text)
    return text


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value


def _percent(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 100:
        raise ValueError(text)
    return value


def _role(text: str) -> str:
    """A role as a review may hold it: no long number, no address. ValueError otherwise."""
    from ..bank.schema import ROLE  # pydantic: for whoever signs, not for whoever asks for help

    if not re.match(ROLE, text):
        raise ValueError(text)
    return text


def _past_date(text: str) -> object:
    """The `date` of a day that has come. ValueError otherwise."""
    from datetime import date

    day = date.fromisoformat(text)
    if day > date.today():
        raise ValueError(text)
    return day
