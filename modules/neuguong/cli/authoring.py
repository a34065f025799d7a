"""`neuguong coverage`, `sign`, `verify-source`, `unread`: what authors, reviewers and trainers ask of the bank."""

import argparse
import re
import sys
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import Any

from ..app import open_pack
from ..authoring.coverage import build_coverage
from ..authoring.official_text import compare_quotes, read_document
from ..authoring.unread import build_unread_report, render_unread_report
from ..bank.schema import ROLE
from ..bank.signing import sign_scenario
from ..text import say
from . import parser as cli


def add_command(commands: Any) -> None:
    coverage = cli.add_command(commands, "coverage", show_coverage, "bảng phủ: yêu cầu × câu hỏi × loại × bối cảnh")
    cli.add_data_option(coverage)

    sign = cli.add_command(commands, "sign", sign_scenarios, "ghi nhận một người đã thẩm định tình huống")
    sign.add_argument("scenarios", nargs="+", metavar="TÌNH_HUỐNG", help="id của tình huống")
    sign.add_argument(
        "--role", required=True, type=_role, metavar="VAI_TRÒ", help="vai trò của người thẩm định; không ghi tên hay số"
    )
    told = "ngày ký, dạng 2026-11-23 (mặc định: hôm nay)"
    sign.add_argument("--date", type=_past_date, metavar="NGÀY", help=told)
    cli.add_data_option(sign)

    verify = cli.add_command(
        commands, "verify-source", verify_source, "so các cụm từ trích dẫn với văn bản chính thức đang có trong tay"
    )
    verify.add_argument("file", type=Path, metavar="TỆP", help="văn bản dạng .txt, .md, .docx hoặc .pdf")
    cli.add_data_option(verify)

    unread = cli.add_command(commands, "unread", show_unread, "thử đoán đáp án mà không đọc tình huống")
    cli.add_data_option(unread)


def show_coverage(options: argparse.Namespace) -> int:
    rows = build_coverage(open_pack(cli.settings_of(options)))
    print(say("cli.coverage_head"))
    for row in rows:
        print(f"| {' | '.join(map(str, astuple(row)))} |")
    print(say("cli.coverage_total", items=sum(row.items for row in rows)))
    return 0


def sign_scenarios(options: argparse.Namespace) -> int:
    settings = cli.settings_of(options)
    pack = open_pack(settings)
    on = options.date or date.today()
    for identifier in options.scenarios:
        if identifier not in pack.scenarios:
            print(say("cli.no_scenario", scenario=identifier), file=sys.stderr)
            return 1
        path = sign_scenario(settings.data, pack, identifier, role=options.role, on=on)
        print(say("cli.signed", scenario=identifier, path=path))
    return 0


def verify_source(options: argparse.Namespace) -> int:
    findings = compare_quotes(open_pack(cli.settings_of(options)), read_document(options.file))
    for one in findings:
        key = "cli.quote_found" if one.found else "cli.quote_near" if one.near else "cli.quote_missing"
        print(say(key, requirement=one.requirement, quote=one.quote))
    found, near = sum(one.found for one in findings), sum(one.near for one in findings)
    missing = len(findings) - found - near
    print(say("cli.quotes_total", found=found, all=len(findings), near=near, missing=missing))
    return 0 if found == len(findings) else 1


def show_unread(options: argparse.Namespace) -> int:
    report = build_unread_report(open_pack(cli.settings_of(options)))
    print(render_unread_report(report))
    return 0


def _role(text: str) -> str:
    """A role as a review may hold it: no long number, no address. ValueError otherwise."""
    if not re.match(ROLE, text):
        raise ValueError(text)
    return text


def _past_date(text: str) -> date:
    """A day that has come. ValueError otherwise."""
    day = date.fromisoformat(text)
    if day > date.today():
        raise ValueError(text)
    return day
