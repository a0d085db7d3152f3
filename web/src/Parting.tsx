// Merging two incidents, and splitting one.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { get, path } from "./api";
import { Form, versionsOf, type Take } from "./DialogForm";
import { Button, Modal, SketchLine } from "./parts";
import { closeDialog, useDesk, useExplanation } from "./state";
import { plural, range } from "./text";
import type { IncidentPage, Meta, Sketch } from "./types";

export function Merge({ page, other, take }: { page: IncidentPage; other?: string; take: Take }) {
  const { data: desk } = useDesk();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const [reason, setReason] = useState("one happening, told in other words");
  const near = useExplanation(page.incident.id, true);
  const wanted = other ?? near.data?.nearest?.incident;
  const nearest = useQuery({ queryKey: ["incident", wanted], queryFn: () => get<IncidentPage>(path("incidents", wanted!)), enabled: !!wanted });
  const around = useQuery({ queryKey: ["around", page.incident.id], queryFn: () => get<{ results: Sketch[] }>("/incidents", aroundQuery(page)) });
  const found = useQuery({ queryKey: ["search", text], queryFn: () => get<{ incidents: Sketch[] }>("/search", { words: text, limit: 20 }), enabled: text.trim().length > 1 });
  const listed = text.trim().length > 1 ? (found.data?.incidents ?? []) : [...(nearest.data ? [nearest.data.sketch] : []), ...(around.data?.results ?? [])];
  const candidates = listed.filter((s, n) => s.id !== page.incident.id && listed.findIndex((x) => x.id === s.id) === n).slice(0, 12);
  const chosen = candidates[Math.min(at, candidates.length - 1)];
  useEffect(() => setAt(0), [text]);
  const merge = () =>
    take(
      {
        kind: "merge",
        ids: [page.incident.id, chosen.id],
        reason,
        versions: { ...versionsOf(page), [chosen.id]: chosen.version },
        said: `Merged ${page.incident.label} with ${chosen.label}`,
      },
      page,
    );
  return (
    <Modal title="Merge with which incident?" onClose={closeDialog} wide>
      <Form verb="Merge the two" disabled={!chosen || !reason.trim()} onSubmit={merge}>
        <p className="hint">
          {page.incident.label} and the one chosen become one incident with all accounts of both. It can be undone.
        </p>
        <label className="wide">
          Find it
          <input
            data-first=""
            value={text}
            placeholder="words, a place, an actor; empty: what lies near in time and place"
            role="combobox"
            aria-expanded="true"
            aria-controls="merge-candidates"
            aria-activedescendant={chosen ? `merge-${chosen.id}` : undefined}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "ArrowDown") setAt(Math.min(at + 1, candidates.length - 1));
              else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
              else return;
              event.preventDefault();
            }}
          />
        </label>
        <ul id="merge-candidates" className="options" role="listbox" aria-label="Incidents">
          {candidates.map((s, n) => (
            <li key={s.id} id={`merge-${s.id}`} role="option" aria-selected={s === chosen} onClick={() => setAt(n)}>
              <SketchLine sketch={s} desk={desk} />
              <small>
                {s.id === nearest.data?.sketch.id && "nearest by the linker · "}
                {plural(s.reports, "report")}: {s.publishers.slice(0, 3).join(", ")}
              </small>
            </li>
          ))}
        </ul>
        {candidates.length === 0 && <p className="hint">Nothing found.</p>}
        <label className="wide">
          Reason <input value={reason} onChange={(event) => setReason(event.target.value)} required />
        </label>
      </Form>
    </Modal>
  );
}

function aroundQuery(page: IncidentPage) {
  const { date, place } = page.incident;
  const shift = (day: string, by: number) => new Date(Date.parse(`${day}T00:00:00Z`) + by * 864e5).toISOString().slice(0, 10);
  return { since: date.start && shift(date.start, -3), until: date.end && shift(date.end, 3), country: place.country, order: "date", limit: 15 };
}

export function Split({ page, take }: { page: IncidentPage; take: Take }) {
  const docs = page.documents;
  const [leaving, setLeaving] = useState<string[]>([]);
  const [reason, setReason] = useState("");
  const name = (d: Meta) => d.publisher ?? d.title ?? d.id;
  if (docs.length < 2)
    return (
      <Modal title="Split" onClose={closeDialog}>
        <p>One report tells of this incident; there is nothing to split.</p>
        <div className="row end">
          <Button onClick={closeDialog}>Close</Button>
        </div>
      </Modal>
    );
  const mentions = leaving.flatMap((id) => page.incident.mentions.filter((m) => m.document === id).slice(0, 1));
  const possible = leaving.length > 0 && leaving.length < docs.length && mentions.length > 0 && reason.trim() !== "";
  return (
    <Modal title="Split: which reports tell of another incident?" onClose={closeDialog} wide>
      <Form
        verb="Split"
        disabled={!possible}
        onSubmit={() =>
          take({ kind: "split", ids: [page.incident.id, ...mentions.map((m) => m.id)], reason, versions: versionsOf(page), said: `Split ${plural(leaving.length, "report")} off ${page.incident.label}` }, page)
        }
      >
        <fieldset className="checks">
          <legend>Choose the reports that leave</legend>
          {docs.map((d, n) => {
            const claims = page.incident.claims.filter((c) => c.document === d.id);
            const tolls = claims.filter((c) => c.role === "killed" && !c.subset_of).map((c) => range(c.low, c.best, c.high));
            const first = page.incident.mentions.find((m) => m.document === d.id);
            return (
              <label key={d.id}>
                <input
                  type="checkbox"
                  data-first={n === 0 ? "" : undefined}
                  checked={leaving.includes(d.id)}
                  onChange={() => setLeaving(leaving.includes(d.id) ? leaving.filter((x) => x !== d.id) : [...leaving, d.id])}
                />
                <span dir="auto">
                  <b>{name(d)}</b> {d.published?.slice(0, 10)}: {d.title}
                  <small>
                    “{first?.quote.slice(0, 140)}”{tolls.length > 0 && ` · killed ${[...new Set(tolls)].join(", ")}`}
                    {d.copy_of && " · syndicated copy"}
                  </small>
                </span>
              </label>
            );
          })}
        </fieldset>
        <label className="wide">
          Reason <input value={reason} onChange={(event) => setReason(event.target.value)} required placeholder="what tells them apart" />
        </label>
      </Form>
    </Modal>
  );
}
