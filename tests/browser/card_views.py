"""Owns the views and answers the card is tested with: one item of every kind, as a session would show it."""

from copy import deepcopy
from typing import Any

Json = dict[str, Any]

LABELS = [
    "Gọi xin ý kiến chủ tịch xã trước, vì năm ngoái xã đã bị nhắc nhở.",
    "Xem lại phần thẩm định rồi ký.",
    "Đưa hồ sơ ra cuộc họp giao ban tuần sau để tập thể cùng cho ý kiến.",
    "Gửi văn bản hỏi sở chuyên ngành cho chắc, đồng thời báo bà Mẩy chờ thêm.",
    "Giao cán bộ chuyên môn gọi điện cho bà Mẩy giải thích vì sao phải chờ.",
]
WHY = [
    "Chủ tịch nghe máy được nhưng không thẩm định thay được. Việc đã phân cho anh Páo lại quay lên trên, và lần sau "
    "cán bộ chuyên môn cũng sẽ hỏi vượt qua anh. Hồ sơ đủ điều kiện thì anh quyết.",
    "Hồ sơ đã đủ điều kiện và ký là việc được giao cho anh. Đọc lại trước khi ký là cách anh tự chịu trách nhiệm; bà "
    "Mẩy nhận kết quả đúng hẹn.",
    "Tuần sau thì đã quá hẹn trả kết quả. Tập thể không thẩm định lại hồ sơ, chỉ "
    "chia bớt phần trách nhiệm vốn của người ký.",
    "Sở sẽ trả lời rằng việc thuộc thẩm quyền của xã. Bà Mẩy chờ thêm nhiều ngày mà không có vướng mắc nào được gỡ.",
    "Giải thích lịch sự không thay được chữ ký. Hồ sơ vẫn nằm đó và hạn trả kết quả vẫn trôi qua.",
]
SCENARIO: Json = {
    "id": "ho-so-cho-chu-ky",
    "title": "Hồ sơ chờ chữ ký",
    "stimulus": "Anh Páo là phó chủ tịch xã, được giao ký hồ sơ hỗ trợ sửa nhà cho hộ nghèo. Hồ sơ của bà Mẩy đã được "
    "cán bộ chuyên môn thẩm định đủ điều kiện, còn hai ngày là hết hạn trả kết quả.\n\nNăm ngoái xã từng bị nhắc nhở "
    "vì một hồ sơ khai sai. Chủ tịch xã đang đi học, vẫn nghe điện thoại. Cán bộ chuyên môn hỏi anh Páo xử lý thế nào.",
    "number": 1,
    "of": 3,
    "unsigned": True,
    "sensitive": False,
}
PROMPTS = {
    "single_choice": "Cách xử lý nào của anh Páo hợp với yêu cầu về trách nhiệm nhất?",
    "multiple_response": "Chọn tất cả những việc anh Páo nên làm ngay trong hôm nay.",
    "ranking": "Xếp thứ tự các việc, việc nên làm trước đứng thứ nhất.",
    "best_worst": "Việc nào phù hợp nhất và việc nào kém phù hợp nhất với yêu cầu về trách nhiệm?",
    "rating": "Đánh giá mức phù hợp của từng cách làm.",
    "matching": "Mỗi việc dưới đây thuộc về ai?",
    "hottext": "Đánh dấu những chỗ trong biên bản cho thấy trách nhiệm bị đẩy đi.",
}
KINDS = list(PROMPTS)
COMPLETE: dict[str, Any] = {
    "single_choice": "2",
    "multiple_response": ["0", "3"],
    "ranking": ["3", "0", "1", "4", "2"],
    "best_worst": {"best": "1", "worst": "3"},
    "rating": {"0": 4, "1": 1, "2": 2, "3": 3, "4": 4},
    "matching": {"0": "1", "1": "0", "2": "2", "3": "1"},
    "hottext": ["0", "2"],
}


def item_of(kind: str, *, attempt_id: str = "a" * 32) -> Json:
    """An unanswered item of that kind."""
    count = {"single_choice": 4, "matching": 4, "hottext": 4}.get(kind, 5)
    item: Json = {
        "id": f"{kind.replace('_', '-')}-1",
        "version": 2,
        "attempt_id": attempt_id,
        "kind": kind,
        "prompt": PROMPTS[kind],
        "choices": [{"token": str(n), "text": LABELS[n]} for n in range(count)],
        "number": 1,
        "of": 3,
        "feedback": None,
    }
    if kind == "rating":
        item["scale"] = [1, 2, 3, 4]
    if kind == "matching":
        names = ["Phó chủ tịch xã được giao ký", "Cán bộ chuyên môn", "Tập thể Ủy ban nhân dân xã"]
        item["targets"] = [{"token": str(n), "text": name} for n, name in enumerate(names)]
    if kind == "hottext":
        item["passage"] = [{"text": "Biên bản họp ghi: "}]
        for n in range(count):
            item["passage"] += [{"token": str(n)}, {"text": " "}]
        item["passage"] += [{"text": "Cuộc họp kết thúc lúc 17 giờ."}]
    return item


def view_of(item: Json | None, **changes: Any) -> Json:
    """A view with that item on screen."""
    view: Json = {
        "revision": 1,
        "lesson": {"slug": "trach-nhiem", "title": "Trách nhiệm của người đứng đầu", "sensitive": False},
        "ask_consent": False,
        "units": [],
        "unit": None,
        "parts": [
            {
                "id": "p1",
                "title": "Không đẩy việc, không né tránh",
                "minutes": 10,
                "items": 7,
                "answered": 3,
                "current": True,
            },
            {
                "id": "p2",
                "title": "Kế hoạch rõ người, rõ việc",
                "minutes": 12,
                "items": 8,
                "answered": 0,
                "current": False,
            },
        ],
        "screen": "item",
        "scenario": deepcopy(SCENARIO),
        "item": item,
        "summary": None,
    }
    view.update(changes)
    return view


REQUIREMENT: Json = {
    "label": "A2",
    "title": "Không né tránh, không đẩy việc",
    "summary": "Việc thuộc thẩm quyền thì tự quyết và tự chịu trách nhiệm; không đẩy lên trên hay sang nơi khác.",
    "quotes": ["không đùn đẩy, né tránh trách nhiệm", "dám nghĩ, dám làm"],
    "where": "đoạn 2, Chỉ thị số 28",
    "status": "chưa kiểm chứng được bản gốc",
    "note": "Trích theo bản tin đăng báo.",
}


def scored(item: Json) -> Json:
    """The same item after scoring, with every verdict and every part of an explanation present."""
    verdicts = ["neutral", "right", "wrong", "neutral", "part"]
    chosen = {"wrong", "part"} if item["kind"] == "single_choice" else {"wrong", "part", "right"}
    with_places = item["kind"] not in ("single_choice", "multiple_response", "hottext")
    choices = [
        {
            **choice,
            "chosen": with_places or verdicts[n] in chosen,
            "verdict": verdicts[n],
            "yours": f"thứ {n + 1}" if with_places else None,
            "key": f"thứ {5 - n}" if with_places else ("nên chọn" if verdicts[n] == "right" else None),
            "feedback": WHY[n],
            "cites": ["A2"],
        }
        for n, choice in enumerate(item["choices"])
    ]
    feedback = {
        "score": 1.5,
        "max_score": 3,
        "chance": 1.2 if with_places else None,
        "level": "part",
        "headline": "Đúng một phần. Xem lại những chỗ còn khác.",
        "choices": choices,
        "rationale": "Yêu cầu đặt ra là không né tránh và không đẩy việc thuộc thẩm quyền của mình lên trên hay sang "
        "nơi khác. Cẩn trọng nằm ở chỗ đọc kỹ hồ sơ, không nằm ở chỗ tìm thêm người cùng ký.",
        "legal_note": "Khiếu nại, tố cáo đúng quy định là quyền của công dân.",
        "requirements": {"A2": deepcopy(REQUIREMENT)},
        "response": COMPLETE[item["kind"]],
    }
    return {**deepcopy(item), "feedback": feedback}


def summary_view() -> Json:
    """The end of a part."""
    rows = [
        {
            "id": "A2",
            "title": "Không né tránh, không đẩy việc",
            "answered": 2,
            "items": 3,
            "percent": 66.7,
            "note": "Nên ôn lại.",
        },
        {
            "id": "B5",
            "title": "Kế hoạch rõ người, rõ việc, rõ kết quả",
            "answered": 0,
            "items": 4,
            "percent": None,
            "note": "",
        },
    ]
    summary = {
        "headline": "Đã xong phần 1",
        "lead": "Đã trả lời 5 trong 7 câu. Những yêu cầu dưới đây xếp theo thứ tự nên ôn.",
        "rows": rows,
        "again": [{"item": "single-choice-1", "prompt": PROMPTS["single_choice"]}],
        "next_part": "p2",
        "note": "Kết quả đã trừ phần đoán may rủi.",
    }
    return view_of(None, revision=9, screen="summary", scenario=None, summary=summary)
