"""Makes src/rashomon/data/map/countries.json, the offline base map, from world-atlas.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/build_map.py package/countries-50m.json src/rashomon/data/map/countries.json

world-atlas (ISC licence) packs Natural Earth 1:50m (public domain). Borders are Natural Earth's "de facto"
ones, not ours.
Arcs are simplified (Douglas-Peucker, 0.08 degrees) and rounded to 0.01 degrees, then delta-coded;
Antarctica is left out.
"""

import json
import math
import sys

TOLERANCE = 0.08
Point = tuple[float, float]


def main(source: str, target: str) -> None:
    """Read a TopoJSON of countries and write the compact map."""
    with open(source, encoding="utf-8") as file:
        topology = json.load(file)
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [simplify(decode(arc, scale, shift)) for arc in topology["arcs"]]
    countries = [
        {"name": g["properties"]["name"], "rings": rings(g)}
        for g in topology["objects"]["countries"]["geometries"]
        if g["properties"]["name"] != "Antarctica" and g["type"] is not None
    ]
    with open(target, "w", encoding="utf-8") as out:
        json.dump(
            {"unit": 0.01, "arcs": [delta(a) for a in arcs], "countries": countries},
            out,
            separators=(",", ":"),
        )
        out.write("\n")


def decode(arc: list[list[int]], scale: list[float], shift: list[float]) -> list[Point]:
    """Degrees of a quantised, delta-coded arc."""
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
    return points


def simplify(points: list[Point]) -> list[Point]:
    """Douglas-Peucker without recursion."""
    keep = [False] * len(points)
    keep[0] = keep[-1] = True
    stack = [(0, len(points) - 1)]
    while stack:
        a, b = stack.pop()
        worst, at = 0.0, None
        for i in range(a + 1, b):
            d = off_line(points[i], points[a], points[b])
            if d > worst:
                worst, at = d, i
        if at is not None and worst > TOLERANCE:
            keep[at] = True
            stack += [(a, at), (at, b)]
    return [p for p, k in zip(points, keep, strict=True) if k]


def off_line(p: Point, a: Point, b: Point) -> float:
    """Distance of a point from the line through two others, in degrees."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy)
    if length == 0:
        return math.hypot(p[0] - a[0], p[1] - a[1])
    return abs((p[0] - a[0]) * dy - (p[1] - a[1]) * dx) / length


def rings(geometry: dict[str, object]) -> list[list[int]]:
    """Arc numbers of every ring of a polygon or multipolygon (~n is arc n backwards)."""
    arcs = geometry["arcs"]
    polygons = [arcs] if geometry["type"] == "Polygon" else arcs
    return [ring for polygon in polygons for ring in polygon]  # type: ignore[attr-defined]


def delta(points: list[Point]) -> list[int]:
    """Flat list of hundredths of a degree: first point, then steps."""
    flat: list[int] = []
    last = (0, 0)
    for x, y in points:
        now = (round(x * 100), round(y * 100))
        if flat and now == last and len(flat) > 2:
            continue
        flat += [now[0] - last[0], now[1] - last[1]]
        last = now
    return flat


if __name__ == "__main__":
    main(*sys.argv[1:])
