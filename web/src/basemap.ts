// The base map: Natural Earth's countries, de facto borders, as arcs that neighbours share; Mercator in degrees.

export interface BaseMap {
  unit: number;
  arcs: number[][];
  countries: { rings: number[][] }[];
}

export type Line = [number, number][];

let loading: Promise<BaseMap> | null = null;

export function loadMap(): Promise<BaseMap> {
  loading ??= fetch("/map.json").then((answer) => answer.json() as Promise<BaseMap>);
  return loading;
}

/** Longitude and latitude → x to the right, y downwards, both in degrees of the equator. */
export function mercator(lon: number, lat: number): [number, number] {
  const inside = Math.max(-84, Math.min(84, lat));
  return [lon, -(Math.log(Math.tan(Math.PI / 4 + (inside * Math.PI) / 360)) * 180) / Math.PI];
}

/** x, y → longitude and latitude. */
export function unmercator(x: number, y: number): [number, number] {
  return [x, (Math.atan(Math.exp((-y * Math.PI) / 180)) * 360) / Math.PI - 90];
}

export function arcsOf(map: BaseMap): Line[] {
  return map.arcs.map((flat) => {
    const line: Line = [];
    let x = 0;
    let y = 0;
    for (let n = 0; n < flat.length; n += 2) {
      x += flat[n];
      y += flat[n + 1];
      line.push(mercator(x * map.unit, y * map.unit));
    }
    return line;
  });
}

/** A ring that crosses the antimeridian goes on beyond 180 degrees, and is drawn again one turn of the Earth away. */
export function whole(points: Line): Line[] {
  let turn = 0;
  const line = points.map(([x, y], n): [number, number] => {
    const step = n ? x - points[n - 1][0] : 0;
    if (Math.abs(step) > 180) turn -= Math.sign(step) * 360;
    return [x + turn, y];
  });
  const beyond = line.some(([x]) => x > 180.01) ? -360 : line.some(([x]) => x < -180.01) ? 360 : 0;
  return beyond ? [line, line.map(([x, y]) => [x + beyond, y])] : [line];
}

export function pathText(arcs: Line[], map: BaseMap): string {
  const ring = (numbers: number[]) => {
    const points = numbers.flatMap((n, k) => {
      const arc = n < 0 ? [...arcs[~n]].reverse() : arcs[n];
      return k ? arc.slice(1) : arc;
    });
    return whole(points).map((line) => `M${line.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}Z`).join("");
  };
  return map.countries.map((country) => country.rings.map(ring).join("")).join("");
}
