"""Where the boxes and ways of a flow chart are drawn.

Boxes stand in rows; the first of each row stands below the first of the others, so the usual way
is one straight line. Ways to the next row run in the gap between; all others (back, or past a row)
run in lanes beside the boxes, and nothing ever runs through a box. A library for layout (grandalf,
or graphviz with its binary) would leave Thai lines, lanes and labels to us all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from .flow_labels import LINE_HEIGHT, balanced, text_width, wrap
from .flow_layers import layers

Point = tuple[float, float]
Side = Literal[-1, 1]  # left, right
Shape = Literal["start", "process", "decision", "connector", "end"]

_WIDE, _NARROW = 216.0, 140.0  # of a box alone in its row, and of one that shares it
_PADDING = 14.0
_LABEL = 96.0  # labels of ways are broken at this width


@dataclass(frozen=True)
class Node:
    """A box to be drawn."""

    key: str
    shape: Shape
    text: str


@dataclass(frozen=True)
class Edge:
    """A way to be drawn."""

    source: str
    target: str
    label: str = ""


@dataclass(frozen=True)
class Rect:
    """A rectangle of the drawing."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """Its centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def moved(self, dx: float, dy: float) -> Rect:
        """The same rectangle elsewhere."""
        return Rect(self.x + dx, self.y + dy, self.width, self.height)


@dataclass(frozen=True)
class Box:
    """A box with its place and the lines of its text."""

    node: Node
    lines: tuple[str, ...]
    place: Rect


@dataclass(frozen=True)
class Line:
    """A way with its corners, and its label with the place of that."""

    edge: Edge
    points: tuple[Point, ...]
    label: tuple[str, ...] = ()
    label_place: Rect | None = None


@dataclass(frozen=True)
class Drawing:
    """A whole flow chart, from 0, 0 on."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


@dataclass
class Route:
    """How a way runs: straight down, or in a lane on one side."""

    edge: Edge
    side: Side | None
    label: tuple[str, ...]
    row: dict[int, float] = field(default_factory=dict)  # heights in the gaps that it crosses

    @property
    def label_size(self) -> tuple[float, float]:
        """Width and height of the label."""
        if not self.label:
            return 0.0, 0.0
        return max(map(text_width, self.label)) + 4, LINE_HEIGHT * len(self.label)


class Layout:
    """The boxes of a chart in rows, and how each way runs."""

    def __init__(self, nodes: Sequence[Node], edges: Sequence[Edge]) -> None:
        self.nodes = {node.key: node for node in nodes}
        known = [edge for edge in edges if {edge.source, edge.target} <= self.nodes.keys()]
        self.rows = layers(list(self.nodes), [(edge.source, edge.target) for edge in known])
        self.rank = {key: rank for rank, row in enumerate(self.rows) for key in row}
        self.routes = self._routes(known)
        self.sides = self._ports_at_the_sides()
        self.text = {key: self._lines(node) for key, node in self.nodes.items()}

    def column_ends(self, key: str, side: Side) -> bool:
        """Whether nothing stands between a box and the lanes of a side."""
        row = self.rows[self.rank[key]]
        return row[-1 if side == 1 else 0] == key

    def size(self, key: str) -> tuple[float, float]:
        """Width and height of a box: its text, and room for the ways at its sides."""
        width = self.width(key)
        text = LINE_HEIGHT * len(self.text[key])
        height = text + 2 * _PADDING
        if self.nodes[key].shape in ("decision", "connector"):
            widest = max(map(text_width, self.text[key]))
            height = max(text / max(1 - widest / width, 0.2) + 6, 64)
        ports = max(len(self.sides[key, -1]), len(self.sides[key, 1]))
        return width, max(height, self._port_distance(key) * (ports + 1) if ports else 0)

    def width(self, key: str) -> float:
        """How wide a box is."""
        return _WIDE if len(self.rows[self.rank[key]]) == 1 else _NARROW

    def _lines(self, node: Node) -> tuple[str, ...]:
        pointed = node.shape in ("decision", "connector")
        room = self.width(node.key) * 0.58 if pointed else self.width(node.key) - 2 * _PADDING
        return tuple(balanced(node.text, room))

    def _routes(self, edges: Sequence[Edge]) -> list[Route]:
        """Ways past a row take the lanes of both sides in turn, beginning on the right."""
        routes, in_lanes = [], 0
        for edge in edges:
            side: Side | None = None
            if self.rank[edge.target] != self.rank[edge.source] + 1:
                on_left = in_lanes % 2 == 1 and self._alone(edge.source, edge.target)
                side = -1 if on_left else 1
                in_lanes += 1
            routes.append(Route(edge, side, tuple(wrap(edge.label, _LABEL)) if edge.label else ()))
        return routes

    def _alone(self, *keys: str) -> bool:
        return all(self.column_ends(key, -1) for key in keys)

    def _ports_at_the_sides(self) -> dict[tuple[str, Side], list[tuple[Route, bool]]]:
        """The ways that leave (true) or reach (false) a box at its side."""
        ports: dict[tuple[str, Side], list[tuple[Route, bool]]] = defaultdict(list)
        for route in self.routes:
            if route.side is None:
                continue
            for key, leaves in ((route.edge.source, True), (route.edge.target, False)):
                if self.column_ends(key, route.side):
                    ports[key, route.side].append((route, leaves))
        return ports

    def _port_distance(self, key: str) -> float:
        labels = [
            route.label_size[1]
            for side in (-1, 1)
            for route, leaves in self.sides[key, side]
            if leaves
        ]
        return max(labels, default=0) + 8
