"""From rows and routes to rectangles and lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

from .flow_layout import (
    Box,
    Drawing,
    Edge,
    Layout,
    Line,
    Node,
    Point,
    Rect,
    Route,
    Side,
)

CORNER = 22.0  # radius of the corners of start and end
_GAP, _MARGIN, _LANE, _COLUMN = 34.0, 6.0, 16.0, 24.0
_BESIDE_LABEL, _ABOVE_LINE = 6.0, 3.0


def draw(nodes: Sequence[Node], edges: Sequence[Edge]) -> Drawing:
    """Draw a flow chart; ways to boxes that are not there are left out."""
    return _Draughtsman(Layout(nodes, edges)).drawing()


def indent(shape: str, half: Point, away: float, across: int) -> float:
    """How far the outline lies inside the box's edge, `away` from the middle of that edge.

    `across` is 0 for the left and right edges, 1 for the upper and lower ones.
    """
    depth, along = half[across], half[1 - across]
    share = min(abs(away) / along, 1.0)
    if shape == "decision":
        return depth * share
    if shape == "connector":
        return depth * (1 - sqrt(1 - share**2))
    beyond = abs(away) - (along - CORNER)
    if shape == "process" or beyond <= 0:
        return 0.0
    return CORNER - sqrt(max(CORNER**2 - beyond**2, 0.0))


class _Draughtsman:
    """Places boxes first across, then down; then lanes, lines and labels."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.sizes = {key: layout.size(key) for key in layout.nodes}
        self.left = self._across()
        self.ports = self._upper_and_lower_ports()
        self.heights: dict[int, float] = {}
        self.places = self._down()
        self.lanes = {side: self._lanes(side) for side in (-1, 1)}

    def drawing(self) -> Drawing:
        """Everything, moved so that nothing lies left of or above the margin."""
        boxes = [
            Box(node, self.layout.text[key], self.places[key])
            for key, node in self.layout.nodes.items()
        ]
        lines = [self._line(route) for route in self.layout.routes]
        xs = [x for line in lines for x, _y in line.points]
        ys = [y for line in lines for _x, y in line.points]
        for place in [box.place for box in boxes] + [e.label_place for e in lines if e.label_place]:
            xs += [place.x, place.right]
            ys += [place.y, place.bottom]
        if not xs:
            return Drawing(0, 0, (), ())
        dx, dy = _MARGIN - min(xs), _MARGIN - min(ys)
        return Drawing(
            max(xs) + dx + _MARGIN,
            max(ys) + dy + _MARGIN,
            tuple(Box(box.node, box.lines, box.place.moved(dx, dy)) for box in boxes),
            tuple(_moved(line, dx, dy) for line in lines),
        )

    # --- boxes ----------------------------------------------------------------------------

    def _across(self) -> dict[str, float]:
        """The left edges: the first box of a row stands below the first of the others."""
        left: dict[str, float] = {}
        for row in self.layout.rows:
            x = -self.sizes[row[0]][0] / 2
            for key in row:
                left[key] = x
                x += self.sizes[key][0] + _COLUMN
        return left

    def _middle(self, key: str) -> float:
        return self.left[key] + self.sizes[key][0] / 2

    def _down(self) -> dict[str, Rect]:
        """The places of all boxes; the rows of ways in each gap make it higher."""
        places: dict[str, Rect] = {}
        y = self._gap(-1, 0.0)
        for rank, row in enumerate(self.layout.rows):
            height = max(self.sizes[key][1] for key in row)
            for key in row:
                width, own = self.sizes[key]
                places[key] = Rect(self.left[key], y + (height - own) / 2, width, own)
            y = self._gap(rank, y + height)
        return places

    def _gap(self, rank: int, y: float) -> float:
        """Give each way that crosses a gap its own height there; return where the gap ends."""
        routes = self._crossing(rank)
        inner = rank not in (-1, len(self.layout.rows) - 1)
        y += _GAP / 3 if inner or routes else 0
        for route in routes:
            y += route.label_size[1] + 2 * _ABOVE_LINE if rank == self._label_gap(route) else 0
            y += 10
            route.row[rank] = y
        return y + (2 * _GAP / 3 if inner or routes else 0)

    def _crossing(self, rank: int) -> list[Route]:
        return [
            route
            for route in self.layout.routes
            for gap in self._gaps(route)
            if gap == rank and (route.side or route.label or self._bends(route))
        ]

    def _gaps(self, route: Route) -> list[int]:
        """The gaps in which a way runs across; a way from side to side needs none."""
        source, target = route.edge.source, route.edge.target
        rank = self.layout.rank
        if route.side is None:
            return [rank[source]]
        leaves = [] if self.layout.column_ends(source, route.side) else [rank[source]]
        reaches = [] if self.layout.column_ends(target, route.side) else [rank[target] - 1]
        # Out of one box and into the one below by a lane of the same gap is one line across.
        return list(dict.fromkeys(leaves + reaches))

    def _label_gap(self, route: Route) -> int | None:
        """The gap in which the label of a way stands, if it does not stand at a side."""
        rank = self.layout.rank[route.edge.source]
        return rank if rank in self._gaps(route) and self._leaves_below(route) else None

    def _leaves_below(self, route: Route) -> bool:
        return route.side is None or not self.layout.column_ends(route.edge.source, route.side)

    def _reaches_above(self, route: Route) -> bool:
        return route.side is None or not self.layout.column_ends(route.edge.target, route.side)

    def _bends(self, route: Route) -> bool:
        below, above = self.ports[id(route), True], self.ports[id(route), False]
        return abs(below - above) > 0.1

    # --- ports ------------------------------------------------------------------------------

    def _upper_and_lower_ports(self) -> dict[tuple[int, bool], float]:
        """Where along the lower (true) and upper edge of its boxes each way begins and ends."""
        ports: dict[tuple[int, bool], float] = {}
        for key in self.layout.nodes:
            routes = self.layout.routes
            below = [r for r in routes if r.edge.source == key and self._leaves_below(r)]
            above = [r for r in routes if r.edge.target == key and self._reaches_above(r)]
            for leaves, at_edge in ((True, below), (False, above)):
                for route, share in self._shares(key, at_edge, leaves):
                    ports[id(route), leaves] = self.left[key] + self.sizes[key][0] * share
        return ports

    def _shares(self, key: str, routes: list[Route], leaves: bool) -> list[tuple[Route, float]]:
        """A straight way takes the middle; others stand on the side to which they lead."""
        groups: dict[int, list[Route]] = {-1: [], 0: [], 1: []}
        for route in routes:
            other = route.edge.target if leaves else route.edge.source
            away = self._middle(other) - self._middle(key)
            toward = route.side or ((away > 0.1) - (away < -0.1))
            groups[1 if toward == 0 and groups[0] else toward].append(route)
        shares = [(route, 0.5) for route in groups[0]]
        for side in (-1, 1):
            count = len(groups[side])
            shares += [
                (route, 0.5 + side * 0.4 * (place + 1) / (count + 0.25))
                if groups[0] or count > 1 or groups[-side]
                else (route, 0.5)
                for place, route in enumerate(groups[side])
            ]
        return shares

    def _port(self, route: Route, leaves: bool) -> Point:
        """The point on a box's outline at which a way begins or ends."""
        key = route.edge.source if leaves else route.edge.target
        place, shape = self.places[key], self.layout.nodes[key].shape
        half = (place.width / 2, place.height / 2)
        across, down = place.middle
        if (id(route), leaves) in self.ports:
            x = self.ports[id(route), leaves]
            away = half[1] - indent(shape, half, x - across, 1)
            return x, down + away if leaves else down - away
        side = route.side or 1
        at_side = self.layout.sides[key, side]
        index = next(
            place for place, port in enumerate(at_side) if port[0] is route and port[1] == leaves
        )
        y = place.y + place.height * (index + 1) / (len(at_side) + 1)
        return across + side * (half[0] - indent(shape, half, y - down, 0)), y

    # --- lanes and lines ----------------------------------------------------------------------

    def _lanes(self, side: Side) -> dict[int, float]:
        """Where the lane of each way on a side is; short ways run inside of long ones."""
        routes = [route for route in self.layout.routes if route.side == side]
        spans = {id(route): self._span(route) for route in routes}
        taken: dict[int, list[tuple[float, float]]] = defaultdict(list)
        lanes: dict[int, int] = {}
        for route in sorted(routes, key=lambda route: spans[id(route)][1] - spans[id(route)][0]):
            low, high = spans[id(route)]
            lane = 0
            while any(low <= end + 6 and start <= high + 6 for start, end in taken[lane]):
                lane += 1
            taken[lane].append((low, high))
            lanes[id(route)] = lane
        edge = self._beside(side)
        return {route: edge + side * _LANE * lane for route, lane in lanes.items()}

    def _span(self, route: Route) -> tuple[float, float]:
        ends = [self._end(route, leaves)[-1][1] for leaves in (True, False)]
        return min(ends), max(ends)

    def _beside(self, side: Side) -> float:
        """The first lane: beyond all boxes and all labels."""
        reach = [place.right if side == 1 else -place.x for place in self.places.values()]
        widest = 0.0
        for route in self.layout.routes:
            label = self._label_place(route)
            if label is None:
                continue
            if self._leaves_below(route) or route.side != side:
                reach.append(label.right if side == 1 else -label.x)
            else:
                widest = max(widest, label.width + 2 * _BESIDE_LABEL)
        return side * (max(reach, default=0.0) + max(widest, _LANE))

    def _end(self, route: Route, leaves: bool) -> list[Point]:
        """From a box's outline to the height at which the way runs in its lane."""
        port = self._port(route, leaves)
        if (id(route), leaves) not in self.ports:
            return [port]
        rank = self.layout.rank[route.edge.source if leaves else route.edge.target]
        return [port, (port[0], route.row[rank if leaves else rank - 1])]

    def _line(self, route: Route) -> Line:
        if route.side is None:
            start, end = self._port(route, True), self._port(route, False)
            y = route.row.get(self.layout.rank[route.edge.source], start[1])
            points = [start, (start[0], y), (end[0], y), end]
        else:
            lane = self.lanes[route.side][id(route)]
            out, back = self._end(route, True), self._end(route, False)
            points = [*out, (lane, out[-1][1]), (lane, back[-1][1]), *reversed(back)]
        kept = points[:1] + [there for here, there in pairwise(points) if here != there]
        return Line(route.edge, tuple(kept), route.label, self._label_place(route))

    def _label_place(self, route: Route) -> Rect | None:
        """Beside the beginning of the way, above its first line across."""
        if not route.label:
            return None
        width, height = route.label_size
        x, y = self._port(route, True)
        if self._leaves_below(route):
            y = route.row[self.layout.rank[route.edge.source]]
            return Rect(x + _BESIDE_LABEL, y - height - _ABOVE_LINE, width, height)
        place = self.places[route.edge.source]
        left = place.right + _BESIDE_LABEL if route.side == 1 else place.x - _BESIDE_LABEL - width
        return Rect(left, y - height - _ABOVE_LINE, width, height)


def _moved(line: Line, dx: float, dy: float) -> Line:
    points = tuple((x + dx, y + dy) for x, y in line.points)
    place = line.label_place.moved(dx, dy) if line.label_place else None
    return Line(line.edge, points, line.label, place)
