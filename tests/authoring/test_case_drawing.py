"""The drawing of a branching case: every decision and every way on, the keyed one told apart."""

from xml.etree import ElementTree

from neuguong.authoring.case_drawing import KEY, PLAIN, draw_case

from tests.cases import CASE, make_case

SVG = "{http://www.w3.org/2000/svg}"


def test_every_decision_stands_in_a_box_and_every_choice_that_leads_on_has_a_way() -> None:
    drawing = ElementTree.fromstring(draw_case(make_case()))
    text = " ".join(element.text or "" for element in drawing.iter(f"{SVG}text"))
    for item in make_case().items:
        assert item.identifier in text
        assert all(choice.text in text for choice in item.choices)
    ways = [path for path in drawing.iter(f"{SVG}path") if path.get("fill") == "none"]
    assert len(ways) == sum(way is not None for row in CASE.values() for way in row)
    # By the key: 1 → 2 → 3.
    assert [way.get("stroke") for way in ways].count(KEY) == 2
    assert {way.get("stroke") for way in ways} == {KEY, PLAIN}


def test_no_two_boxes_lie_over_each_other() -> None:
    drawing = ElementTree.fromstring(draw_case(make_case()))
    boxes = [
        tuple(float(rect.get(name, "0")) for name in ("x", "y", "width", "height"))
        for rect in drawing.iter(f"{SVG}rect")
        if rect.get("rx")
    ]
    assert len(boxes) == len(CASE)
    for n, (x, y, width, height) in enumerate(boxes):
        for a, b, wide, high in boxes[n + 1 :]:
            assert x + width <= a or a + wide <= x or y + height <= b or b + high <= y


def test_what_an_author_types_is_text_in_the_drawing_and_nothing_else() -> None:
    drawing = draw_case(make_case(name="ca<b>&"))
    assert "ca&lt;b&gt;&amp;" in drawing
    ElementTree.fromstring(drawing)
