"""The shapes of the content files, strict: an unknown field is a fault. Knows nothing of how files refer to others."""

from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from .interactions import ENTRIES, ItemEntry
from .strict import Change, Identifier, RequirementId, ShortText, Strict, Text, Version, WaiverEntry

ROLE = r"^[^@0-9]*(?:[0-9]{1,3}[^@0-9]+)*[0-9]{0,3}$"
"""A role holds no address and no long number: a name's usual companions."""
Evidence = Literal["seen", "part", "unseen", "reported"]
Setting = Literal[
    "agency",
    "commune",
    "cooperative",
    "enterprise",
    "highland_village",
    "hospital",
    "land_office",
    "party_cell",
    "police_military",
    "school",
]


class TopicFile(Strict):
    id: Identifier
    title: ShortText
    sensitive: bool = Field(description="Câu trả lời của chủ đề này được lưu không gắn với người nào.")


Wanted = dict[RequirementId, Annotated[int, Field(ge=1)]]


class GoalsEntry(Strict):
    """What the live items must come to. "A" is every requirement whose id starts so."""

    items: Wanted = Field({}, description="Mỗi yêu cầu có ít nhất từng này câu hỏi.")
    pairs: Wanted = Field({}, description="Mỗi yêu cầu có ít nhất từng này câu “Nếu …”.")
    bands: list[RequirementId] = Field([], description="Mỗi yêu cầu có câu rõ, câu có mồi và câu giằng co.")


class PlanColumn(Strict):
    id: Identifier
    title: ShortText
    hint: ShortText


class PlanEntry(Strict):
    """A plan that learners write for their own work: what must be said of each task."""

    title: ShortText
    lead: Text
    columns: Annotated[list[PlanColumn], Field(min_length=2, max_length=6)]


class PackFile(Strict):
    """pack.yaml"""

    id: Identifier
    title: ShortText
    subtitle: ShortText
    language: Literal["vi"]
    source: Identifier = Field(description="Văn bản chính mà bộ tài liệu dạy, một id trong sources/.")
    notebooks: str | None = Field(None, description="Thư mục sổ tay của các bài, tính từ thư mục này.")
    topics: Annotated[list[TopicFile], Field(min_length=1)]
    goals: GoalsEntry | None = Field(None, description="Bỏ trống: không đòi hỏi số câu nào.")
    plan: PlanEntry | None = Field(None, description="Trang kế hoạch để mang vào việc. Bỏ trống: không có trang ấy.")
    about: Annotated[str, StringConstraints(min_length=1, max_length=20000)] = Field(
        description="Trang “Về bộ tài liệu này”, viết bằng Markdown."
    )


class NormFile(Strict):
    """sources/<id>.yaml"""

    id: Identifier
    number: str | None
    kind: Literal["chi_thi", "nghi_quyet", "quy_dinh", "ket_luan", "luat", "hien_phap", "nghi_dinh", "khac"]
    title: ShortText
    issuer: ShortText
    date: date | None
    term: str | None
    status: Literal["in_force", "replaced", "amended", "unknown"]
    replaced_by: Identifier | None
    amended_by: Identifier | None
    evidence: Evidence
    cite_as: ShortText
    note: Annotated[str, StringConstraints(max_length=2000)]


class RequirementEntry(Strict):
    """One entry of requirements/<file>.yaml"""

    id: RequirementId
    kind: Literal["requirement", "sign"]
    addressee: Identifier
    topic: Identifier
    title: ShortText
    summary: Annotated[str, StringConstraints(max_length=1500, strip_whitespace=True)]
    quotes: list[ShortText]
    source: Identifier
    paragraph: Annotated[int, Field(ge=1)] | None
    group: Annotated[int, Field(ge=1)] | None
    evidence: Evidence
    note: Annotated[str, StringConstraints(max_length=1500)] | None
    self_check: list[ShortText] = Field(
        [], description="Câu hỏi để tự soi việc của mình. Ở chủ đề nhạy cảm thì chỉ để nghĩ, trang không có chỗ ghi."
    )


class RequirementsFile(Strict):
    """requirements/<file>.yaml"""

    requirements: Annotated[list[RequirementEntry], Field(min_length=1)]


class ExampleEntry(Strict):
    """A worked contrast: a case and what is right in it, then one fact changed and what is right now."""

    case: ShortText
    answer: ShortText
    change: Change
    changed_answer: ShortText


class LessonPartEntry(Strict):
    id: Identifier
    title: ShortText
    points: Annotated[list[ShortText], Field(min_length=3, max_length=3)] | None = Field(
        None, description="Ba câu đọc trước câu hỏi đầu của phần."
    )
    example: ExampleEntry | None = None
    scenarios: Annotated[list[Identifier], Field(min_length=1)]


class LessonFile(Strict):
    """lessons/<slug>.yaml"""

    slug: Identifier
    topic: Identifier
    title: ShortText
    subtitle: ShortText
    order: int
    parts: Annotated[list[LessonPartEntry], Field(min_length=1)]


class ReviewEntry(Strict):
    """A reviewer's approval of one version and wording. No name is kept: the role is enough."""

    role: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=ROLE)]
    date: date
    version: Version
    content: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")] = Field(
        description="Dấu của nội dung lúc ký; neuguong sign tự ghi."
    )


if TYPE_CHECKING:
    AnyItem = ItemEntry
else:  # one of the shapes there are, told apart by `interaction`
    AnyItem = Annotated[reduce(or_, ENTRIES.values()), Field(discriminator="interaction")]


class ScenarioFile(Strict):
    """bank/<topic>/<id>.yaml"""

    id: Identifier
    version: Version
    topic: Identifier
    status: Literal["draft", "live", "retired"]
    title: ShortText
    setting: Setting
    review: list[ReviewEntry]
    stimulus: Text
    items: Annotated[list[AnyItem], Field(min_length=1, max_length=10)]
    waivers: list[WaiverEntry] = []
    open_questions: list[Text] = Field([], description="Điều tác giả và người đọc muốn người thẩm định trả lời.")


FILE_SHAPES: dict[str, type[Strict]] = {
    "pack": PackFile,
    "source": NormFile,
    "requirements": RequirementsFile,
    "lesson": LessonFile,
    "scenario": ScenarioFile,
}
"""Name of the JSON schema that editors use → the shape it is made from."""
