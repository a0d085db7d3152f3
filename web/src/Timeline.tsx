// When it happened (bars upwards) apart from when it was reported (bars below the line), with a stretch of time to choose.
import { useMemo, useRef, useState } from "react";
import { plural } from "./text";
import type { Points } from "./types";

const DAY = 864e5;
const dayOf = (iso: string) => Math.round(Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) / DAY);
const isoOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
const [W, H, LEFT, BASE] = [1000, 118, 8, 74];

interface Props {
  points: Points;
  reported: [string, number][];
  since: string | null;
  until: string | null;
  inside: number; // incidents of the stretch of time that is chosen
  onChange: (since: string | null, until: string | null) => void;
}

export function Timeline({ points, reported, since, until, inside, onChange }: Props) {
  const happened = useMemo(() => points.date_start.filter((d): d is string => d !== null).map(dayOf).sort((a, b) => a - b), [points]);
  const published = useMemo(() => reported.map(([day, n]) => [dayOf(day), n] as const).filter(([d]) => Number.isFinite(d)), [reported]);
  const [whole, setWhole] = useState(false);
  const [brush, setBrush] = useState<[number, number] | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const from = useRef<number | null>(null);

  const [first, last] = useMemo(() => span(happened, published.map(([d]) => d), whole, since, until), [happened, published, whole, since, until]);
  const bins = Math.min(160, last - first + 1);
  const width = (last - first + 1) / bins;
  const x = (day: number) => LEFT + ((day - first) / (last - first + 1)) * (W - 2 * LEFT);
  const up = useMemo(() => histogram(happened.map((d) => [d, 1] as const), first, width, bins), [happened, first, width, bins]);
  const down = useMemo(() => histogram(published, first, width, bins), [published, first, width, bins]);
  if (!happened.length && !published.length) return <p className="hint">No dates were read.</p>;
  const [most, mostDown] = [Math.max(...up, 1), Math.max(...down, 1)];
  const earlier = happened.filter((d) => d < first).length;

  const dayAt = (clientX: number) => {
    const rect = svg.current!.getBoundingClientRect();
    const inside = ((clientX - rect.left) / rect.width) * W;
    return Math.max(first, Math.min(last, Math.floor(first + ((inside - LEFT) / (W - 2 * LEFT)) * (last - first + 1))));
  };
  const chosen: [number, number] | null = brush ?? (since || until ? [since ? dayOf(since) : first, until ? dayOf(until) : last] : null);
  const counted = brush ? happened.filter((d) => d >= brush[0] && d <= brush[1]).length : chosen ? inside : happened.length;
  return (
    <div className="timeline">
      <div className="row">
        <label>
          From <input type="date" value={since ?? ""} onChange={(e) => onChange(e.target.value || null, until)} />
        </label>
        <label>
          to <input type="date" value={until ?? ""} onChange={(e) => onChange(since, e.target.value || null)} />
        </label>
        {chosen && (
          <button type="button" className="button plain" onClick={() => onChange(null, null)}>
            All of the time
          </button>
        )}
        {(earlier > 0 || whole) && (
          <button type="button" className="button quiet" onClick={() => setWhole(!whole)}>
            {whole ? "Only the time of the reports" : `Also ${plural(earlier, "earlier incident")}`}
          </button>
        )}
        <span className="hint" role="status">
          {plural(counted, "incident")} {chosen ? `between ${isoOf(chosen[0])} and ${isoOf(chosen[1])}` : "with a date"}
        </span>
      </div>
      <svg
        ref={svg}
        viewBox={`0 0 ${W} ${H}`}
        preserveAspectRatio="none"
        role="img"
        aria-label="Incidents by the day they happened, above the line; reports by the day they were published, below it. Drag to choose a stretch of time, or give dates above."
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = dayAt(event.clientX);
          setBrush([from.current, from.current]);
        }}
        onPointerMove={(event) => {
          if (from.current === null) return;
          const to = dayAt(event.clientX);
          setBrush([Math.min(from.current, to), Math.max(from.current, to)]);
        }}
        onPointerUp={() => {
          const done = brush;
          from.current = null;
          setBrush(null);
          if (done) onChange(...(done[0] === done[1] && width < 2 ? [isoOf(done[0]), isoOf(done[1])] : done[0] === done[1] ? [null, null] : [isoOf(done[0]), isoOf(done[1])]) as [string | null, string | null]);
        }}
      >
        {chosen && <rect className="brush" x={x(chosen[0])} width={Math.max(2, x(chosen[1] + 1) - x(chosen[0]))} y={0} height={H - 16} />}
        {up.map((n, bin) => n > 0 && <rect key={bin} className="happened" x={x(first + bin * width) + 0.3} width={Math.max(1, x(first + width) - x(first) - 0.6)} y={BASE - 2 - (n / most) * (BASE - 10)} height={(n / most) * (BASE - 10)} />)}
        {down.map((n, bin) => n > 0 && <rect key={bin} className="reported" x={x(first + bin * width) + 0.3} width={Math.max(1, x(first + width) - x(first) - 0.6)} y={BASE + 2} height={Math.max(2, (n / mostDown) * 22)} />)}
        <line className="axis" x1={LEFT} x2={W - LEFT} y1={BASE} y2={BASE} />
      </svg>
      <div className="ticks" aria-hidden="true">
        {[0, 0.25, 0.5, 0.75, 1].map((part) => (
          <span key={part}>{isoOf(Math.round(first + part * (last - first)))}</span>
        ))}
      </div>
      <p className="hint">Above the line: when it happened. Below: when it was reported.</p>
    </div>
  );
}

function span(happened: number[], published: number[], whole: boolean, since: string | null, until: string | null): [number, number] {
  const recent = whole || !happened.length ? happened : happened.slice(Math.floor(happened.length * 0.1)); // a tenth may be recalled from long ago
  const all = [recent[0] ?? published[0], ...(published.length ? [Math.min(...published), Math.max(...published)] : []), happened.at(-1) ?? published[0]];
  if (since) all.push(dayOf(since));
  if (until) all.push(dayOf(until));
  const [first, last] = [Math.min(...all), Math.max(...all)];
  if (!Number.isFinite(last - first)) return [0, 1]; // there is nothing to show yet
  return first === last ? [first - 3, last + 3] : [first, last];
}

function histogram(days: (readonly [number, number])[], first: number, width: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const [day, n] of days) {
    const bin = Math.floor((day - first) / width);
    if (bin >= 0 && bin < bins) counts[bin] += n;
  }
  return counts;
}
