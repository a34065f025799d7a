"""A clean draft item, and what the linter says of it after a change. Used by the tests of the rules."""

import copy
from collections.abc import Mapping, Sequence

from neuguong.authoring.lint import Finding, Known, draft_item, lint_item

KNOWN = Known(frozenset({"A2", "B5"}), ("đùn đẩy công việc thuộc thẩm quyền", "5 rõ"))

STIMULUS = (
    "Sáng thứ Hai, bốn hộ ở bản Nà Pha mang giấy xin tách thửa đến. Chị Mai trực một mình, máy tính hỏng từ tối qua."
)
OPTIONS = (
    "Nhận giấy, viết phiếu hẹn bằng tay",
    "Mời bốn gia đình sang tuần quay lại",
    "Gọi thợ đến chữa rồi mới tiếp",
    "Chờ phó chủ tịch về cho ý kiến",
)
FEEDBACK = "Bà con ra về trong buổi sáng và biết ngày nào quay lại lấy kết quả."


def draft(**changes: object) -> dict[str, object]:
    """A clean single-choice item with key `a`; `options` and `feedback` replace texts, other names whole fields."""
    options = changes.pop("options", OPTIONS)
    feedback = changes.pop("feedback", FEEDBACK)
    cites = changes.pop("cites", ["A2"])
    assert isinstance(options, Sequence)
    item: dict[str, object] = {
        "id": "nhap",
        "stimulus": STIMULUS,
        "interaction": "single_choice",
        "prompt": "Chị Mai nên làm gì trước?",
        "choices": [
            {"id": chr(97 + n), "text": text, "feedback": feedback, "cites": cites} for n, text in enumerate(options)
        ],
        "correct_response": "a",
        "rationale": "Việc trong thẩm quyền thì tự giải quyết, máy hỏng không phải lý do để bà con đi thêm lần nữa.",
    }
    return {**copy.deepcopy(item), **changes}


def findings(value: Mapping[str, object], known: Known = KNOWN) -> list[Finding]:
    return list(lint_item(draft_item(value), known))


def rules(**changes: object) -> set[str]:
    """Ids of the rules that say something of the clean draft with these changes."""
    return {finding.rule for finding in findings(draft(**changes))}
