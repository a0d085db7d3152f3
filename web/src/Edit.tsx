// Correcting an incident: only what the person changed is sent.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get } from "./api";
import { Form, versionsOf, type Take } from "./DialogForm";
import { Modal } from "./parts";
import { closeDialog, useDesk } from "./state";
import { words } from "./text";
import type { IncidentPage, Spot } from "./types";

export function Edit({ page, take }: { page: IncidentPage; take: Take }) {
  const { data: desk } = useDesk();
  const { incident } = page;
  const start = {
    label: incident.label,
    type: incident.type,
    realis: incident.realis,
    scope: incident.scope,
    main: incident.main,
    aggregate: incident.aggregate,
    since: incident.date.start ?? "",
    until: incident.date.end ?? "",
    dated: incident.date.precision,
    name: incident.place.name ?? "",
    admin1: incident.place.admin1 ?? "",
    country: incident.place.country ?? "",
    lat: incident.place.lat?.toString() ?? "",
    lon: incident.place.lon?.toString() ?? "",
    placed: incident.place.precision ?? "",
    geonameid: null as number | null, // of the place that was chosen; the old one goes with the old name
  };
  const [form, setForm] = useState(start);
  const [reason, setReason] = useState("");
  const put = (some: Partial<typeof start>) => setForm({ ...form, ...some });
  const details: Record<string, unknown> = {};
  for (const name of ["label", "type", "realis", "scope", "main", "aggregate"] as const) if (form[name] !== start[name]) details[name] = form[name];
  const date: Record<string, unknown> = {};
  if (form.since !== start.since) date.start = form.since || null;
  if (form.until !== start.until || (form.since !== start.since && !form.until)) date.end = form.until || form.since || null;
  if (form.dated !== start.dated) date.precision = form.dated;
  if (Object.keys(date).length) details.date = date;
  const place: Record<string, unknown> = {};
  for (const [field, key] of [["name", "name"], ["admin1", "admin1"], ["country", "country"], ["placed", "precision"]] as const) if (form[field] !== start[field]) place[key] = form[field] || null;
  for (const name of ["lat", "lon"] as const) if (form[name] !== start[name]) place[name] = form[name] === "" ? null : Number(form[name]);
  if (["name", "lat", "lon", "country"].some((name) => name in place)) Object.assign(place, { geonameid: form.geonameid, radius_km: null });
  if (Object.keys(place).length) details.place = place;
  const options = (vocabulary: string) => Object.keys(desk?.vocabularies[vocabulary] ?? {});
  return (
    <Modal title="Edit the incident" onClose={closeDialog} wide>
      <Form
        verb="Save"
        disabled={!Object.keys(details).length || !reason.trim()}
        onSubmit={() => take({ kind: "correct", ids: [incident.id], reason, details, versions: versionsOf(page), said: `Corrected ${Object.keys(details).map(words).join(", ")} of ${incident.label}` }, page)}
      >
        <p className="hint">Tolls follow from the claims: open a cell of the board to correct one, or add one that was missed.</p>
        <div className="grid">
          <label className="wide">
            Label <input data-first="" dir="auto" value={form.label} onChange={(e) => put({ label: e.target.value })} />
          </label>
          <label>
            Type
            <select value={form.type} onChange={(e) => put({ type: e.target.value })}>
              {Object.entries(desk?.types ?? {}).map(([name, t]) => (
                <option key={name} value={name}>
                  {t.code}
                </option>
              ))}
            </select>
          </label>
          <Choice name="Realis" value={form.realis} options={options("realis")} onChange={(realis) => put({ realis })} />
          <Choice name="Scope" value={form.scope} options={options("scope")} onChange={(scope) => put({ scope })} />
          <label>
            First day <input type="date" value={form.since} onChange={(e) => put({ since: e.target.value, ...(form.until === form.since ? { until: e.target.value } : {}) })} />
          </label>
          <label>
            Last day <input type="date" value={form.until} onChange={(e) => put({ until: e.target.value })} />
          </label>
          <Choice name="Known to the" value={form.dated} options={options("date_precision")} onChange={(dated) => put({ dated })} />
          <label>
            Place <input dir="auto" value={form.name} onChange={(e) => put({ name: e.target.value, geonameid: null })} />
          </label>
          {form.name !== start.name && form.name.trim() && (
            <Spots
              name={form.name}
              country={form.country}
              stale={form.lat !== "" && form.lat === start.lat && form.lon === start.lon}
              onChoose={(spot) =>
                put({
                  name: spot.name,
                  admin1: spot.admin1 ?? "",
                  country: spot.country ?? "",
                  lat: String(spot.lat),
                  lon: String(spot.lon),
                  placed: spot.precision ?? "",
                  geonameid: spot.geonameid,
                })
              }
              onClear={() => put({ lat: "", lon: "", geonameid: null })}
            />
          )}
          <label>
            Province <input dir="auto" value={form.admin1} onChange={(e) => put({ admin1: e.target.value })} />
          </label>
          <label>
            Country (ISO3) <input value={form.country} pattern="[A-Z]{3}" maxLength={3} onChange={(e) => put({ country: e.target.value.toUpperCase() })} />
          </label>
          <label>
            Latitude <input inputMode="decimal" pattern="-?\d+(\.\d+)?" value={form.lat} onChange={(e) => put({ lat: e.target.value })} />
          </label>
          <label>
            Longitude <input inputMode="decimal" pattern="-?\d+(\.\d+)?" value={form.lon} onChange={(e) => put({ lon: e.target.value })} />
          </label>
          <Choice name="Place known to the" value={form.placed} options={["", ...options("place_precision")]} onChange={(placed) => put({ placed })} />
          <label className="check">
            <input type="checkbox" checked={form.main} onChange={(e) => put({ main: e.target.checked })} /> what a report is about
          </label>
          <label className="check">
            <input type="checkbox" checked={form.aggregate} onChange={(e) => put({ aggregate: e.target.checked })} /> many happenings summed
          </label>
          <label className="wide">
            Reason <input value={reason} onChange={(e) => setReason(e.target.value)} required placeholder="why the record was wrong" />
          </label>
        </div>
      </Form>
    </Modal>
  );
}

/** Places that bear the name typed: one press fills in where it is. */
function Spots({ name, country, stale, onChoose, onClear }: { name: string; country: string; stale: boolean; onChoose: (spot: Spot) => void; onClear: () => void }) {
  const wanted = name.trim();
  const { data } = useQuery({
    queryKey: ["places", wanted, country],
    queryFn: () => get<{ results: Spot[] }>("/places", { name: wanted, country: /^[A-Z]{3}$/.test(country) ? country : null }),
    staleTime: Infinity,
  });
  return (
    <ul className="spots" aria-label="Places of this name">
      {data?.results.map((spot) => (
        <li key={`${spot.geonameid} ${spot.lat} ${spot.lon}`}>
          <button type="button" className="button small spot" onClick={() => onChoose(spot)}>
            <span dir="auto">{[spot.name, spot.admin1, spot.country].filter((part, n, all) => part && all.indexOf(part) === n).join(", ")}</span>
            <small>{words(spot.precision)}</small>
          </button>
        </li>
      ))}
      {data?.results.length === 0 && <li className="hint">The gazetteer has no place of this name.</li>}
      {stale && (
        <li className="hint says">
          Latitude and longitude are still those of the place before.{" "}
          <button type="button" className="button small" onClick={onClear}>
            Clear them
          </button>
        </li>
      )}
    </ul>
  );
}

function Choice({ name, value, options, onChange }: { name: string; value: string; options: string[]; onChange: (value: string) => void }) {
  return (
    <label>
      {name}
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {words(option) || "–"}
          </option>
        ))}
      </select>
    </label>
  );
}
