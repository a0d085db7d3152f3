// A report: its text with layers of marks, the claim that is open, and adding one that was missed.
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { path } from "./api";
import { AddClaim, ClaimCard } from "./ClaimCard";
import { useKeys } from "./keys";
import { claimMarks, claimWords, LAYERS, layerMarks, paragraphs, type Mark, type Paragraph, type Piece } from "./marks";
import { Button, Failure, Go, Waiting } from "./parts";
import { change, useSettings } from "./settings";
import { useDocument, useLayers } from "./state";
import { hiddenName, isWeb, plain, plural, Points } from "./text";
import type { Claim, DocumentPage } from "./types";

export interface Picked {
  start: number;
  end: number;
  words: string;
}

interface Props {
  id: string;
  claim: string | null;
  at: [number, number] | null; // words to show without a claim
  incident: string | null; // whose claims stand out
  onClaim: (claim: string | null) => void;
  onClose?: () => void;
  whole?: boolean;
}

export function ReportView(props: Props) {
  const { data, error } = useDocument(props.id);
  if (error) return <Failure error={error} />;
  if (!data) return <Waiting what="Opening the report" />;
  return <Report {...props} page={data} key={props.id} />;
}

function Report({ page, claim: chosen, at, incident, onClaim, onClose, whole }: Props & { page: DocumentPage }) {
  const { layers: shown } = useSettings();
  const needLayers = shown.some((layer) => layer !== "claims");
  const layers = useLayers(page.document.id, needLayers);
  const points = useMemo(() => new Points(page.text), [page.text]);
  const claim = page.incidents.flatMap((i) => i.claims).find((c) => c.id === chosen) ?? null;
  const owner = page.incidents.find((i) => i.claims.some((c) => c.id === chosen))?.id ?? incident;
  const [editing, setEditing] = useState(false);
  const [adding, setAdding] = useState(() => new URLSearchParams(location.search).has("adding"));
  const [picked, setPicked] = useState<Picked | null>(null);
  const text = useRef<HTMLDivElement>(null);

  const blocks = useMemo(() => {
    const marks: Mark[] = [];
    if (shown.includes("claims")) marks.push(...claimMarks(page, incident));
    if (layers.data) marks.push(...layerMarks(layers.data, shown));
    const focus = claim ? claim.evidence : at ? { start: at[0], end: at[1] } : null;
    if (focus && focus.end > focus.start) marks.push({ start: focus.start, end: focus.end, layer: "focus", title: claim ? claimWords(claim, page.document.publisher) : "the words asked for", chosen: true });
    return paragraphs(points, marks, page.graphic);
  }, [page, points, shown, layers.data, claim, at, incident]);

  useEffect(() => {
    const words = text.current?.querySelector<HTMLElement>("[data-focus]");
    if (!words) return;
    reveal(words);
    const frame = requestAnimationFrame(() => reveal(words)); // paragraphs get their true heights once they are near
    return () => cancelAnimationFrame(frame);
  }, [chosen, at?.[0], at?.[1], page.document.id]);
  useEffect(() => setEditing(false), [chosen]);
  useEffect(() => {
    const listen = () => {
      const found = text.current ? selectionIn(text.current, points) : null;
      if (found) setPicked(found);
    };
    document.addEventListener("selectionchange", listen);
    return () => document.removeEventListener("selectionchange", listen);
  }, [points]);
  useKeys({ add: () => setAdding(true), ...(claim ? { edit: () => setEditing(true) } : {}) });

  return (
    <section className="report-view" aria-label="Report">
      <header className="report-head">
        <div className="report-title">
          {whole ? <h1 dir="auto">{page.document.title ?? "Untitled report"}</h1> : <h2 dir="auto">{page.document.title ?? "Untitled report"}</h2>}
          {onClose && (
            <button type="button" className="button quiet" onClick={onClose} aria-label="Close the report">
              ✕
            </button>
          )}
        </div>
        <Meta page={page} whole={whole} />
        <Toggles />
        {layers.isFetching && <Waiting what="Reading speakers, times and places" />}
        {layers.error && <Failure error={layers.error} />}
      </header>
      {adding ? (
        <AddClaim page={page} points={points} picked={picked} incident={owner} onClose={() => setAdding(false)} onAdded={onClaim} />
      ) : claim && owner ? (
        <ClaimCard key={claim.id} claim={claim} page={page} points={points} picked={picked} incident={owner} editing={editing} onEdit={setEditing} onGone={() => onClaim(null)} />
      ) : null}
      {!adding && picked && (
        <p className="picked" role="status">
          <span dir="auto">“{plain(picked.words.slice(0, 60))}{picked.words.length > 60 && "…"}”</span>{" "}
          <Button does="add" kind="strong" onClick={() => setAdding(true)}>
            Add as a claim
          </Button>
          <button type="button" className="button quiet" onClick={() => setPicked(null)}>
            Forget
          </button>
        </p>
      )}
      <div className="text" ref={text} lang={page.document.language ?? undefined} tabIndex={0} role="region" aria-label="Text of the report">
        {blocks.map((block) => (
          <Block key={block.start} block={block} points={points} onClaim={onClaim} />
        ))}
      </div>
      <ClaimList page={page} chosen={chosen} incident={incident} onClaim={onClaim} />
      {!adding && !picked && (
        <p>
          <Button does="add" onClick={() => setAdding(true)}>
            Add a claim that was missed
          </Button>
        </p>
      )}
    </section>
  );
}

/** Bring words into the middle of the panel that scrolls; scrollIntoView would move the page around it too. */
function reveal(words: HTMLElement): void {
  const panel = words.closest<HTMLElement>(".report, .report-page");
  if (!panel) return;
  const [inside, around] = [words.getBoundingClientRect(), panel.getBoundingClientRect()];
  panel.scrollTop += inside.top + inside.height / 2 - (around.top + around.height / 2);
}

function Meta({ page, whole }: { page: DocumentPage; whole?: boolean }) {
  const { document: doc } = page;
  return (
    <>
      <p className="meta">
        <b dir="auto">{doc.publisher ?? "unknown publisher"}</b> · {doc.published?.slice(0, 16).replace("T", " ") ?? "no date of publication"}
        {doc.updated && ` · updated ${doc.updated.slice(0, 16).replace("T", " ")}`}
        {doc.wire && ` · credits ${doc.wire}`}
        {doc.byline && (
          <>
            {" · "}
            <span dir="auto">{doc.byline}</span>
          </>
        )}
        {doc.copy_of && (
          <>
            {" · syndicated copy of "}
            <Go to={path("reports", doc.copy_of)}>another report</Go>
          </>
        )}
      </p>
      {doc.url && <p className="meta address">{isWeb(doc.url) ? <a href={doc.url} target="_blank" rel="noopener noreferrer">{doc.url}</a> : <span title="not a web address, so no link">{doc.url}</span>}</p>}
      {!whole && (
        <p className="meta">
          <Go to={path("reports", doc.id)}>Open on a page of its own</Go>
        </p>
      )}
      {page.issues.length > 0 && (
        <details className="issues">
          <summary>{plural(page.issues.length, "note")} on how it was read</summary>
          <ul>
            {page.issues.map((issue, n) => (
              <li key={n}>{issue.message}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Toggles() {
  const { layers, cover } = useSettings();
  return (
    <div className="toggles" role="group" aria-label="What is marked in the text">
      {LAYERS.map(([name, label]) => (
        <label key={name} className={`toggle ${name}`}>
          <input
            type="checkbox"
            checked={layers.includes(name)}
            onChange={() => change({ layers: layers.includes(name) ? layers.filter((l) => l !== name) : [...layers, name] })}
          />
          <span className={`mark-${name}`}>{label}</span>
        </label>
      ))}
      <label className="toggle">
        <input type="checkbox" checked={cover} onChange={() => change({ cover: !cover })} />
        <span>Cover graphic passages</span>
      </label>
    </div>
  );
}

function Block({ block, points, onClaim }: { block: Paragraph; points: Points; onClaim: (claim: string) => void }) {
  const { cover } = useSettings();
  const [open, setOpen] = useState(false);
  if (block.graphic && cover && !open)
    return (
      <div className="covered">
        <span>Graphic description, covered</span>
        <button type="button" className="button plain" onClick={() => setOpen(true)}>
          Show these {plural(block.end - block.start, "character")}
        </button>
      </div>
    );
  return (
    <p dir="auto" data-s={block.start}>
      {block.pieces.map((piece) => (
        <Stretch key={piece.start} piece={piece} points={points} onClaim={onClaim} />
      ))}
    </p>
  );
}

/** One piece of text; marks of several layers may lie on it. */
function Stretch({ piece, points, onClaim }: { piece: Piece; points: Points; onClaim: (claim: string) => void }) {
  const inside = visible(points.slice(piece.start, piece.end), piece.start);
  const opens = piece.opens.map((mark) => <span key={mark.title} className={`chip depth${Math.min(mark.depth ?? 1, 3)}`} data-chip={plain(mark.opens ?? "")} aria-hidden="true" />);
  const closes = piece.closes.map((mark) => <span key={mark.title} className={`closes depth${Math.min(mark.depth ?? 1, 3)}`} aria-hidden="true" />);
  if (!piece.marks.length)
    return (
      <span data-s={piece.start}>{inside}</span>
    );
  const classes = [...new Set(piece.marks.map((m) => `mark-${m.layer}`))];
  const focus = piece.marks.some((m) => m.chosen);
  const claim = piece.marks.find((m) => m.claim)?.claim;
  return (
    <>
      {opens}
      <mark
        className={[...classes, claim ? "pick" : ""].join(" ")}
        data-s={piece.start}
        data-focus={focus || undefined}
        title={piece.marks.map((m) => plain(m.title)).join("\n")}
        onClick={claim ? () => !String(getSelection() ?? "") && onClaim(nextClaim(piece, claim)) : undefined}
      >
        {inside}
      </mark>
      {closes}
    </>
  );
}

function nextClaim(piece: Piece, first: string): string {
  const claims = piece.marks.flatMap((m) => (m.claim ? [m.claim] : []));
  const open = new URLSearchParams(location.search).get("claim");
  const at = open ? claims.indexOf(open) : -1;
  return at >= 0 ? claims[(at + 1) % claims.length] : first;
}

/** Text in which characters that hide or turn are shown by name, each counted as the one character that it is. */
function visible(text: string, start: number): ReactNode {
  let parts: ReactNode[] | null = null;
  let run = "";
  let runAt = start;
  let at = start;
  for (const c of text) {
    const name = hiddenName(c.codePointAt(0)!);
    if (name) {
      parts ??= [];
      if (run) parts.push(<span key={`t${runAt}`} data-s={runAt}>{run}</span>);
      parts.push(<span key={at} className="hidden-character" data-s={at} data-one="" title="a character that cannot be seen">⟨{name}⟩</span>);
      run = "";
      runAt = at + 1;
    } else run += c;
    at += 1;
  }
  if (!parts) return text;
  if (run) parts.push(<span key={`t${runAt}`} data-s={runAt}>{run}</span>);
  return parts;
}

function ClaimList({ page, chosen, incident, onClaim }: { page: DocumentPage; chosen: string | null; incident: string | null; onClaim: (claim: string) => void }) {
  const [all, setAll] = useState(false);
  const own = page.incidents.filter((i) => all || incident === null || i.id === incident);
  const others = page.incidents.length - own.length;
  return (
    <section className="claim-list" aria-label="Claims in this report">
      <h2>Claims in this report</h2>
      {own.length === 0 && <p className="hint">No incident was read in it.</p>}
      {own.map((i) => (
        <div key={i.id}>
          <h3>
            <Go to={path("incidents", i.id)}>{i.label}</Go>
          </h3>
          <ul>
            {i.claims.map((claim) => (
              <li key={claim.id}>
                <button type="button" className="cell line" aria-pressed={claim.id === chosen} onClick={() => onClaim(claim.id)}>
                  <span dir="auto">{claimWords(claim, page.document.publisher)}</span>
                  {claim.origin !== "machine" && <small>{claim.origin === "person" ? "by a person" : claim.origin}</small>}
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {(others > 0 || all) && incident !== null && (
        <button type="button" className="button quiet" onClick={() => setAll(!all)}>
          {all ? "Only those of this incident" : `Also those of ${plural(others, "other incident")}`}
        </button>
      )}
    </section>
  );
}

/** The words that are selected in the text, by code points; null when none are. */
function selectionIn(text: HTMLElement, points: Points): Picked | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return null;
  let start = offsetOf(range.startContainer, range.startOffset, false);
  let end = offsetOf(range.endContainer, range.endOffset, true);
  if (start === null || end === null || end <= start) return null;
  const words = Array.from(points.slice(start, end));
  while (words.length && !words[0].trim()) {
    words.shift();
    start += 1;
  }
  while (words.length && !words.at(-1)!.trim()) {
    words.pop();
    end -= 1;
  }
  return words.length ? { start, end, words: words.join("") } : null;
}

function offsetOf(node: Node, offset: number, atEnd: boolean): number | null {
  if (node.nodeType !== Node.TEXT_NODE) {
    const child = node.childNodes[atEnd ? offset - 1 : offset] ?? node;
    const holder = child instanceof HTMLElement ? (child.matches("[data-s]") ? child : (child.querySelector<HTMLElement>("[data-s]") ?? child.closest<HTMLElement>("[data-s]"))) : child.parentElement?.closest<HTMLElement>("[data-s]");
    if (!holder) return null;
    return Number(holder.dataset.s) + (atEnd ? lengthIn(holder) : 0);
  }
  const holder = node.parentElement?.closest<HTMLElement>("[data-s]");
  if (!holder) return null;
  if ("one" in holder.dataset) return Number(holder.dataset.s) + (atEnd ? 1 : 0);
  return Number(holder.dataset.s) + new Points((node.textContent ?? "").slice(0, offset)).length;
}

function lengthIn(holder: HTMLElement): number {
  let length = 0;
  const walk = (node: Node): void => {
    if (node instanceof HTMLElement && "one" in node.dataset) length += 1;
    else if (node.nodeType === Node.TEXT_NODE) length += new Points(node.textContent ?? "").length;
    else node.childNodes.forEach(walk);
  };
  walk(holder);
  return length;
}

export type { Claim };
