// One incident: its facts, the board of accounts, and everything that hangs on it.
import { useEffect, useRef, useState } from "react";
import { path } from "./api";
import { Board } from "./Board";
import { MiniMap, Tolls, Why } from "./Figures";
import { Badge, Button, Go, State, typeName } from "./parts";
import { withQuery, usePlace } from "./router";
import { decide, openDialog, undo, useDesk } from "./state";
import { days, isWeb, plural, range, when, words } from "./text";
import type { Decision, IncidentPage, Meta, Toll } from "./types";

interface Props {
  page: IncidentPage;
  chosen: string | null;
  unfolded: boolean;
  why: boolean;
  onChoose: (claim: string) => void;
  onUnfold: () => void;
  onWhy: () => void;
  onReport: (document: string, start: number, end: number) => void;
  onAccept: () => void;
}

export function IncidentView(props: Props) {
  const { page, chosen, onChoose } = props;
  const { incident, sketch } = page;
  const { data: desk } = useDesk();
  const rule = desk?.rules.find((r) => r.code === sketch.rule);
  const reason = useRef<HTMLElement>(null);
  useEffect(() => {
    const pane = reason.current?.closest(".centre");
    if (!props.why || !reason.current || !pane) return;
    const head = pane.querySelector(".incident-head")?.clientHeight ?? 0; // sticks to the top
    pane.scrollTop += reason.current.getBoundingClientRect().top - pane.getBoundingClientRect().top - head;
  }, [props.why]);
  const differs = page.board.rows.some((row) => row.disputed);
  return (
    <article className="incident" aria-labelledby="incident-title">
      <header className="incident-head">
        <div className="title-line">
          <State state={sketch.state} />
          <h1 id="incident-title" tabIndex={-1} dir="auto">
            {incident.label}
          </h1>
        </div>
        <p className="badges">
          {differs ? <Badge kind="dispute">accounts differ</Badge> : <Badge kind="agree">no contradiction</Badge>}
          {rule && !["contested", "main"].includes(rule.code) && <Badge kind="alert">{rule.words}</Badge>}
          {!incident.main && <Badge kind="plain">told in passing</Badge>}
          {incident.realis !== "occurred" && <Badge kind="plain">{words(incident.realis)}</Badge>}
          {incident.aggregate && <Badge kind="plain">many happenings summed</Badge>}
          {incident.scope !== "political" && <Badge kind="plain">{incident.scope}</Badge>}
          {sketch.assigned && <Badge kind="plain">for {sketch.assigned}</Badge>}
          <span className="hint">
            score {incident.score.toFixed(2)} · {plural(incident.independent_sources, "independent source")} · {plural(page.documents.length, "report")}
          </span>
        </p>
        <Actions page={page} onAccept={props.onAccept} />
      </header>

      <h2>Who says what</h2>
      <Board page={page} chosen={chosen} unfolded={props.unfolded} onChoose={onChoose} onUnfold={props.onUnfold} />

      <div className="pair">
        <section>
          <h2>Headline record</h2>
          <Facts page={page} />
        </section>
        <section>
          <h2>Where</h2>
          <MiniMap incident={incident} />
        </section>
      </div>

      <Ledger page={page} onChoose={onChoose} />
      <Tolls page={page} chosen={chosen} onChoose={onChoose} />
      <Statements page={page} onReport={props.onReport} />
      <Reports page={page} onReport={props.onReport} />
      <section ref={reason} className="reasons">
        <h2 className="fold">
          <button type="button" aria-expanded={props.why} onClick={props.onWhy}>
            <span aria-hidden="true">{props.why ? "▾" : "▸"}</span> Why one incident, and what nearly joined it
          </button>
        </h2>
        {props.why && <Why page={page} onMerge={(other) => openDialog({ name: "merge", page, other })} />}
      </section>
      <Related page={page} />
      <History decisions={page.decisions} page={page} />
    </article>
  );
}

function Actions({ page, onAccept }: { page: IncidentPage; onAccept: () => void }) {
  return (
    <div className="actions" role="toolbar" aria-label="Decide">
      <Button does="accept" kind="strong" onClick={onAccept}>
        Accept
      </Button>
      <Button does="reject" onClick={() => openDialog({ name: "reject", page })}>
        Reject
      </Button>
      <Button does="edit" onClick={() => openDialog({ name: "edit", page })}>
        Edit
      </Button>
      <Button does="merge" onClick={() => openDialog({ name: "merge", page })}>
        Merge
      </Button>
      <Button does="split" onClick={() => openDialog({ name: "split", page })}>
        Split
      </Button>
      <Button does="comment" onClick={() => openDialog({ name: "comment", page })}>
        Comment
      </Button>
      <Button does="assign" onClick={() => openDialog({ name: "assign", page })}>
        Assign
      </Button>
      <Button does="undo" kind="quiet" onClick={() => void undo()}>
        Undo
      </Button>
    </div>
  );
}

function TollText({ toll }: { toll: Toll }) {
  return (
    <>
      <b className="figure">{range(toll.low, toll.best, toll.high)}</b> {toll.contested && <Badge kind="dispute">sources differ</Badge>}
    </>
  );
}

function Facts({ page }: { page: IncidentPage }) {
  const { incident } = page;
  const { data: desk } = useDesk();
  const { place } = incident;
  const where = [place.name, place.admin1 !== place.name ? place.admin1 : null, place.country].filter(Boolean).join(", ");
  return (
    <dl className="facts">
      <dt>What</dt>
      <dd title={desk?.types[incident.type]?.definition}>
        {typeName(desk, incident.type)} {incident.type_contested && <Badge kind="dispute">disputed</Badge>}
      </dd>
      <dt>When</dt>
      <dd>
        {days(incident.date.start, incident.date.end)} <small>known to the {incident.date.precision}</small>
      </dd>
      <dt>Where</dt>
      <dd dir="auto">
        {where || "unknown"} {place.precision && <small>known to the {place.precision}</small>}
      </dd>
      <dt>Killed</dt>
      <dd>
        <TollText toll={incident.killed} />
      </dd>
      <dt>Injured</dt>
      <dd>
        <TollText toll={incident.injured} />
      </dd>
      <dt>By</dt>
      <dd dir="auto">{incident.perpetrators.join("; ") || "nobody named"}</dd>
      <dt>Against</dt>
      <dd dir="auto">{incident.targets.join("; ") || "not told"}</dd>
      <dt>With</dt>
      <dd>{incident.weapons.map(words).join(", ") || "not told"}</dd>
      <dt>Figures by</dt>
      <dd>
        policy “{incident.policy}” <small>of the reports coded, not a total</small>
      </dd>
    </dl>
  );
}

const LEDGER: Record<string, string> = { claims: "claimed by", accuses: "accused by", denies: "denied by", doubts: "doubted by", asserts: "named by" };

/** A name without its article and case: "The army" and "the army" are one actor. */
const bare = (name: string): string => name.toLowerCase().replace(/^(?:the|an?) /, "");

function Ledger({ page, onChoose }: { page: IncidentPage; onChoose: (claim: string) => void }) {
  const lines = page.incident.responsibility;
  if (!lines.length) return null;
  const actors = [...new Set(lines.map((line) => line.actor))];
  const claimOf = (actor: string, source: string, stance: string) =>
    page.incident.claims.find((c) => c.role === "perpetrator" && c.stance === stance && bare(c.value ?? c.original_value) === bare(actor) && c.source.name === source) ??
    page.incident.claims.find((c) => c.role === "perpetrator" && c.stance === stance && c.source.name === source);
  return (
    <section>
      <h2>Responsibility</h2>
      <ul className="ledger">
        {actors.map((actor) => (
          <li key={actor}>
            <b dir="auto">{actor}</b>
            <ul>
              {lines
                .filter((line) => line.actor === actor)
                .map((line) => {
                  const claim = claimOf(actor, line.source, line.stance);
                  const text = `${LEDGER[line.stance] ?? line.stance} ${line.source === "outlet" ? "the report itself" : line.source}`;
                  return (
                    <li key={line.stance + line.source} className={line.stance}>
                      {claim ? (
                        <button type="button" className="cell line" onClick={() => onChoose(claim.id)}>
                          <span dir="auto">{text}</span>
                        </button>
                      ) : (
                        <span dir="auto">{text}</span>
                      )}
                    </li>
                  );
                })}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Statements({ page, onReport }: { page: IncidentPage; onReport: Props["onReport"] }) {
  if (!page.statements.length) return null;
  return (
    <section>
      <h2>Statements</h2>
      <ul className="statements">
        {page.statements.map((s) => (
          <li key={s.id}>
            <b dir="auto">{s.speaker}</b> {words(s.act)}
            {s.addressee && (
              <>
                {" → "}
                <span dir="auto">{s.addressee}</span>
              </>
            )}
            <button type="button" className="cell line" onClick={() => onReport(s.document, s.evidence.start, s.evidence.end)}>
              <span dir="auto">“{s.evidence.quote}”</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Reports({ page, onReport }: { page: IncidentPage; onReport: Props["onReport"] }) {
  const here = new Set(page.documents.map((d) => d.id));
  const first = (d: Meta) => page.incident.mentions.find((m) => m.document === d.id);
  const originals = page.documents.filter((d) => !d.copy_of || !here.has(d.copy_of));
  const line = (d: Meta) => {
    const mention = first(d);
    return (
      <>
        <button type="button" className="cell line" onClick={() => onReport(d.id, mention?.start ?? 0, mention?.end ?? 0)}>
          <span dir="auto">{d.title ?? (mention ? `“${mention.quote}”` : d.id)}</span>
        </button>
        <small>
          <span dir="auto">{d.publisher ?? "unknown publisher"}</span> · {d.published?.slice(0, 16).replace("T", " ") ?? "no date"}
          {d.wire && ` · ${d.wire}`}
          {d.copy_of && !here.has(d.copy_of) && " · copy of a report that does not tell of this incident"}
          {isWeb(d.url) && (
            <>
              {" · "}
              <a href={d.url} target="_blank" rel="noopener noreferrer">
                original address
              </a>
            </>
          )}
        </small>
      </>
    );
  };
  return (
    <section>
      <h2>Reports</h2>
      <ul className="reports">
        {originals.map((d) => {
          const copies = page.documents.filter((c) => c.copy_of === d.id);
          return (
            <li key={d.id}>
              {line(d)}
              {copies.length > 0 && (
                <details>
                  <summary>{plural(copies.length, "syndicated copy", "syndicated copies")}, not counted as independent</summary>
                  <ul>
                    {copies.map((c) => (
                      <li key={c.id}>{line(c)}</li>
                    ))}
                  </ul>
                </details>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Related({ page }: { page: IncidentPage }) {
  const { query } = usePlace();
  if (!page.related.length) return null;
  return (
    <section>
      <h2>Related</h2>
      <ul>
        {page.related.map((s) => (
          <li key={s.id}>
            {words(s.relation)}: <Go to={path("incidents", s.id) + withQuery(query, { claim: null, report: null, at: null })}>{s.label}</Go>
          </li>
        ))}
      </ul>
    </section>
  );
}

function History({ decisions, page }: { decisions: Decision[]; page: IncidentPage }) {
  const [all, setAll] = useState(false);
  if (!decisions.length) return null;
  const shown = all ? decisions : decisions.slice(0, 8);
  return (
    <section>
      <h2>Comments and decisions</h2>
      <ol className="history">
        {shown.map((d) => (
          <DecisionLine key={d.id} decision={d} page={page} />
        ))}
      </ol>
      {decisions.length > shown.length && (
        <button type="button" className="button quiet" onClick={() => setAll(true)}>
          Show all {decisions.length}
        </button>
      )}
    </section>
  );
}

export function DecisionLine({ decision: d, page }: { decision: Decision; page?: IncidentPage }) {
  const text = d.kind === "comment" ? String(d.details.text ?? "") : d.reason;
  const about = d.anchors[0];
  return (
    <li className={d.undone ? "undone" : undefined}>
      <span className="act">
        <b>{d.author}</b> {decisionWords(d)} <small>{when(d.time)}</small>
        {d.undone && <Badge kind="plain">taken back</Badge>}
      </span>
      {text && (
        <p className="reason" dir="auto">
          {text}
        </p>
      )}
      {!page && about && (
        <Go to={path("incidents", about.id)} className="quote">
          “{about.quote.slice(0, 90)}”
        </Go>
      )}
      {!d.undone && d.kind !== "undo" && (
        <button type="button" className="button quiet small" onClick={() => void takeBack(d)}>
          Undo this
        </button>
      )}
      {!d.undone && d.kind === "undo" && (
        <button type="button" className="button quiet small" onClick={() => void takeBack(d)}>
          Restore
        </button>
      )}
    </li>
  );
}

function takeBack(d: Decision): Promise<unknown> {
  return decide({ kind: "undo", ids: [d.id], said: d.kind === "undo" ? "Restored a decision" : `Took back: ${words(d.kind)} by ${d.author}` });
}

export function decisionWords(d: Decision): string {
  const claim = d.anchors.find((a) => a.role);
  const what = claim ? `a claim (${words(claim.role)}${claim.source ? `, ${claim.source}` : ""})` : "the incident";
  const values = Object.entries(d.details)
    .filter(([k]) => !["decision", "text", "parted", "start", "end"].includes(k))
    .map(([k, v]) => `${words(k)} = ${typeof v === "object" && v ? Object.values(v).filter((x) => x !== null).join(", ") : String(v)}`);
  const told: Record<string, string> = {
    accept: `accepted ${what}`,
    reject: `rejected ${what}`,
    correct: `corrected ${what}: ${values.join("; ")}`,
    add: `added a claim: ${values.join("; ")}`,
    merge: `made one incident of ${d.anchors.length} records`,
    same: `judged ${d.anchors.length} records the same`,
    different: "judged two incidents different",
    split: "split it in two",
    comment: `commented on ${what}`,
    assign: d.details.to ? `assigned it to ${String(d.details.to)}` : "assigned it to nobody",
    undo: "took a decision back",
  };
  return told[d.kind] ?? d.kind;
}
