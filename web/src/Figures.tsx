// Pictures of one incident: how its toll moved, where it lies, and why reports were put together.
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { arcsOf, loadMap, mercator, pathText } from "./basemap";
import { Go, Failure, Waiting } from "./parts";
import { path } from "./api";
import { plural } from "./text";
import { useExplanation } from "./state";
import type { Incident, IncidentPage, Link, TollPoint } from "./types";

const dayOf = (time: string) => Date.parse(`${time.slice(0, 10)}T00:00:00Z`) / 864e5;

export function Tolls({ page, chosen, onChoose }: { page: IncidentPage; chosen: string | null; onChoose: (claim: string) => void }) {
  const points = page.tolls.filter((t) => t.as_of && t.as_of.length >= 10 && t.best !== null);
  if (points.length < 2) return null;
  return (
    <section>
      <h3>How the toll moved</h3>
      <div className="charts">
        {(["killed", "injured"] as const).map((role) => {
          const own = points.filter((p) => p.role === role);
          return own.length > 1 ? <TollChart key={role} role={role} points={own} chosen={chosen} onChoose={onChoose} /> : null;
        })}
      </div>
    </section>
  );
}

function TollChart({ role, points, chosen, onChoose }: {
  role: string;
  points: TollPoint[];
  chosen: string | null;
  onChoose: (claim: string) => void;
}) {
  const [W, H, left, right, top, bottom] = [520, 170, 40, 16, 14, 30];
  const all = points.map((p) => dayOf(p.as_of!));
  const [first, last] = [Math.min(...all), Math.max(...all)];
  const most = Math.max(...points.map((p) => Math.max(p.best!, p.high ?? 0)), 1);
  const x = (day: number) => (last === first ? (W + left - right) / 2 : left + ((day - first) / (last - first)) * (W - left - right - 24));
  const y = (n: number) => H - bottom - (n / most) * (H - top - bottom);
  const perDay = new Map<number, number>();
  const total = new Map<number, number>();
  for (const day of all) total.set(day, (total.get(day) ?? 0) + 1);
  const marks = points.map((point) => {
    const day = dayOf(point.as_of!);
    const n = perDay.get(day) ?? 0;
    perDay.set(day, n + 1);
    const spread = last === first ? (n - (total.get(day)! - 1) / 2) * Math.min(22, (W - left - right - 30) / total.get(day)!) : n * 9;
    return { point, cx: x(day) + spread };
  });
  return (
    <figure>
      <figcaption>
        {role} <small>by day of the report</small>
      </figcaption>
      <svg viewBox={`0 0 ${W} ${H}`} className="toll" role="group" aria-label={`Figures of the ${role}, by day of the report`}>
        {[0, most].map((n) => (
          <g key={n}>
            <line className="axis" x1={left} x2={W - right} y1={y(n)} y2={y(n)} />
            <text x={left - 6} y={y(n) + 4} textAnchor="end">
              {n}
            </text>
          </g>
        ))}
        <text x={left} y={H - 8}>
          {points[0].as_of!.slice(0, 10)}
        </text>
        {last !== first && (
          <text x={W - right} y={H - 8} textAnchor="end">
            {points.at(-1)!.as_of!.slice(0, 10)}
          </text>
        )}
        {marks.map(({ point, cx }) => {
          const words = `${point.as_of!.slice(0, 10)}: ${point.low === null ? "up to " : ""}${point.best}${point.high === null ? " or more" : ""}, ${point.source}`;
          const choose = () => onChoose(point.claim);
          return (
            <g
              key={point.claim}
              role="button"
              tabIndex={0}
              aria-label={words}
              aria-pressed={point.claim === chosen}
              className={`point ${point.claim === chosen ? "chosen" : ""}`}
              onClick={choose}
              onKeyDown={(event) => {
                if (event.key === "Enter" || event.key === " ") {
                  event.preventDefault();
                  choose();
                }
              }}
            >
              <title>{words}</title>
              {point.low !== point.high && (
                <line x1={cx} x2={cx} y1={y(point.low ?? 0)} y2={point.high === null ? Math.max(top, y(point.best!) - 16) : y(point.high)} />
              )}
              {point.high === null && <path d={`M${cx - 4} ${Math.max(top, y(point.best!) - 12)}l4 -5l4 5`} />}
              <circle cx={cx} cy={y(point.best!)} r={5} />
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

export function MiniMap({ incident }: { incident: Incident }) {
  const { data } = useQuery({ queryKey: ["base map"], queryFn: loadMap, staleTime: Infinity });
  const land = useMemo(() => (data ? pathText(arcsOf(data), data) : ""), [data]);
  const { lat, lon, radius_km: radius, name, precision } = incident.place;
  if (lat === null || lon === null) return <p className="hint">No place was read, so there is no map.</p>;
  const [cx, cy] = mercator(lon, lat);
  const reach = ((radius ?? 10) / 111.2) / Math.max(0.1, Math.cos((lat * Math.PI) / 180)); // in Mercator degrees
  const half = Math.min(60, Math.max(2.4, reach * 2.2));
  const unit = half / 110;
  return (
    <figure className="minimap">
      <svg viewBox={`${cx - half * 1.6} ${cy - half} ${half * 3.2} ${half * 2}`} role="img" aria-label={`Map: ${name ?? "place"}, precision ${precision ?? "unknown"}, within about ${Math.round(radius ?? 0)} km`}>
        <path className="land" d={land} fillRule="evenodd" />
        <circle className="radius" cx={cx} cy={cy} r={reach} />
        <circle className="dot" cx={cx} cy={cy} r={unit * 4} />
      </svg>
      <figcaption>
        {lat.toFixed(3)}, {lon.toFixed(3)} · known to {precision ?? "?"}
        {radius ? `, within ${Math.round(radius)} km` : ""}
      </figcaption>
    </figure>
  );
}

// Why ---------------------------------------------------------------------------------------------------------

export function Why({ page, onMerge }: { page: IncidentPage; onMerge: (other: string) => void }) {
  const { data, error, isPending } = useExplanation(page.incident.id, true);
  if (isPending) return <Waiting what="Comparing the reports" />;
  if (error) return <Failure error={error} />;
  const names = new Map(page.documents.map((d) => [d.id, d.publisher ?? d.title ?? d.id]));
  return (
    <div className="why">
      {data.links.length === 0 && <p>One report tells of it, so nothing had to be merged.</p>}
      {data.links.map((link) => (
        <Waterfall key={link.a.id + link.b.id} link={link} title={`${names.get(link.b.document) ?? link.b.document} joined ${names.get(link.a.document) ?? link.a.document}: ${link.why}`} />
      ))}
      {data.nearest ? (
        <div className="nearest">
          <h3>Nearest incident that was not merged</h3>
          <p>
            <Go to={`${path("incidents", data.nearest.incident ?? data.nearest.b.id)}${location.search}`}>{data.nearest.b.label}</Go>: apart, since {data.nearest.why} (average{" "}
            {data.nearest_average?.toFixed(2)}, needed {data.threshold.toFixed(2)}).
          </p>
          <Waterfall link={data.nearest} title="How far the two agree" />
          <button type="button" className="button plain" onClick={() => onMerge(data.nearest!.incident ?? data.nearest!.b.id)}>
            Merge with it after all
          </button>
        </div>
      ) : (
        <p>No other incident comes near it.</p>
      )}
    </div>
  );
}

function Waterfall({ link, title }: { link: Link; title: string }) {
  const most = Math.max(Math.abs(link.base), ...link.steps.map((s) => Math.abs(s.adds)), 1);
  const bar = (adds: number) => (
    <svg viewBox="-50 0 100 10" className="bar" aria-hidden="true">
      <line x1="0" x2="0" y1="0" y2="10" />
      <rect className={adds < 0 ? "against" : "for"} x={adds < 0 ? (adds / most) * 48 : 0} y="2" width={(Math.abs(adds) / most) * 48} height="6" />
    </svg>
  );
  const signed = (n: number) => (n > 0 ? "+" : "−") + Math.abs(n).toFixed(2);
  return (
    <details className="waterfall">
      <summary>
        {title} <small>({Math.round(link.probability * 100)} % likely one, {plural(link.steps.length, "reason")})</small>
      </summary>
      <table>
        <tbody>
          <tr>
            <th scope="row">to begin with</th>
            <td>{bar(link.base)}</td>
            <td className="number">{signed(link.base)}</td>
          </tr>
          {link.steps.map((step) => (
            <tr key={step.feature}>
              <th scope="row">{step.words}</th>
              <td>{bar(step.adds)}</td>
              <td className="number">{signed(step.adds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
