// Everything that opens on top of a page. Each keeps what was typed until it is done.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, type FormEvent, type ReactNode } from "react";
import { get, path } from "./api";
import { ACTIONS, keyOf, keyWords, type Action } from "./keys";
import { Button, Failure, Go, Modal, SketchLine, typeName } from "./parts";
import { navigate } from "./router";
import { change, useSettings } from "./settings";
import { closeDialog, decide, dialogs, insist, useDesk, useExplanation, type Dialog, type Wish } from "./state";
import { days, plural, range, when, words } from "./text";
import type { Decided, Difference, IncidentPage, Meta, Sketch } from "./types";

export function Dialogs({ onDone }: { onDone: (kind: string, done: Decided, page: IncidentPage) => void }) {
  const open = dialogs.use();
  return open.map((dialog, n) => <One key={n} dialog={dialog} onDone={onDone} />);
}

function One({ dialog, onDone }: { dialog: Dialog; onDone: (kind: string, done: Decided, page: IncidentPage) => void }) {
  const take = async (wish: Wish, page: IncidentPage) => {
    const done = await decide(wish);
    if (!done) return;
    closeDialog();
    onDone(wish.kind, done, page);
  };
  switch (dialog.name) {
    case "reject":
      return <Reject page={dialog.page} take={take} />;
    case "merge":
      return <Merge page={dialog.page} other={dialog.other} take={take} />;
    case "split":
      return <Split page={dialog.page} take={take} />;
    case "edit":
      return <Edit page={dialog.page} take={take} />;
    case "comment":
      return <Comment page={dialog.page} take={take} />;
    case "assign":
      return <Assign page={dialog.page} take={take} />;
    case "conflict":
      return <Conflict {...dialog} />;
    case "help":
      return <Help />;
    case "palette":
      return <Palette />;
  }
}

type Take = (wish: Wish, page: IncidentPage) => Promise<void>;

const versionsOf = (page: IncidentPage) => ({ [page.incident.id]: page.sketch.version });

function Form({ children, onSubmit, verb, disabled }: { children: ReactNode; onSubmit: () => Promise<void>; verb: string; disabled?: boolean }) {
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || disabled) return;
    setBusy(true);
    await onSubmit();
    setBusy(false);
  };
  return (
    <form
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
      }}
    >
      {children}
      <div className="row end">
        <Button onClick={closeDialog}>Cancel</Button>
        <Button submit kind="strong" disabled={busy || disabled} onClick={() => {}}>
          {verb}
        </Button>
      </div>
    </form>
  );
}

// Reject --------------------------------------------------------------------------------------------------------

const REASONS = ["not an incident", "misread: it did not happen like this", "not political violence", "fiction, drill or figure of speech", "too vague to record"];

function Reject({ page, take }: { page: IncidentPage; take: Take }) {
  const [own, setOwn] = useState("");
  const reject = (reason: string) => take({ kind: "reject", ids: [page.incident.id], reason, versions: versionsOf(page), said: `Rejected ${page.incident.label}: ${reason}` }, page);
  return (
    <Modal title="Reject: why?" onClose={closeDialog}>
      <p className="hint">It leaves lists and exports, and stays in the register. Press a number.</p>
      <ol
        className="reasons"
        onKeyDown={(event) => {
          const reason = REASONS[Number(event.key) - 1];
          if (reason) void reject(reason);
        }}
      >
        {REASONS.map((reason, n) => (
          <li key={reason}>
            <button type="button" className="choice" data-first={n === 0 ? "" : undefined} onClick={() => void reject(reason)}>
              <kbd aria-hidden="true">{n + 1}</kbd> {reason}
            </button>
          </li>
        ))}
      </ol>
      <Form verb="Reject" disabled={!own.trim()} onSubmit={() => reject(own.trim())}>
        <label className="wide">
          Another reason <input value={own} onChange={(event) => setOwn(event.target.value)} />
        </label>
      </Form>
    </Modal>
  );
}

// Merge and split -------------------------------------------------------------------------------------------------

function Merge({ page, other, take }: { page: IncidentPage; other?: string; take: Take }) {
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

function Split({ page, take }: { page: IncidentPage; take: Take }) {
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

// Edit, comment, assign ------------------------------------------------------------------------------------------------

function Edit({ page, take }: { page: IncidentPage; take: Take }) {
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

function Comment({ page, take }: { page: IncidentPage; take: Take }) {
  const [text, setText] = useState("");
  return (
    <Modal title="Comment" onClose={closeDialog}>
      <Form verb="Say it" disabled={!text.trim()} onSubmit={() => take({ kind: "comment", ids: [page.incident.id], details: { text }, said: "Commented" }, page)}>
        <label className="wide">
          On {page.incident.label}
          <textarea data-first="" dir="auto" rows={4} value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        <p className="hint">Ctrl+Enter sends it.</p>
      </Form>
    </Modal>
  );
}

function Assign({ page, take }: { page: IncidentPage; take: Take }) {
  const { data: desk } = useDesk();
  const [to, setTo] = useState(page.sketch.assigned ?? desk?.author ?? "");
  const known = useQuery({ queryKey: ["counts", "assigned"], queryFn: () => get<{ counts: [string, number][] }>("/counts", { field: "assigned", state: "any" }) });
  return (
    <Modal title="Assign to whom?" onClose={closeDialog}>
      <Form
        verb={to.trim() ? "Assign" : "Assign to nobody"}
        onSubmit={() => take({ kind: "assign", ids: [page.incident.id], details: { to: to.trim() || null }, versions: versionsOf(page), said: to.trim() ? `Assigned to ${to.trim()}` : "Assigned to nobody" }, page)}
      >
        <label className="wide">
          Person <input data-first="" list="people" value={to} onChange={(event) => setTo(event.target.value)} />
        </label>
        <datalist id="people">
          {known.data?.counts.map(([name]) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </Form>
    </Modal>
  );
}

// Conflict --------------------------------------------------------------------------------------------------------

function Conflict({ wish, difference, detail, resolve }: { wish: Wish; difference: Difference[]; detail: string; resolve: (done: Decided | null) => void }) {
  const close = (done: Decided | null) => {
    closeDialog();
    resolve(done);
  };
  return (
    <Modal title="Somebody changed it meanwhile" onClose={() => close(null)} wide>
      <p>
        Nothing was written, and nothing that you typed is lost. {detail}
      </p>
      {difference.map((d) => (
        <table className="difference" key={d.incident}>
          <caption>
            What changed since you saw it (version {d.seen}, now {d.now})
          </caption>
          <thead>
            <tr>
              <th scope="col">Who, when</th>
              <th scope="col">What</th>
              <th scope="col">You saw</th>
              <th scope="col">Now</th>
            </tr>
          </thead>
          <tbody>
            {d.changes.flatMap((c) => {
              const rows: [string, string, string][] = Object.entries(c.moved).map(([field, [before, after]]) => [words(field), shown(before), shown(after)]);
              if (c.claims_added.length) rows.push(["claims", "", `${plural(c.claims_added.length, "claim")} added`]);
              if (c.claims_removed.length) rows.push(["claims", `${plural(c.claims_removed.length, "claim")} more`, ""]);
              if (c.documents_added.length) rows.push(["reports", "", `${plural(c.documents_added.length, "report")} added`]);
              if (c.kind === "gone") rows.push(["incident", "", "merged into another"]);
              if (!rows.length) rows.push([c.action, "", c.reason || "see the decisions"]);
              return rows.map(([what, before, after], n) => (
                <tr key={c.sequence + what + String(n)}>
                  <td>{n === 0 && `${c.author}, ${c.action}, ${when(c.time)}${c.reason ? `: ${c.reason}` : ""}`}</td>
                  <th scope="row">{what}</th>
                  <td>{before}</td>
                  <td>{after}</td>
                </tr>
              ));
            })}
          </tbody>
        </table>
      ))}
      <p>
        You were about to: <b>{wish.said}</b>
        {wish.reason && <> (reason: {wish.reason})</>}
      </p>
      <div className="row end">
        <Button kind="strong" onClick={() => close(null)}>
          Look at it again
        </Button>
        <Button
          onClick={() => {
            closeDialog();
            void insist(wish, difference).then(resolve);
          }}
        >
          Do it all the same
        </Button>
      </div>
    </Modal>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.map(shown).join("; ") || "nothing";
  if (typeof value === "object") {
    const row = value as Record<string, unknown>;
    if ("low" in row && "high" in row) return range(row.low as number | null, row.best as number | null, row.high as number | null);
    if ("start" in row && "precision" in row) return days(row.start as string | null, row.end as string | null);
    return Object.values(row).filter((v) => v !== null).map(String).join(", ");
  }
  return words(String(value));
}

// Keys and settings --------------------------------------------------------------------------------------------------

function Help() {
  const { keys, shortcuts, theme } = useSettings();
  const [catching, setCatching] = useState<Action | null>(null);
  useEffect(() => {
    if (!catching) return;
    const listen = (event: KeyboardEvent) => {
      if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      const key = (event.ctrlKey || event.metaKey ? "Control+" : "") + event.key;
      if (event.key !== "Escape") change({ keys: { ...keys, [catching]: key } });
      setCatching(null);
    };
    window.addEventListener("keydown", listen, true);
    return () => window.removeEventListener("keydown", listen, true);
  }, [catching, keys]);
  const used = new Map<string, number>();
  for (const action of Object.keys(ACTIONS) as Action[]) used.set(keyOf(action), (used.get(keyOf(action)) ?? 0) + 1);
  return (
    <Modal title="Keys and settings" onClose={closeDialog} wide>
      <div className="settings">
        <label>
          Colours
          <select value={theme} onChange={(event) => change({ theme: event.target.value as "system" })}>
            <option value="system">as the system has them</option>
            <option value="light">light</option>
            <option value="dark">dark</option>
          </select>
        </label>
        <label className="check">
          <input type="checkbox" checked={shortcuts} onChange={() => change({ shortcuts: !shortcuts })} /> Keys do something
        </label>
        <Button onClick={() => change({ keys: {} })}>Keys as they came</Button>
      </div>
      <p className="hint">Choose a key to change it, then press the new one; Escape keeps the old. In dialogs: Escape closes, Enter does it.</p>
      <ul className="keys">
        {(Object.keys(ACTIONS) as Action[]).map((action) => (
          <li key={action}>
            <button type="button" className="button plain" onClick={() => setCatching(action)} aria-label={`${ACTIONS[action][1]}: ${keyWords(keyOf(action))}; change it`}>
              <kbd>{catching === action ? "press a key" : keyWords(keyOf(action))}</kbd>
            </button>
            <span>
              {ACTIONS[action][1]} {used.get(keyOf(action))! > 1 && <small className="says">used twice</small>}
            </span>
          </li>
        ))}
      </ul>
    </Modal>
  );
}

function Palette() {
  const { data: desk } = useDesk();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const found = useQuery({
    queryKey: ["search", text],
    queryFn: () => get<{ incidents: Sketch[]; documents: Meta[] }>("/search", { words: text, limit: 8 }),
    enabled: text.trim().length > 1,
  });
  const pages: [string, string][] = [["/incidents", "Review queue"], ["/map", "Map and timeline"], ["/reports", "Reports"], ["/log", "Decisions"], ["/add", "Add reports"]];
  const lines: { to: string; kind: string; text: string }[] = text.trim()
    ? [
        ...(found.data?.incidents ?? []).map((s) => ({ to: path("incidents", s.id), kind: "incident", text: `${s.label} · ${typeName(desk, s.type)}` })),
        ...(found.data?.documents ?? []).map((d) => ({ to: path("reports", d.id), kind: "report", text: `${d.title ?? "Untitled"} · ${d.publisher ?? "?"}` })),
        { to: `/incidents?words=${encodeURIComponent(text)}&order=date`, kind: "list", text: `All incidents with “${text}”` },
      ]
    : pages.map(([to, name]) => ({ to, kind: "page", text: name }));
  useEffect(() => setAt(0), [text]);
  const go = (to: string) => {
    closeDialog();
    navigate(to);
  };
  return (
    <Modal title="Find anything" onClose={closeDialog} wide>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (lines[at]) go(lines[at].to);
        }}
      >
        <input
          data-first=""
          className="wide"
          aria-label="Words"
          placeholder='words, "a phrase", -without, begin*'
          value={text}
          role="combobox"
          aria-expanded="true"
          aria-controls="palette"
          aria-activedescendant={`palette-${at}`}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") setAt(Math.min(at + 1, lines.length - 1));
            else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
            else return;
            event.preventDefault();
          }}
        />
      </form>
      {found.error && <Failure error={found.error} />}
      <ul id="palette" className="options" role="listbox" aria-label="Found">
        {lines.map((line, n) => (
          <li key={line.to} id={`palette-${n}`} role="option" aria-selected={n === at} onClick={() => go(line.to)}>
            <span dir="auto">{line.text}</span>
            <small>{line.kind}</small>
          </li>
        ))}
      </ul>
    </Modal>
  );
}

export { Go };
