// Points that lie close together on the screen, drawn as one. By a grid: linear in the points, the same every time.

export interface Cluster {
  x: number;
  y: number;
  points: number[]; // indexes
}

/** Clusters of screen points within cells of `size` pixels, discs that would overlap made one; points outside the box
 * are left out. */
export function clusters(xs: Float64Array, ys: Float64Array, shown: Uint8Array, width: number, height: number, size = 44): Cluster[] {
  const cells = new Map<number, Cluster>(); // x and y are sums at first
  const columns = Math.ceil((width + 2 * size) / size);
  for (let n = 0; n < xs.length; n += 1) {
    const x = xs[n];
    const y = ys[n];
    if (!shown[n] || !(x > -size && y > -size && x < width + size && y < height + size)) continue;
    const key = Math.floor((y + size) / size) * columns + Math.floor((x + size) / size);
    const cell = cells.get(key);
    if (cell) {
      cell.x += x;
      cell.y += y;
      cell.points.push(n);
    } else cells.set(key, { x, y, points: [n] });
  }
  const found = [...cells.values()].map(({ x, y, points }) => ({ x: x / points.length, y: y / points.length, points }));
  return joined(found.sort((a, b) => b.points.length - a.points.length));
}

/** The larger disc takes in those that it would cover in part; a few hundred at most, so each is compared with each. */
function joined(sorted: Cluster[]): Cluster[] {
  const kept: Cluster[] = [];
  for (const cluster of sorted) {
    const into = kept.find((k) => Math.hypot(k.x - cluster.x, k.y - cluster.y) < radiusOf(k.points.length) + radiusOf(cluster.points.length) - 2);
    if (!into) {
      kept.push(cluster);
      continue;
    }
    const [a, b] = [into.points.length, cluster.points.length];
    into.x = (into.x * a + cluster.x * b) / (a + b);
    into.y = (into.y * a + cluster.y * b) / (a + b);
    for (const point of cluster.points) into.points.push(point);
  }
  return kept;
}

/** Radius of a cluster's disc. */
export const radiusOf = (count: number): number => (count === 1 ? 6 : Math.min(26, 9 + 3.2 * Math.log2(count)));
