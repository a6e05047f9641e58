"""Any small flow chart is drawn so that it can be read."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.procedures.flow_drawing import draw
from portal.procedures.flow_labels import balanced, text_width, wrap
from portal.procedures.flow_layout import Box, Drawing, Edge, Node, Rect

_WORDS = [
    "แต่งตั้งคณะกรรมการ",
    "ผอ.สพท.",
    "ประสานงาน",
    "DLIT",
    "สำนักงานเขตพื้นที่การศึกษา",
    "(Big Data)",
    "วิเคราะห์",
]
_SHAPES = ["process", "decision", "connector", "start", "end"]
texts = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=8).map(" ".join)
labels = st.sampled_from(["", "", "ไม่ผ่าน", "ปรับปรุง", "ผ่าน", "ส่งกลับให้คณะทำงานพิจารณาอีกครั้ง"])


@st.composite
def flows(draw_from: st.DrawFn) -> tuple[list[Node], list[Edge]]:
    """Five to nine boxes in a chain, and up to six more ways between any two of them."""
    count = draw_from(st.integers(2, 9))
    keys = [chr(ord("A") + number) for number in range(count)]
    nodes = [Node(key, draw_from(st.sampled_from(_SHAPES)), draw_from(texts)) for key in keys]
    chain = [Edge(*pair, draw_from(labels)) for pair in pairwise(keys)]
    more = st.builds(Edge, st.sampled_from(keys), st.sampled_from(keys), labels)
    kept = draw_from(st.lists(st.booleans(), min_size=count - 1, max_size=count - 1))
    edges = [edge for edge, keep in zip(chain, kept, strict=True) if keep]
    return nodes, edges + draw_from(st.lists(more, max_size=6))


def overlap(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.right - 0.01
        and other.x < one.right - 0.01
        and one.y < other.bottom - 0.01
        and other.y < one.bottom - 0.01
    )


def inside(one: Rect, drawing: Drawing) -> bool:
    return one.x >= 0 and one.y >= 0 and one.right <= drawing.width and one.bottom <= drawing.height


def segment(start: tuple[float, float], end: tuple[float, float]) -> Rect:
    (x1, y1), (x2, y2) = start, end
    return Rect(min(x1, x2), min(y1, y2), abs(x1 - x2) + 0.02, abs(y1 - y2) + 0.02)


def touches(point: tuple[float, float], box: Box) -> bool:
    """Whether a point lies on the box or on its edge."""
    place, (x, y) = box.place, point
    return place.x - 0.1 <= x <= place.right + 0.1 and place.y - 0.1 <= y <= place.bottom + 0.1


@settings(max_examples=150, deadline=None)
@given(flows())
def test_boxes_ways_and_labels_keep_apart(flow: tuple[list[Node], list[Edge]]) -> None:
    nodes, edges = flow
    drawing = draw(nodes, edges)
    boxes = {box.node.key: box for box in drawing.boxes}

    assert [box.node for box in drawing.boxes] == nodes
    assert [line.edge for line in drawing.lines] == edges
    places = [box.place for box in drawing.boxes]
    shown = [line.label_place for line in drawing.lines if line.label_place]
    assert len(shown) == sum(bool(edge.label) for edge in edges)
    assert all(inside(place, drawing) for place in places + shown)
    assert not any(overlap(*pair) for pair in combinations(places, 2))
    assert not any(overlap(*pair) for pair in combinations(shown, 2))
    assert not any(overlap(label, place) for label in shown for place in places)
    for line in drawing.lines:
        assert touches(line.points[0], boxes[line.edge.source])
        assert touches(line.points[-1], boxes[line.edge.target])
        for here, there in pairwise(line.points):
            assert here[0] == pytest.approx(there[0]) or here[1] == pytest.approx(there[1])
        for number, pair in enumerate(pairwise(line.points)):
            # Only where it begins and ends a way may touch a box, its own.
            own = {line.edge.source} if number == 0 else set()
            own |= {line.edge.target} if number == len(line.points) - 2 else set()
            others = [box.place for key, box in boxes.items() if key not in own]
            assert not any(overlap(segment(*pair), place) for place in others)


@settings(max_examples=150, deadline=None)
@given(flows())
def test_the_words_of_a_box_stay_inside_its_outline(flow: tuple[list[Node], list[Edge]]) -> None:
    for box in draw(*flow).boxes:
        width, height = box.place.width, box.place.height
        words = max(map(text_width, box.lines))
        tall = 23 * len(box.lines)
        assert tall <= height
        if box.node.shape == "decision":
            assert words / width + tall / height <= 1
        elif box.node.shape == "connector":
            assert (words / width) ** 2 + (tall / height) ** 2 <= 1
        else:
            assert words <= width - 20


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="กขคงแเไำ่้ิีุ์ๆฯ. (A/", max_size=60), st.floats(30, 300))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, width: float) -> None:
    for lines in (wrap(text, width), balanced(text, width)):
        assert "".join("".join(lines).split()) == "".join(text.split())
        # A letter with a heap of marks, or with a vowel in front, cannot be parted.
        assert all(text_width(line) <= width or len(line) <= 12 for line in lines)


def test_thai_is_broken_between_words_and_abbreviations_stay_whole() -> None:
    text = "A. นำเสนอแผนพัฒนาคุณภาพต่อ ผอ.สพท. เพื่อพิจารณา"

    lines = wrap(text, 150)

    assert " ".join(lines).count("ผอ.สพท.") == 1
    assert not any(line[0] in "ะาำิีึืุู่้๊๋็์ๆฯ" for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_nothing_is_drawn_of_nothing_and_unknown_boxes_are_left_out() -> None:
    assert draw([], []) == Drawing(0, 0, (), ())
    only = draw([Node("A", "start", "เริ่ม")], [Edge("A", "Z", "")])
    assert only.lines == ()


def test_a_loop_back_runs_beside_the_boxes() -> None:
    nodes = [Node(key, "process", key) for key in "ABC"]
    drawing = draw(nodes, [Edge("A", "B"), Edge("B", "C"), Edge("C", "A", "ไม่ผ่าน")])
    back = drawing.lines[2]

    assert max(x for x, _y in back.points) > max(box.place.right for box in drawing.boxes)
    assert back.label == ("ไม่ผ่าน",)
