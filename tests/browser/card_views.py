"""Owns the views the card is tested with: what a real session shows of items of every kind, with texts as long as ours.

`view_of(item, …)` and changes to what these functions give are for shapes that no session of ours sends today.
"""

import uuid
from copy import deepcopy
from dataclasses import replace
from itertools import cycle
from typing import Any

from neuguong.items import Item, Pack
from neuguong.scoring.matching import Matching
from neuguong.study import LearnerSession

from tests.samples import INTERACTIONS, make_course, make_item, make_pack

Json = dict[str, Any]

ATTEMPT = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
OTHER_ATTEMPT = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"
TOKEN = "0123456789abcdef" * 2

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
TITLE = "Hồ sơ chờ chữ ký"
STIMULUS = (
    "Anh Páo là phó chủ tịch xã, được giao ký hồ sơ hỗ trợ sửa nhà cho hộ nghèo. Hồ sơ của bà Mẩy đã được "
    "cán bộ chuyên môn thẩm định đủ điều kiện, còn hai ngày là hết hạn trả kết quả.\n\nNăm ngoái xã từng bị nhắc nhở "
    "vì một hồ sơ khai sai. Chủ tịch xã đang đi học, vẫn nghe điện thoại. Cán bộ chuyên môn hỏi anh Páo xử lý thế nào."
)
RATIONALE = (
    "Yêu cầu đặt ra là không né tránh và không đẩy việc thuộc thẩm quyền của mình lên trên hay sang nơi khác. Cẩn "
    "trọng nằm ở chỗ đọc kỹ hồ sơ, không nằm ở chỗ tìm thêm người cùng ký."
)
PARTS = ["Không đẩy việc, không né tránh", "Kế hoạch rõ người, rõ việc"]
TARGETS = ["Phó chủ tịch xã được giao ký", "Cán bộ chuyên môn"]
PASSAGE = "Biên bản họp ghi: [a] [b] Ông Dìn nói thêm: [c] [d] [e] Cuộc họp kết thúc lúc 17 giờ."
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
    "matching": {"0": "1", "1": "0", "2": "1", "3": "1", "4": "0"},
    "hottext": ["0", "2"],
}
"""A complete answer, mostly wrong, to every kind; a choice's token is its place on the screen."""


def session_of(
    kind: str,
    *,
    sensitive: bool = False,
    units: tuple[str, ...] = (),
    attempt_id: str = ATTEMPT,
    response: Any = None,
) -> LearnerSession:
    """A session that has welcomed a newcomer, showing an item of that kind; answered where a response is given."""
    ids = cycle([uuid.UUID(attempt_id), uuid.UUID(OTHER_ATTEMPT)])
    course = replace(make_course(sensitive=sensitive), pack=_pack(kind, sensitive=sensitive), units=units)
    session = LearnerSession(course, "bai", new_id=lambda: next(ids))
    session.handle({"kind": "hello", "token": TOKEN, "consent": True})
    if response is not None:
        item = shown_item(session)
        answer = {"item": item["id"], "version": item["version"], "attempt_id": attempt_id, "response": response}
        replies = session.handle({"kind": "submit", **answer})
        assert [reply["kind"] for reply in replies] == ["stored"], replies
    return session


def shown_item(session: LearnerSession) -> Json:
    """The item a session has on screen."""
    item = session.view()["item"]
    assert isinstance(item, dict)
    return deepcopy(item)


def item_of(kind: str, *, attempt_id: str = ATTEMPT) -> Json:
    """An unanswered item of that kind."""
    return shown_item(session_of(kind, attempt_id=attempt_id))


def scored(item: Json, response: Any = None) -> Json:
    """The same item after scoring."""
    kind = item["kind"]
    session = session_of(kind, attempt_id=item["attempt_id"], response=response or COMPLETE[kind])
    return shown_item(session)


def view_of(item: Json | None, *, sensitive: bool = False, **changes: Any) -> Json:
    """A view with that item on screen."""
    view = deepcopy(session_of("single_choice", sensitive=sensitive).view())
    return {**view, "revision": 1, "item": item, **changes}


def summary_view() -> Json:
    """The end of a part in which one answer of seven was given, a wrong one."""
    session = session_of("single_choice", response=_wrong_choice())
    session.handle({"kind": "summary"})
    return {**deepcopy(session.view()), "revision": 9}


def contents_view() -> Json:
    """The lesson's own page after that answer."""
    session = session_of("single_choice", response=_wrong_choice())
    session.handle({"kind": "contents"})
    return {**deepcopy(session.view()), "revision": 10}


def right_answer(kind: str) -> Any:
    """An answer of that kind that is scored in full."""
    session = session_of(kind, response=COMPLETE[kind])
    interaction = INTERACTIONS[_names()[kind]]
    item = next(item for item in _pack(kind).scenarios["mot"].items if item.interaction.kind == kind)
    by_text = {choice["text"]: choice["token"] for choice in shown_item(session)["choices"]}
    token = {choice.identifier: by_text[choice.text] for choice in item.choices}
    key: Any = interaction
    match kind:
        case "single_choice":
            return token[key.correct]
        case "multiple_response" | "hottext" | "ranking":
            return [token[one] for one in key.correct]
        case "best_worst":
            return {"best": token[key.best], "worst": token[key.worst]}
        case "rating":
            return {token[one]: point for one, point in key.correct.items()}
    targets = [target.identifier for target in key.targets]
    return {token[one]: str(targets.index(target)) for one, target in key.correct.items()}


def _wrong_choice() -> str:
    right = right_answer("single_choice")
    return next(token for token in "01234" if token != right)


def _names() -> dict[str, str]:
    return {interaction.kind: name for name, interaction in INTERACTIONS.items()}


def _pack(first: str, *, sensitive: bool = False) -> Pack:
    """The sample pack with long texts and with the item of one kind before the others."""
    pack = make_pack(sensitive=sensitive)
    names = _names()
    kinds = sorted(names, key=lambda kind: kind != first)
    items = tuple(_item(kind, names[kind]) for kind in kinds)
    scenario = replace(pack.scenarios["mot"], title=TITLE, stimulus=STIMULUS, items=items)
    lesson = pack.lessons["bai"]
    parts = tuple(replace(part, title=title) for part, title in zip(lesson.parts, PARTS, strict=True))
    requirement = replace(
        pack.requirements["A2"],
        title="Không né tránh, không đẩy việc",
        summary="Việc thuộc thẩm quyền thì tự quyết và tự chịu trách nhiệm; không đẩy lên trên hay sang nơi khác.",
        quotes=("không đùn đẩy, né tránh trách nhiệm", "dám nghĩ, dám làm"),
        note="Trích theo bản tin đăng báo.",
    )
    other = replace(requirement, identifier="B5", title="Kế hoạch rõ người, rõ việc, rõ kết quả")
    return replace(
        pack,
        scenarios={**pack.scenarios, "mot": scenario},
        lessons={"bai": replace(lesson, title="Trách nhiệm của người đứng đầu", parts=parts)},
        requirements={"A2": requirement, "B5": other},
    )


def _item(kind: str, name: str) -> Item:
    interaction: Any = INTERACTIONS[name]
    if isinstance(interaction, Matching):
        named = zip(interaction.targets, TARGETS, strict=True)
        interaction = replace(interaction, targets=tuple(replace(target, text=text) for target, text in named))
    if kind == "hottext":
        interaction = replace(interaction, passage=PASSAGE)
    item = make_item(interaction, name=f"mot-{name}")
    choices = tuple(
        replace(choice, text=text, feedback=why, cites=("A2", "B5") if n == 1 else ("A2",))
        for n, (choice, text, why) in enumerate(zip(item.choices, LABELS, WHY, strict=True))
    )
    return replace(item, prompt=PROMPTS[kind], choices=choices, rationale=RATIONALE, legal_note=True)
