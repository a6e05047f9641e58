"""A version's flow chart as an SVG picture, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as Tree

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .flow_drawing import CORNER, draw
from .flow_labels import FONT_SIZE, LINE_HEIGHT, text_width
from .flow_layout import Box, Drawing, Edge, Line, Node, Rect
from .models import EdgeKind, FlowEdge, FlowNode, NodeType, Origin, ProcedureVersion

_INK, _PAPER = "#16242f", "#ffffff"
_FILLS = {
    NodeType.START: "#e6eff6",
    NodeType.END: "#e6eff6",
    NodeType.DECISION: "#fdf3dc",
    NodeType.CONNECTOR: "#ffffff",
}
_DASHES = "7 5"
_SAMPLE = 44.0  # length of the dashed line that explains itself


@dataclass(frozen=True)
class WayInWords:
    """One way of the chart for those who do not see it."""

    source: FlowNode
    target: FlowNode
    condition: str
    is_inferred: bool
    note: str


def ways_in_words(version: ProcedureVersion) -> list[WayInWords]:
    """Every way of the chart in the order of the document."""
    nodes = {node.key: node for node in version.flow_nodes.all()}
    return [
        WayInWords(
            nodes[edge.source],
            nodes[edge.target],
            _condition(edge),
            edge.origin == Origin.INFERRED,
            edge.origin_note,
        )
        for edge in version.flow_edges.all()
        if edge.source in nodes and edge.target in nodes
    ]


def _condition(edge: FlowEdge) -> str:
    if edge.label_th:
        return edge.label
    if edge.kind in (EdgeKind.NEXT, EdgeKind.RETURN):
        return ""
    return _("%(outcome)s (the line bears no words)") % {"outcome": edge.get_kind_display()}


def flow_chart(version: ProcedureVersion) -> SafeString:
    """The picture; nothing where there is no box. All words in it are escaped."""
    nodes, edges = list(version.flow_nodes.all()), list(version.flow_edges.all())
    if not nodes:
        return SafeString()
    drawing = draw(
        [Node(node.key, node.type, f"{node.key}. {node.label}") for node in nodes],
        [Edge(e.source, e.target, e.label if e.label_th else "") for e in edges],
    )
    known = {node.key for node in nodes}
    drawn = [edge for edge in edges if {edge.source, edge.target} <= known]
    inferred = [edge.origin == Origin.INFERRED for edge in drawn]
    picture = _Picture(drawing, version, inferred).element()
    return mark_safe(Tree.tostring(picture, encoding="unicode"))  # noqa: S308  escaped by the tree


class _Picture:
    """The drawing as SVG: shapes say the kind of a box, dashes and words what is inferred."""

    def __init__(self, drawing: Drawing, version: ProcedureVersion, inferred: list[bool]) -> None:
        self.drawing, self.version, self.inferred = drawing, version, inferred
        self.explained = _("Dashed: inferred from the order of the steps") if any(inferred) else ""

    def element(self) -> Tree.Element:
        """The whole picture."""
        width, height = self._size()
        svg = Tree.Element(
            "svg",
            {
                "class": "flow-chart__picture",
                "viewBox": f"0 0 {_n(width)} {_n(height)}",
                "width": _n(width),
                "height": _n(height),
                "role": "img",
                "aria-labelledby": "flow-title flow-desc",
                "font-size": str(FONT_SIZE),
                "fill": _INK,
            },
        )
        self._describe(svg)
        for line, is_inferred in zip(self.drawing.lines, self.inferred, strict=True):
            svg.append(_path(line, is_inferred))
        for box in self.drawing.boxes:
            svg.append(_box(box))
        for line in self.drawing.lines:
            if line.label_place:
                svg.append(_label(line.label, line.label_place))
        if self.explained:
            svg.append(self._explanation())
        return svg

    def _size(self) -> tuple[float, float]:
        if not self.explained:
            return self.drawing.width, self.drawing.height
        width = _SAMPLE + 20 + text_width(self.explained)
        return max(self.drawing.width, width), self.drawing.height + 2 * LINE_HEIGHT

    def _describe(self, svg: Tree.Element) -> None:
        title = Tree.SubElement(svg, "title", {"id": "flow-title"})
        title.text = _("Flow chart of %(code)s %(name)s") % {
            "code": self.version.procedure.code,
            "name": self.version.name,
        }
        described = Tree.SubElement(svg, "desc", {"id": "flow-desc"})
        described.text = _(
            "%(boxes)d boxes and %(ways)d ways; the list beside it says the same."
        ) % {
            "boxes": len(self.drawing.boxes),
            "ways": len(self.drawing.lines),
        }
        marker = {"id": "flow-arrow", "viewBox": "0 0 10 10", "refX": "9", "refY": "5"}
        size = {"markerWidth": "9", "markerHeight": "9", "markerUnits": "userSpaceOnUse"}
        arrow = Tree.SubElement(
            Tree.SubElement(svg, "defs"), "marker", {**marker, **size, "orient": "auto"}
        )
        Tree.SubElement(arrow, "path", {"d": "M 0 0 L 10 5 L 0 10 z", "fill": _INK})

    def _explanation(self) -> Tree.Element:
        y = self.drawing.height + LINE_HEIGHT
        group = Tree.Element("g", {"class": "flow-chart__explanation"})
        sample = Line(Edge("", ""), ((6.0, y), (6.0 + _SAMPLE, y)))
        group.append(_path(sample, is_inferred=True))
        words = Tree.SubElement(group, "text", {"x": _n(_SAMPLE + 14), "y": _n(y + 5)})
        words.text = self.explained
        return group


def _path(line: Line, is_inferred: bool) -> Tree.Element:
    corners = " L ".join(f"{_n(x)} {_n(y)}" for x, y in line.points)
    dashes = {"stroke-dasharray": _DASHES} if is_inferred else {}
    return Tree.Element(
        "path",
        {
            "class": "flow-chart__way",
            "d": f"M {corners}",
            "fill": "none",
            "stroke": _INK,
            "stroke-width": "1.6",
            "stroke-linejoin": "round",
            "marker-end": "url(#flow-arrow)",
            **dashes,
        },
    )


def _box(box: Box) -> Tree.Element:
    group = Tree.Element("g", {"class": f"flow-chart__box flow-chart__box--{box.node.shape}"})
    fill = _FILLS.get(NodeType(box.node.shape), _PAPER)
    look = {"fill": fill, "stroke": _INK, "stroke-width": "1.6"}
    tag, form = _outline(box)
    Tree.SubElement(group, tag, {**form, **look})
    x, middle = box.place.middle
    _write(group, box.lines, x, middle - LINE_HEIGHT * len(box.lines) / 2, "middle")
    return group


def _outline(box: Box) -> tuple[str, dict[str, str]]:
    place = box.place
    across, down = place.middle
    if box.node.shape == "decision":
        corners = [(across, place.y), (place.right, down), (across, place.bottom), (place.x, down)]
        return "polygon", {"points": " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)}
    if box.node.shape == "connector":
        half = {"rx": _n(place.width / 2), "ry": _n(place.height / 2)}
        return "ellipse", {"cx": _n(across), "cy": _n(down), **half}
    form = {"x": place.x, "y": place.y, "width": place.width, "height": place.height}
    corner = {"rx": _n(CORNER)} if box.node.shape in ("start", "end") else {}
    return "rect", {**{name: _n(value) for name, value in form.items()}, **corner}


def _label(words: tuple[str, ...], place: Rect) -> Tree.Element:
    group = Tree.Element("g", {"class": "flow-chart__label"})
    form = {"x": place.x, "y": place.y, "width": place.width, "height": place.height}
    Tree.SubElement(
        group, "rect", {**{name: _n(value) for name, value in form.items()}, "fill": _PAPER}
    )
    _write(group, words, place.x + 2, place.y, "start")
    return group


def _write(group: Tree.Element, lines: tuple[str, ...], x: float, y: float, anchor: str) -> None:
    text = Tree.SubElement(group, "text", {"text-anchor": anchor})
    for number, line in enumerate(lines):
        baseline = y + LINE_HEIGHT * number + LINE_HEIGHT * 0.7
        span = Tree.SubElement(text, "tspan", {"x": _n(x), "y": _n(baseline)})
        # The space keeps the words of two lines apart for whoever reads or copies the text.
        span.text = line + (" " if number + 1 < len(lines) else "")


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
