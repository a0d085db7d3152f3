// Correcting an incident: only what the person changed is sent.
import { useState } from "react";
import { Form, versionsOf, type Take } from "./DialogForm";
import { Modal } from "./parts";
import { closeDialog, useDesk } from "./state";
import { words } from "./text";
import type { IncidentPage } from "./types";

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
            First day <input type="date" value={form.since} onChange={(e) => put({ since: e.target.value })} />
          </label>
          <label>
            Last day <input type="date" value={form.until} onChange={(e) => put({ until: e.target.value })} />
          </label>
          <Choice name="Known to the" value={form.dated} options={options("date_precision")} onChange={(dated) => put({ dated })} />
          <label>
            Place <input dir="auto" value={form.name} onChange={(e) => put({ name: e.target.value })} />
          </label>
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
