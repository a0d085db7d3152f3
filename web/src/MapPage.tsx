// Map and timeline over all incidents that meet the filters, linked: a stretch of time chosen below shows on the map,
// what lies in the map's window is listed beside it. All of it stands in the address.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { get, path } from "./api";
import { arcsOf, loadMap, mercator, pathText, unmercator, type BaseMap } from "./basemap";
import { clusters, radiusOf, type Cluster } from "./cluster";
import { Badge, Failure, Go, State, Waiting } from "./parts";
import { filtersOf, navigate, usePlace, withQuery } from "./router";
import { days, plural } from "./text";
import { Timeline } from "./Timeline";
import type { Points } from "./types";

interface View {
  x: number; // of the middle, in Mercator degrees
  y: number;
  scale: number; // pixels a degree
}

export function MapPage() {
  const { query } = usePlace();
  const { box: _b, since, until, order: _o, ...filters } = filtersOf(query);
  const points = useQuery({ queryKey: ["points", JSON.stringify(filters)], queryFn: () => get<Points>("/points", filters) });
  const base = useQuery({ queryKey: ["base map"], queryFn: loadMap, staleTime: Infinity });
  const reported = useQuery({ queryKey: ["timeline"], queryFn: () => get<{ reported: [string, number][] }>("/timeline", filters) });
  const [inView, setInView] = useState<number[]>([]);
  const set = (changes: Record<string, string | null>) => navigate(`/map${withQuery(query, changes)}`, { replace: true });
  const inTime = useMemo(() => (points.data ? within(points.data, since, until) : new Uint8Array()), [points.data, since, until]);
  if (points.error) return <Failure error={points.error} />;
  return (
    <main className="map-page" id="main">
      <h1 className="unseen">Map and timeline</h1>
      <section className="map-area" aria-label="Map">
        {points.data && base.data ? (
          <MapCanvas
            points={points.data}
            base={base.data}
            shown={inTime}
            box={query.get("box")}
            onBox={(box) => set({ box })}
            onInView={setInView}
            onOpen={(id) => navigate(path("incidents", id) + withQuery(new URLSearchParams(filters), {}))}
          />
        ) : (
          <Waiting what="Drawing the map" />
        )}
      </section>
      <section className="time-area" aria-label="Timeline">
        {points.data && (
          <Timeline points={points.data} reported={reported.data?.reported ?? []} since={since ?? null} until={until ?? null} inside={inTime.reduce((n, shown) => n + shown, 0)} onChange={(a, b) => set({ since: a, until: b })} />
        )}
      </section>
      <InView points={points.data} shown={inView} inTime={inTime} />
    </main>
  );
}

function within(points: Points, since?: string, until?: string): Uint8Array {
  const shown = new Uint8Array(points.id.length);
  for (let n = 0; n < shown.length; n += 1) {
    const start = points.date_start[n];
    const end = points.date_end[n] ?? start;
    shown[n] = (!since && !until) || (start !== null && end !== null && (!since || end >= since) && (!until || start <= until)) ? 1 : 0;
  }
  return shown;
}

// The map -----------------------------------------------------------------------------------------------------

function MapCanvas({ points, base, shown, box, onBox, onInView, onOpen }: {
  points: Points;
  base: BaseMap;
  shown: Uint8Array;
  box: string | null;
  onBox: (box: string | null) => void;
  onInView: (indexes: number[]) => void;
  onOpen: (id: string) => void;
}) {
  const holder = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<[number, number]>([0, 0]);
  const land = useMemo(() => new Path2D(pathText(arcsOf(base), base)), [base]);
  const places = useMemo(() => {
    const [x, y] = [new Float64Array(points.id.length), new Float64Array(points.id.length)];
    for (let n = 0; n < x.length; n += 1) [x[n], y[n]] = points.lat[n] === null || points.lon[n] === null ? [NaN, NaN] : mercator(points.lon[n]!, points.lat[n]!);
    return { x, y };
  }, [points]);
  const [view, setView] = useState<View | null>(null);
  const [tip, setTip] = useState<{ x: number; y: number; text: string } | null>(null);
  const drawn = useRef<Cluster[]>([]);

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setSize([entry.contentRect.width, entry.contentRect.height]));
    observer.observe(holder.current!);
    return () => observer.disconnect();
  }, []);
  const all = () => fit(places.x, places.y, shown, size);
  useEffect(() => {
    if (!view && size[0] > 0) setView((box && ofBox(box, size)) || all());
  }, [size, view, box]);

  useEffect(() => {
    if (!view || !size[0]) return;
    const frame = requestAnimationFrame(() => {
      drawn.current = draw(canvas.current!, size, view, land, places, shown, points);
    });
    return () => cancelAnimationFrame(frame);
  }, [view, size, shown, places, land, points]);
  useEffect(() => {
    const listen = () => view && size[0] && draw(canvas.current!, size, view, land, places, shown, points);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", listen);
    return () => dark.removeEventListener("change", listen);
  });

  // What is in the window, a moment after it came to rest.
  useEffect(() => {
    if (!view || !size[0]) return;
    const timer = setTimeout(() => {
      const [left, top] = [view.x - size[0] / 2 / view.scale, view.y - size[1] / 2 / view.scale];
      const [right, bottom] = [view.x + size[0] / 2 / view.scale, view.y + size[1] / 2 / view.scale];
      const found: number[] = [];
      for (let n = 0; n < places.x.length; n += 1) if (shown[n] && places.x[n] >= left && places.x[n] <= right && places.y[n] >= top && places.y[n] <= bottom) found.push(n);
      onInView(found);
    }, 120);
    return () => clearTimeout(timer);
  }, [view, size, shown, places]);

  const settled = (next: View) => onBox(boxOf(next, size));
  const move = (next: View) => {
    setView(next);
    setTip(null);
  };
  const zoom = (factor: number, at?: [number, number]) => {
    if (!view) return;
    const [px, py] = at ?? [size[0] / 2, size[1] / 2];
    const scale = Math.max(1, Math.min(20_000, view.scale * factor));
    const [gx, gy] = [view.x + (px - size[0] / 2) / view.scale, view.y + (py - size[1] / 2) / view.scale];
    const next = { scale, x: gx - (px - size[0] / 2) / scale, y: gy - (py - size[1] / 2) / scale };
    move(next);
    settled(next);
  };
  const pan = (dx: number, dy: number) => {
    if (!view) return;
    const next = { ...view, x: view.x + dx / view.scale, y: view.y + dy / view.scale };
    move(next);
    settled(next);
  };
  const hit = (x: number, y: number) => drawn.current.find((c) => Math.hypot(c.x - x, c.y - y) <= radiusOf(c.points.length) + 3);
  const open = (cluster: Cluster) => {
    if (cluster.points.length === 1) return onOpen(points.id[cluster.points[0]]);
    const inside = new Uint8Array(points.id.length);
    for (const n of cluster.points) inside[n] = 1;
    const next = fit(places.x, places.y, inside, size);
    if (view && next.scale <= view.scale * 1.05) return zoom(2, [cluster.x, cluster.y]);
    move(next);
    settled(next);
  };

  const drag = useRef<{ x: number; y: number; view: View; moved: boolean } | null>(null);
  useEffect(() => {
    const element = canvas.current!;
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const rect = element.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY * 0.0015), [event.clientX - rect.left, event.clientY - rect.top]);
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => element.removeEventListener("wheel", wheel);
  });
  const located = useMemo(() => points.lat.filter((lat) => lat !== null).length, [points]);
  return (
    <div className="map" ref={holder}>
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label={`Map of ${plural(located, "incident")} with a place. Arrow keys move it, plus and minus zoom. The list beside it names what it shows.`}
        onKeyDown={(event) => {
          const steps: Record<string, () => void> = {
            ArrowLeft: () => pan(-80, 0),
            ArrowRight: () => pan(80, 0),
            ArrowUp: () => pan(0, -80),
            ArrowDown: () => pan(0, 80),
            "+": () => zoom(1.6),
            "=": () => zoom(1.6),
            "-": () => zoom(1 / 1.6),
          };
          const act = steps[event.key];
          if (!act || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          event.stopPropagation();
          act();
        }}
        onPointerDown={(event) => {
          if (!view) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { x: event.clientX, y: event.clientY, view, moved: false };
        }}
        onPointerMove={(event) => {
          const from = drag.current;
          const rect = event.currentTarget.getBoundingClientRect();
          if (from) {
            if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > 4) from.moved = true;
            if (from.moved) move({ ...from.view, x: from.view.x - (event.clientX - from.x) / from.view.scale, y: from.view.y - (event.clientY - from.y) / from.view.scale });
            return;
          }
          const found = hit(event.clientX - rect.left, event.clientY - rect.top);
          event.currentTarget.style.cursor = found ? "pointer" : "grab";
          setTip(found ? { x: found.x, y: found.y, text: tipOf(found, points) } : null);
        }}
        onPointerUp={(event) => {
          const from = drag.current;
          drag.current = null;
          if (!from || !view) return;
          if (from.moved) return settled(view);
          const rect = event.currentTarget.getBoundingClientRect();
          const found = hit(event.clientX - rect.left, event.clientY - rect.top);
          if (found) open(found);
        }}
        onPointerLeave={() => setTip(null)}
      />
      {tip && (
        <div className="tip" style={{ left: Math.min(tip.x + 12, size[0] - 260), top: tip.y + 12 }}>
          {tip.text}
        </div>
      )}
      <div className="map-tools">
        <button type="button" className="button plain" onClick={() => zoom(1.8)} aria-label="Zoom in">
          +
        </button>
        <button type="button" className="button plain" onClick={() => zoom(1 / 1.8)} aria-label="Zoom out">
          −
        </button>
        <button
          type="button"
          className="button plain"
          onClick={() => {
            move(all());
            onBox(null);
          }}
        >
          All
        </button>
      </div>
      <p className="map-note">
        Base map: Natural Earth, de facto borders. {plural(located, "incident")} of {points.id.length.toLocaleString("en")} have a place; a ring means disputed.
      </p>
    </div>
  );
}

function tipOf(cluster: Cluster, points: Points): string {
  if (cluster.points.length === 1) return points.label[cluster.points[0]];
  const contested = cluster.points.filter((n) => points.contested[n]).length;
  return `${plural(cluster.points.length, "incident")}${contested ? `, ${contested} disputed` : ""}: click to come closer`;
}

function fit(xs: Float64Array, ys: Float64Array, shown: Uint8Array, size: [number, number]): View {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let n = 0; n < xs.length; n += 1) {
    if (!shown[n] || Number.isNaN(xs[n])) continue;
    left = Math.min(left, xs[n]);
    right = Math.max(right, xs[n]);
    top = Math.min(top, ys[n]);
    bottom = Math.max(bottom, ys[n]);
  }
  if (left > right) [left, right, top, bottom] = [-160, 160, -70, 60];
  const scale = Math.min((size[0] * 0.86) / Math.max(right - left, 0.4), (size[1] * 0.8) / Math.max(bottom - top, 0.3), 600);
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.max(scale, 1) };
}

function boxOf(view: View, size: [number, number]): string {
  const [west, north] = unmercator(view.x - size[0] / 2 / view.scale, view.y - size[1] / 2 / view.scale);
  const [east, south] = unmercator(view.x + size[0] / 2 / view.scale, view.y + size[1] / 2 / view.scale);
  const clamp = (n: number, most: number) => Math.max(-most, Math.min(most, n)).toFixed(3);
  return [clamp(south, 85), clamp(west, 180), clamp(north, 85), clamp(east, 180)].join(",");
}

function ofBox(box: string, size: [number, number]): View | null {
  const [south, west, north, east] = box.split(",").map(Number);
  if (![south, west, north, east].every(Number.isFinite) || east <= west || north <= south) return null;
  const [left, top] = mercator(west, north);
  const [right, bottom] = mercator(east, south);
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(size[0] / (right - left), size[1] / (bottom - top)) };
}

function draw(canvas: HTMLCanvasElement, size: [number, number], view: View, land: Path2D, places: { x: Float64Array; y: Float64Array }, shown: Uint8Array, points: Points): Cluster[] {
  const ratio = devicePixelRatio || 1;
  const [width, height] = size;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext("2d")!;
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = colour("sea");
  context.fillRect(0, 0, width, height);
  context.setTransform(ratio * view.scale, 0, 0, ratio * view.scale, ratio * (width / 2 - view.x * view.scale), ratio * (height / 2 - view.y * view.scale));
  context.fillStyle = colour("land");
  context.fill(land, "evenodd");
  context.lineWidth = 0.8 / view.scale;
  context.strokeStyle = colour("border");
  context.stroke(land);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const xs = new Float64Array(places.x.length);
  const ys = new Float64Array(places.x.length);
  for (let n = 0; n < xs.length; n += 1) {
    xs[n] = (places.x[n] - view.x) * view.scale + width / 2;
    ys[n] = (places.y[n] - view.y) * view.scale + height / 2;
  }
  const found = clusters(xs, ys, shown, width, height);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = "600 12px system-ui, sans-serif";
  for (const cluster of found) {
    const count = cluster.points.length;
    const radius = radiusOf(count);
    const contested = cluster.points.some((n) => points.contested[n]);
    context.beginPath();
    context.arc(cluster.x, cluster.y, radius, 0, 2 * Math.PI);
    context.fillStyle = colour("dot");
    context.globalAlpha = count === 1 ? 0.9 : 0.82;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 1.5;
    context.strokeStyle = colour("panel");
    context.stroke();
    if (contested) {
      context.beginPath();
      context.arc(cluster.x, cluster.y, radius + 3, 0, 2 * Math.PI);
      context.lineWidth = 2;
      context.strokeStyle = colour("dispute");
      context.stroke();
    }
    if (count > 1) {
      context.fillStyle = colour("dot-ink");
      context.fillText(count > 9999 ? `${Math.round(count / 1000)}k` : String(count), cluster.x, cluster.y + 0.5);
    }
  }
  canvas.dataset.drawn = String(found.length);
  return found;
}

// What the map shows, as a list --------------------------------------------------------------------------------------

function InView({ points, shown, inTime }: { points?: Points; shown: number[]; inTime: Uint8Array }) {
  const { query } = usePlace();
  if (!points) return <aside className="in-view" aria-label="Incidents in view" />;
  const unplaced = points.lat.reduce<number>((n, lat, i) => n + (lat === null && inTime[i] ? 1 : 0), 0);
  const listed = shown.slice(0, 200);
  const rest = withQuery(query, { claim: null });
  return (
    <aside className="in-view" aria-label="Incidents in view">
      <h2>
        {plural(shown.length, "incident")} <small>in this window and time</small>
      </h2>
      <p>
        <Go to={`/incidents${withQuery(query, { order: "date" })}`}>Open them as a list</Go>
        {unplaced > 0 && <small> · {unplaced} more of this time have no place</small>}
      </p>
      <ol className="list">
        {listed.map((n) => (
          <li key={points.id[n]}>
            <Go to={path("incidents", points.id[n]) + rest} className={points.state[n]}>
              <State state={points.state[n]} />
              <span className="line">
                <span className="what">{points.label[n].replace(/, \d{4}[-\d]*( to \d{4}[-\d]*)?$/, "")}</span>
                <span className="when">
                  {days(points.date_start[n], points.date_end[n])}
                  {points.killed_best[n] !== null && ` · killed ${points.killed_best[n]}`} {points.contested[n] && <Badge kind="dispute">disputed</Badge>}
                </span>
              </span>
            </Go>
          </li>
        ))}
      </ol>
      {shown.length > listed.length && <p className="hint">The latest {listed.length} are listed; come closer to see the others.</p>}
    </aside>
  );
}
