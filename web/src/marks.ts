// Which stretches of a text are marked, and how: layers cut into pieces that do not overlap.
import type { Points } from "./text";
import { range, words } from "./text";
import type { Claim, DocumentPage, Layers } from "./types";

export interface Mark {
  start: number;
  end: number;
  layer: string; // claims, mentions, speakers, cues, content, times, places, actors, weapons
  title: string;
  claim?: string;
  opens?: string; // words before the mark: who speaks, and through whom
  depth?: number;
  chosen?: boolean;
}

export interface Piece {
  start: number;
  end: number;
  marks: Mark[];
  opens: Mark[]; // contents that begin here, outermost first
  closes: Mark[];
}

export interface Paragraph {
  start: number;
  end: number;
  pieces: Piece[];
  graphic: boolean;
}

export const LAYERS: [string, string][] = [
  ["claims", "Claims"],
  ["speakers", "Who says it"],
  ["times", "Times"],
  ["places", "Places"],
  ["actors", "Actors"],
  ["weapons", "Weapons"],
];

export function claimWords(claim: Claim, publisher: string | null): string {
  const value = claim.low !== null || claim.high !== null ? range(claim.low, claim.best, claim.high) : (claim.value ?? claim.original_value);
  return `${words(claim.role)}: ${value} (${sourceWords(claim, publisher)}${claim.stance !== "asserts" ? `, ${claim.stance}` : ""}${claim.hedged ? ", hedged" : ""})`;
}

/** "Reuters ← the ministry ← a doctor": who relayed to whom, the one who says it last. */
export function sourceWords(claim: Claim, publisher: string | null): string {
  const own = claim.source.kind === "outlet" ? `${publisher ?? "the report"}, own voice` : claim.source.name;
  const chain = claim.source.chain.length ? claim.source.chain : claim.source.relayed_by ? [claim.source.relayed_by] : [];
  return [...chain.filter((name) => name !== own), own].join(" → ");
}

export function claimMarks(page: DocumentPage, only: string | null): Mark[] {
  const publisher = page.document.publisher;
  return page.incidents
    .filter((incident) => only === null || incident.id === only)
    .flatMap((incident) =>
      incident.claims.map((claim) => ({
        start: claim.evidence.start,
        end: claim.evidence.end,
        layer: "claims",
        title: claimWords(claim, publisher),
        claim: claim.id,
      })),
    );
}

export function layerMarks(layers: Layers, shown: string[]): Mark[] {
  const marks: Mark[] = [];
  if (shown.includes("times"))
    for (const t of layers.times) marks.push({ ...t, layer: "times", title: `time: ${t.earliest ? (t.latest === t.earliest ? t.earliest : `${t.earliest} – ${t.latest}`) : `${t.value}, not anchored`}` });
  if (shown.includes("places"))
    for (const p of layers.toponyms) marks.push({ ...p, layer: "places", title: p.name ? `place: ${p.name}, ${p.country ?? "?"}, known to the ${p.precision ?? "?"}` : "place: not found in the gazetteer" });
  if (shown.includes("actors"))
    for (const a of layers.actors) if (a.form !== "pronoun") marks.push({ ...a, layer: "actors", title: `actor: ${a.name}${a.kind ? `, ${words(a.kind)}` : ""}` });
  if (shown.includes("weapons")) for (const w of layers.weapons) marks.push({ ...w, layer: "weapons", title: `weapon: ${words(w.kind)}` });
  if (shown.includes("speakers")) marks.push(...speakerMarks(layers));
  return marks;
}

function speakerMarks(layers: Layers): Mark[] {
  const byId = new Map(layers.attributions.map((a) => [a.id, a]));
  const chain = (id: string | null, depth = 0): string[] => {
    const found = id ? byId.get(id) : undefined;
    return found && depth < 6 ? [...chain(found.within, depth + 1), found.source?.text ?? "not named"] : [];
  };
  return layers.attributions.flatMap((a) => {
    const names = chain(a.id);
    const depth = names.length;
    const said = `${names.join(" → ")} ${a.stance}${a.hedged ? ", hedged" : ""}`;
    const marks: Mark[] = a.content.map((c, n) => ({ start: c.start, end: c.end, layer: "content", title: `said by ${said}`, opens: n === 0 ? short(names.join(" → ")) : "…", depth }));
    if (a.source) marks.push({ start: a.source.start, end: a.source.end, layer: "speakers", title: `speaker${a.source_kind ? ` (${words(a.source_kind)})` : ""}`, depth });
    if (a.cue) marks.push({ start: a.cue.start, end: a.cue.end, layer: "cues", title: `cue: ${a.stance}${a.hedged ? ", hedged" : ""}`, depth });
    return marks;
  });
}

const short = (name: string): string => (name.length > 32 ? `${name.slice(0, 31)}…` : name);

/** Paragraphs of a text, each cut where a mark begins or ends. */
export function paragraphs(points: Points, marks: Mark[], graphic: [number, number][]): Paragraph[] {
  const sorted = [...marks].sort((a, b) => a.start - b.start || b.end - a.end);
  const covered = new Set(graphic.map(([start]) => start));
  const found: Paragraph[] = [];
  let start = 0;
  let from = 0;
  for (const line of points.text.split("\n")) {
    const end = start + lengthOf(line, points, start);
    while (from < sorted.length && sorted[from].end <= start && sorted[from].start < start) from += 1;
    const own: Mark[] = [];
    for (let n = from; n < sorted.length && sorted[n].start < end; n += 1) if (sorted[n].end > start) own.push(sorted[n]);
    found.push({ start, end, pieces: cut(start, end, own), graphic: covered.has(start) });
    start = end + 1;
  }
  return found;
}

function lengthOf(line: string, points: Points, start: number): number {
  return points.point(points.unit(start) + line.length) - start;
}

function cut(start: number, end: number, marks: Mark[]): Piece[] {
  const edges = new Set([start, end]);
  for (const mark of marks) {
    if (mark.start > start && mark.start < end) edges.add(mark.start);
    if (mark.end > start && mark.end < end) edges.add(mark.end);
  }
  const sorted = [...edges].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (let n = 0; n + 1 < sorted.length; n += 1) {
    const [a, b] = [sorted[n], sorted[n + 1]];
    const here = marks.filter((mark) => mark.start <= a && mark.end >= b);
    const contents = here.filter((mark) => mark.layer === "content");
    pieces.push({
      start: a,
      end: b,
      marks: here,
      opens: contents.filter((mark) => Math.max(mark.start, start) === a),
      closes: contents.filter((mark) => Math.min(mark.end, end) === b),
    });
  }
  return pieces;
}
