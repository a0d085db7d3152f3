// The records of the API, as far as the pages read them. docs/data-model.md of the project explains each.

export interface Sketch {
  id: string;
  label: string;
  type: string;
  realis: string;
  main: boolean;
  aggregate: boolean;
  scope: string;
  state: "coded" | "accepted" | "rejected" | "gone";
  assigned: string | null;
  contested: boolean;
  score: number;
  sources: number;
  killed_low: number | null;
  killed_best: number | null;
  killed_high: number | null;
  injured_best: number | null;
  date_start: string | null;
  date_end: string | null;
  country: string | null;
  lat: number | null;
  lon: number | null;
  version: number;
  reviewed: number | null;
  publishers: string[];
  reports: number;
  rule?: string;
  relation?: string;
}

export interface Evidence {
  start: number;
  end: number;
  quote: string;
}

export interface Source {
  name: string;
  kind: string;
  entity: string | null;
  institution: string | null;
  relayed_by: string | null;
  chain: string[];
}

export interface Claim {
  id: string;
  document: string;
  role: string;
  value: string | null;
  original_value: string;
  source: Source;
  evidence: Evidence;
  stance: string;
  hedged: boolean;
  low: number | null;
  best: number | null;
  high: number | null;
  of: string | null;
  subset_of: string | null;
  as_of: string | null;
  entity_kind: string | null;
  score: number;
  origin: string;
}

export interface Mention extends Evidence {
  id: string;
  document: string;
}

export interface Toll {
  low: number | null;
  best: number | null;
  high: number | null;
  contested: boolean;
}

export interface Incident {
  id: string;
  aliases: string[];
  label: string;
  type: string;
  type_contested: boolean;
  realis: string;
  aggregate: boolean;
  main: boolean;
  scope: string;
  score: number;
  policy: string;
  independent_sources: number;
  date: { start: string | null; end: string | null; precision: string };
  place: {
    name: string | null;
    admin1: string | null;
    country: string | null;
    lat: number | null;
    lon: number | null;
    radius_km: number | null;
    precision: string | null;
  };
  killed: Toll;
  injured: Toll;
  perpetrators: string[];
  targets: string[];
  weapons: string[];
  responsibility: { actor: string; stance: string; source: string }[];
  mentions: Mention[];
  claims: Claim[];
}

export interface Column {
  key: string;
  name: string;
  kind: string;
  documents: string[];
}

export interface Cell {
  column: string;
  text: string;
  stance: string;
  hedged: boolean;
  claims: string[];
}

export interface Row {
  role: string;
  of: string | null;
  disputed: boolean;
  cells: Cell[];
}

export interface Meta {
  id: string;
  title: string | null;
  publisher: string | null;
  published: string | null;
  url: string | null;
  language: string | null;
  copy_of: string | null;
  sha256: string;
  updated?: string | null;
  byline?: string | null;
  wire?: string | null;
  dateline?: string | null;
  characters: number;
  opening?: string | null;
}

export interface Anchor {
  id: string;
  document: string;
  start: number;
  end: number;
  quote: string;
  role: string | null;
  source: string | null;
}

export interface Decision {
  id: string;
  sequence: number;
  kind: string;
  author: string;
  time: string;
  reason: string;
  anchors: Anchor[];
  details: Record<string, unknown>;
  undone?: boolean;
}

export interface Statement {
  id: string;
  document: string;
  speaker: string;
  speaker_kind: string;
  act: string;
  addressee: string | null;
  evidence: Evidence;
}

export interface TollPoint {
  claim: string;
  role: "killed" | "injured";
  as_of: string | null;
  source: string;
  low: number | null;
  best: number | null;
  high: number | null;
}

export interface IncidentPage {
  incident: Incident;
  sketch: Sketch;
  board: { columns: Column[]; rows: Row[] };
  tolls: TollPoint[];
  documents: Meta[];
  statements: Statement[];
  related: Sketch[];
  decisions: Decision[];
}

export interface DocumentPage {
  document: Meta;
  text: string;
  stated: { field: string; value: string; source: string; score: number }[];
  issues: { code: string; message: string }[];
  versions: string[];
  incidents: { id: string; label: string; version: number; mentions: Mention[]; claims: Claim[] }[];
  graphic: [number, number][];
}

export interface Worded {
  start: number;
  end: number;
  text?: string;
}

export interface Layers {
  times: (Worded & { value: string; earliest: string | null; latest: string | null })[];
  toponyms: (Worded & { name: string | null; country: string | null; precision: string | null })[];
  actors: (Worded & { name: string; kind: string | null; form: string })[];
  weapons: (Worded & { kind: string })[];
  quantities: (Worded & { effect: string | null; low: number | null; high: number | null })[];
  attributions: {
    id: string;
    source: Worded | null;
    cue: Worded | null;
    content: Worded[];
    stance: string;
    hedged: boolean;
    source_kind: string | null;
    within: string | null;
  }[];
}

export interface Step {
  feature: string;
  words: string;
  value: number;
  adds: number;
  reached: number;
}

export interface Link {
  a: { document: string; id: string; label: string };
  b: { document: string; id: string; label: string };
  probability: number;
  reason: string;
  why: string;
  base: number;
  steps: Step[];
  incident?: string;
}

export interface Explanation {
  incident: string;
  threshold: number;
  members: { document: string; id: string }[];
  links: Link[];
  nearest: Link | null;
  nearest_average: number | null;
}

export interface Desk {
  version: string;
  author: string;
  register: string;
  policy: string;
  rules: { code: string; words: string }[];
  fields: string[];
  types: Record<string, { code: string; event: string; definition: string }>;
  vocabularies: Record<string, Record<string, string>>;
}

export interface Points {
  id: string[];
  label: string[];
  type: string[];
  state: string[];
  contested: boolean[];
  main: boolean[];
  lat: (number | null)[];
  lon: (number | null)[];
  date_start: (string | null)[];
  date_end: (string | null)[];
  killed_best: (number | null)[];
}

export interface Job {
  id: string;
  name: string;
  state: "waiting" | "coding" | "done" | "failed";
  coded: number;
  total: number | null;
  documents: string[];
  new: string[];
  changed: string[];
  known: string[];
  reports?: Named[]; // what its documents are called
  issues: { code: string; message: string }[];
  error: string | null;
}

/** A report by its name. */
export interface Named {
  id: string;
  title: string | null;
  publisher: string | null;
  published: string | null;
  opening?: string | null; // how its text begins
}

/** A place of the gazetteer. */
export interface Spot {
  name: string;
  admin1: string | null;
  country: string | null;
  lat: number;
  lon: number;
  geonameid: number | null;
  precision: string | null;
  population: number;
}

export interface Change {
  sequence: number;
  time: string;
  author: string;
  action: string;
  reason: string;
  incident: string;
  label: string;
  kind: string;
  moved: Record<string, [unknown, unknown]>;
  claims_added: string[];
  claims_removed: string[];
  denials: string[];
  documents_added: string[];
}

export interface Difference {
  incident: string;
  seen: number;
  now: number;
  changes: Change[];
}

export interface Decided {
  decision: Decision;
  new: string[];
  changed: string[];
  gone: string[];
  incidents: Sketch[];
}
