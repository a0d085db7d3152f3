// A claim that is open: what it says, and its correction in place; and adding one that was missed.
import { useState, type FormEvent } from "react";
import { claimWords, sourceWords } from "./marks";
import { Badge, Button } from "./parts";
import { decide, useDesk } from "./state";
import { plain, range, words, type Points } from "./text";
import type { Claim, DocumentPage } from "./types";
import type { Picked } from "./ReportView";

const COUNTS = ["killed", "injured", "captured", "displaced"];
const ROLES = ["killed", "injured", "captured", "displaced", "perpetrator", "target", "victim", "weapon", "date", "place", "damage", "type", "occurrence"];
const STANCES = ["asserts", "claims", "accuses", "denies", "doubts"];
const ENTITIES = ["person", "group", "organisation", "armed_force", "facility", "vehicle", "settlement", "other"];

interface Form {
  role: string;
  value: string;
  low: string;
  best: string;
  high: string;
  of: string;
  stance: string;
  hedged: boolean;
  name: string;
  kind: string;
  entity_kind: string;
  reason: string;
}

const number = (text: string): number | null => (text.trim() === "" ? null : Number(text));

function formOf(claim: Claim): Form {
  return {
    role: claim.role,
    value: claim.value ?? "",
    low: claim.low?.toString() ?? "",
    best: claim.best?.toString() ?? "",
    high: claim.high?.toString() ?? "",
    of: claim.of ?? "",
    stance: claim.stance,
    hedged: claim.hedged,
    name: claim.source.name,
    kind: claim.source.kind,
    entity_kind: claim.entity_kind ?? "",
    reason: "",
  };
}

/** The details of a decision: what the form says differently from before. */
export function detailsOf(form: Form, before: Form | null): Record<string, unknown> {
  const details: Record<string, unknown> = {};
  const put = (name: keyof Form, value: unknown) => {
    if (!before || before[name] !== form[name]) details[name] = value;
  };
  if (COUNTS.includes(form.role)) {
    for (const name of ["low", "best", "high"] as const) put(name, number(form[name]));
    put("of", form.of.trim() || null);
  } else put("value", form.value.trim() || null);
  put("stance", form.stance);
  put("hedged", form.hedged);
  if (["perpetrator", "target", "victim"].includes(form.role) && (form.entity_kind || before?.entity_kind)) put("entity_kind", form.entity_kind || null);
  const source: Record<string, string> = {};
  if (!before || before.name !== form.name) source.name = form.name.trim();
  if (!before || before.kind !== form.kind) source.kind = form.kind;
  if (Object.keys(source).length && (form.name.trim() || before)) details.source = source;
  return details;
}

export function ClaimCard({ claim, page, points, picked, incident, editing, onEdit, onGone }: {
  claim: Claim;
  page: DocumentPage;
  points: Points;
  picked: Picked | null;
  incident: string;
  editing: boolean;
  onEdit: (editing: boolean) => void;
  onGone: () => void;
}) {
  const version = page.incidents.find((i) => i.id === incident)?.version;
  const versions = version === undefined ? {} : { [claim.id]: version };
  const { value, chain } = { value: claim.low !== null || claim.high !== null ? range(claim.low, claim.best, claim.high) : (claim.value ?? claim.original_value), chain: sourceWords(claim, page.document.publisher) };
  const [rejecting, setRejecting] = useState(false);
  return (
    <aside className="claim-card" aria-label="The claim that is open">
      <p>
        <b>{words(claim.role)}</b>: <span dir="auto" className="figure">{value}</span>
        {claim.of && ` (${claim.of})`}
        {value !== claim.original_value && (
          <small>
            {" "}
            as written: <q dir="auto">{claim.original_value}</q>
          </small>
        )}
      </p>
      <p>
        <small>according to</small> <b dir="auto">{chain}</b> <small>({words(claim.source.kind)})</small>{" "}
        {claim.stance !== "asserts" && <Badge kind="alert">{claim.stance}</Badge>} {claim.hedged && <Badge kind="plain">hedged</Badge>}{" "}
        {claim.origin === "person" && <Badge kind="agree">by a person</Badge>} <small>score {claim.score.toFixed(2)}</small>
      </p>
      {editing ? (
        <ClaimForm
          before={formOf(claim)}
          picked={picked}
          points={points}
          fixedRole
          onCancel={() => onEdit(false)}
          onSave={async (form, span) => {
            const details = { ...detailsOf(form, formOf(claim)), ...(span ? { start: span.start, end: span.end } : {}) };
            const done = await decide({ kind: "correct", ids: [claim.id], reason: form.reason, details, versions, said: `Corrected: ${words(claim.role)} according to ${chain}` });
            if (done) onEdit(false);
          }}
        />
      ) : rejecting ? (
        <form
          className="inline"
          onSubmit={async (event) => {
            event.preventDefault();
            const reason = String(new FormData(event.currentTarget).get("reason"));
            if (await decide({ kind: "reject", ids: [claim.id], reason, versions, said: `Rejected the claim ${claimWords(claim, page.document.publisher)}` })) onGone();
          }}
        >
          <label>
            Why is it wrong? <input name="reason" required defaultValue="misread" autoFocus />
          </label>
          <Button submit kind="strong" onClick={() => {}}>
            Reject it
          </Button>
          <Button onClick={() => setRejecting(false)}>Keep it</Button>
        </form>
      ) : (
        <p className="row">
          <Button does="edit" onClick={() => onEdit(true)}>
            Edit
          </Button>
          <Button onClick={() => setRejecting(true)}>Reject this claim</Button>
        </p>
      )}
    </aside>
  );
}

export function AddClaim({ page, points, picked, incident, onClose, onAdded }: {
  page: DocumentPage;
  points: Points;
  picked: Picked | null;
  incident: string | null;
  onClose: () => void;
  onAdded: (claim: string | null) => void;
}) {
  const [to, setTo] = useState(incident ?? page.incidents[0]?.id ?? "");
  const target = page.incidents.find((i) => i.id === to);
  const blank: Form = { role: "killed", value: "", low: "", best: "", high: "", of: "people", stance: "asserts", hedged: false, name: "", kind: "outlet", entity_kind: "", reason: "" };
  if (!target?.mentions.length)
    return (
      <aside className="claim-card" aria-label="Add a claim">
        <p>No incident was read in this report, so there is none to add a claim to.</p>
        <Button onClick={onClose}>Close</Button>
      </aside>
    );
  return (
    <aside className="claim-card" aria-label="Add a claim">
      <h2>Add a claim that was missed</h2>
      {page.incidents.length > 1 && (
        <label>
          About{" "}
          <select value={to} onChange={(event) => setTo(event.target.value)}>
            {page.incidents.map((i) => (
              <option key={i.id} value={i.id}>
                {i.label}
              </option>
            ))}
          </select>
        </label>
      )}
      <ClaimForm
        before={blank}
        picked={picked}
        points={points}
        needsWords
        onCancel={onClose}
        onSave={async (form, span) => {
          if (!span) return;
          const details: Record<string, unknown> = { role: form.role, start: span.start, end: span.end, ...detailsOf(form, null) };
          if (!form.name.trim()) delete details.source;
          const mention = target.mentions[0].id;
          const done = await decide({ kind: "add", ids: [mention], reason: form.reason, details, versions: { [mention]: target.version }, said: `Added a claim: ${words(form.role)}` });
          if (done) {
            onClose();
            onAdded(null);
          }
        }}
      />
    </aside>
  );
}

function ClaimForm({ before, picked, points, fixedRole, needsWords, onSave, onCancel }: {
  before: Form;
  picked: Picked | null;
  points: Points;
  fixedRole?: boolean;
  needsWords?: boolean;
  onSave: (form: Form, span: Picked | null) => Promise<void>;
  onCancel: () => void;
}) {
  const { data: desk } = useDesk();
  const [form, setForm] = useState(before);
  const [typed, setTyped] = useState<string | null>(null); // words of the text, instead of selecting them
  const [useWords, setUseWords] = useState(false);
  const [busy, setBusy] = useState(false);
  const put = (some: Partial<Form>) => setForm({ ...form, ...some });
  const quote = typed ?? picked?.words ?? "";
  const span = typed === null ? picked : find(points, typed);
  const counts = COUNTS.includes(form.role);
  const kinds = Object.keys(desk?.vocabularies.source_kind ?? desk?.vocabularies.kind ?? {});
  const types = Object.entries(desk?.types ?? {});
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    await onSave(form, needsWords || useWords ? span : null);
    setBusy(false);
  };
  return (
    <form className="claim-form" onSubmit={(event) => void submit(event)}>
      {needsWords && (
        <label className="wide">
          Words of the report
          <input dir="auto" value={plain(quote)} placeholder="select them in the text, or type them" onChange={(event) => setTyped(event.target.value)} required />
          {quote && !span && <small className="says">not in the text as typed</small>}
        </label>
      )}
      {!fixedRole && (
        <label>
          Role
          <select value={form.role} onChange={(event) => put({ role: event.target.value })}>
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {words(role)}
              </option>
            ))}
          </select>
        </label>
      )}
      {counts ? (
        <>
          {(["low", "best", "high"] as const).map((name) => (
            <label key={name}>
              {name}
              <input type="number" min={0} step={1} value={form[name]} onChange={(event) => put({ [name]: event.target.value })} />
            </label>
          ))}
          <label>
            of whom
            <input value={form.of} onChange={(event) => put({ of: event.target.value })} />
          </label>
        </>
      ) : form.role === "type" ? (
        <label className="wide">
          Value
          <select value={form.value} onChange={(event) => put({ value: event.target.value })}>
            <option value="">–</option>
            {types.map(([name, type]) => (
              <option key={name} value={name}>
                {type.code}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <label className="wide">
          Value
          <input dir="auto" value={form.value} onChange={(event) => put({ value: event.target.value })} placeholder={form.role === "date" ? "2024-01-31" : "as it is to be recorded"} />
        </label>
      )}
      <label>
        Stance
        <select value={form.stance} onChange={(event) => put({ stance: event.target.value })}>
          {STANCES.map((s) => (
            <option key={s}>{s}</option>
          ))}
        </select>
      </label>
      {["perpetrator", "target", "victim"].includes(form.role) && (
        <label>
          What it is
          <select value={form.entity_kind} onChange={(event) => put({ entity_kind: event.target.value })}>
            <option value="">–</option>
            {ENTITIES.map((s) => (
              <option key={s} value={s}>
                {words(s)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        Source
        <input dir="auto" value={form.name} placeholder="the report itself" onChange={(event) => put({ name: event.target.value, ...(form.kind === "outlet" && event.target.value ? { kind: "unnamed" } : {}) })} />
      </label>
      <label>
        Kind of source
        <select value={form.kind} onChange={(event) => put({ kind: event.target.value })}>
          {(kinds.length ? kinds : [form.kind]).map((kind) => (
            <option key={kind} value={kind}>
              {words(kind)}
            </option>
          ))}
        </select>
      </label>
      <label className="check">
        <input type="checkbox" checked={form.hedged} onChange={(event) => put({ hedged: event.target.checked })} /> hedged
      </label>
      {!needsWords && (
        <label className="check wide">
          <input type="checkbox" checked={useWords} disabled={!picked} onChange={(event) => setUseWords(event.target.checked)} />
          evidence is the selected words{picked ? `: “${plain(picked.words.slice(0, 40))}”` : " (select some in the text)"}
        </label>
      )}
      <label className="wide">
        Reason
        <input value={form.reason} onChange={(event) => put({ reason: event.target.value })} required={!needsWords} placeholder={needsWords ? "optional" : "why the machine was wrong"} />
      </label>
      <div className="row wide">
        <Button submit kind="strong" disabled={busy || (needsWords && !span)} onClick={() => {}}>
          Save
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}

function find(points: Points, text: string): Picked | null {
  const unit = text.trim() ? points.text.indexOf(text.trim()) : -1;
  if (unit < 0) return null;
  return { start: points.point(unit), end: points.point(unit + text.trim().length), words: text.trim() };
}
