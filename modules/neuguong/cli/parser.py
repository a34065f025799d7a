"""argparse in Vietnamese: its own messages translated where it looks for translations. Knows no command.

A message that argparse may say to a user and that is not here would be said in English: a test reads argparse's source
and finds it.
"""

import argparse

WORDS = {
    "usage: ": "cách dùng: ",
    "positional arguments": "tham số",
    "options": "tùy chọn",
    "subcommands": "lệnh",
    "%(heading)s:": "%(heading)s:",
    " (default: %(default)s)": " (mặc định: %(default)s)",
    "show this help message and exit": "hiện phần hướng dẫn này",
    "show program's version number and exit": "hiện số phiên bản",
    "%(prog)s: error: %(message)s\n": "%(prog)s: lỗi: %(message)s\n",
    "%(prog)s: warning: %(message)s\n": "%(prog)s: lưu ý: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "thiếu: %s",
    "one of the arguments %s is required": "cần một trong: %s",
    "unrecognized arguments: %s": "không hiểu: %s",
    "unexpected option string: %s": "không hiểu: %s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "không có %(parser_name)r; chọn một trong: %(choices)s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s có thể là: %(matches)s; hãy viết đủ",
    "cannot have multiple subparser arguments": "mỗi lần chỉ một lệnh",
    "not allowed with argument %s": "không đi cùng %s",
    "ignored explicit argument %r": "không nhận giá trị: %r",
    "expected one argument": "cần một giá trị",
    "expected at most one argument": "chỉ nhận một giá trị",
    "expected at least one argument": "cần ít nhất một giá trị",
    "expected %s argument": "cần %s giá trị",
    "expected %s arguments": "cần %s giá trị",
    "invalid %(type)s value: %(value)r": "%(value)r không hợp lệ",
    "invalid choice: %(value)r (choose from %(choices)s)": "không có %(value)r; chọn một trong: %(choices)s",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": (
        "không có %(value)r; hay là %(closest)r? Chọn một trong: %(choices)s"
    ),
    'argument "-" with mode %r': "“-” không dùng được ở đây (%r)",
    "can't open '%(filename)s': %(error)s": "không mở được %(filename)s: %(error)s",
    "option '%(option)s' is deprecated": "%(option)s sẽ không còn nữa",
    "command '%(parser_name)s' is deprecated": "lệnh %(parser_name)s sẽ không còn nữa",
    "argument '%(argument_name)s' is deprecated": "%(argument_name)s sẽ không còn nữa",
}
"""What argparse says, of Python 3.11 to 3.14 → the same in Vietnamese."""


def speak_vietnamese() -> None:
    """Have argparse say everything in Vietnamese, whatever the language of the system is.

    argparse takes `_` and `ngettext` from the module gettext, which would choose by the environment.
    """
    argparse._ = _translate  # type: ignore[attr-defined]
    argparse.ngettext = _translate_number  # type: ignore[attr-defined]


def _translate(message: str) -> str:
    return WORDS.get(message, message)


def _translate_number(singular: str, plural: str, number: int) -> str:
    return _translate(singular if number == 1 else plural)
