// Words on the screen. Nothing here, nor anywhere else, makes markup out of a text.

const HIDDEN: Record<number, string> = {
  0x00ad: "SHY", 0x061c: "ALM", 0x200b: "ZWSP", 0x200e: "LRM", 0x200f: "RLM", 0x202a: "LRE", 0x202b: "RLE", 0x202c: "PDF",
  0x202d: "LRO", 0x202e: "RLO", 0x2060: "WJ", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI", 0xfeff: "BOM",
};
const TURNING = /[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\u061c\u2060\ufeff\u00ad]/g;

/** The name of a character that hides or turns text around; undefined for any other. */
export function hiddenName(point: number): string | undefined {
  return HIDDEN[point];
}

/** A text in which characters that hide, or turn the direction of what follows, stand as their names. */
export function plain(text: string): string {
  return text.replace(TURNING, (c) => `⟨${HIDDEN[c.codePointAt(0)!]}⟩`);
}

const IDS = new Set(["id", "document", "documents", "text", "claims", "claim", "incident", "ids", "new", "changed", "gone", "known", "next"]);

/** Reviver for JSON: every text that is shown, but for ids and the texts of reports, is made plain. */
export function reviver(key: string, value: unknown): unknown {
  return typeof value === "string" && !IDS.has(key) ? plain(value) : value;
}

// Offsets of the API count code points; JavaScript counts UTF-16 units ---------------------------------------

export class Points {
  private readonly units: Uint32Array | null; // code point → UTF-16 unit; null when they are the same
  readonly length: number;

  constructor(readonly text: string) {
    let wide = 0;
    for (let i = 0; i < text.length; i += 1) if (isHigh(text, i)) wide += 1;
    this.length = text.length - wide;
    if (wide === 0) {
      this.units = null;
      return;
    }
    this.units = new Uint32Array(this.length + 1);
    let unit = 0;
    for (let point = 0; point < this.length; point += 1) {
      this.units[point] = unit;
      unit += isHigh(text, unit) ? 2 : 1;
    }
    this.units[this.length] = text.length;
  }

  /** The UTF-16 unit at which a code point begins. */
  unit(point: number): number {
    const inside = Math.max(0, Math.min(point, this.length));
    return this.units ? this.units[inside] : inside;
  }

  /** The words between two code points. */
  slice(start: number, end: number): string {
    return this.text.slice(this.unit(start), this.unit(end));
  }

  /** The code point that begins at a UTF-16 unit. */
  point(unit: number): number {
    if (!this.units) return unit;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.units[middle] < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isHigh(text: string, i: number): boolean {
  const unit = text.charCodeAt(i);
  if (unit < 0xd800 || unit > 0xdbff || i + 1 >= text.length) return false;
  const next = text.charCodeAt(i + 1);
  return next >= 0xdc00 && next <= 0xdfff;
}

/** How many code points a text has. */
export function pointsIn(text: string): number {
  return new Points(text).length;
}

// Phrases -----------------------------------------------------------------------------------------------------

export const words = (name: string | null | undefined): string => String(name ?? "").replaceAll("_", " ");
export const plural = (n: number, one: string, many?: string): string => `${n.toLocaleString("en")} ${n === 1 ? one : (many ?? `${one}s`)}`;

/** A report's title, or how it begins. */
export function titleOf(report: { id: string; title: string | null; opening?: string | null }): string {
  const opening = report.opening?.replace(/\s+/g, " ").trim();
  return report.title ?? (opening ? `${opening.slice(0, 80)}…` : `Untitled (${report.id})`);
}

/** A range of a count in words. */
export function range(low: number | null, best: number | null, high: number | null): string {
  if (low === null && high === null) return "–";
  if (low === high) return String(low);
  if (high === null) return `${low} or more`;
  if (low === null) return `up to ${high}`;
  return `${low}–${high}` + (best !== null && best !== low && best !== high ? ` (best ${best})` : "");
}

/** "2024-01-02/2024-01-04" → "2024-01-02 – 2024-01-04"; any other text as it is. */
export const spanned = (text: string): string => text.replace(/^(\d{4}[\d-]*)\/(\d{4}[\d-]*)$/, "$1 – $2");

export function days(start: string | null, end: string | null): string {
  if (!start) return "date unknown";
  return !end || start === end ? start : `${start} – ${end}`;
}

/** Does the address lead to the web? Any other is shown as words, never as a link. */
export function isWeb(url: string | null | undefined): url is string {
  if (!url) return false;
  try {
    return ["http:", "https:"].includes(new URL(url).protocol) && /^https?:\/\//i.test(url.trim());
  } catch {
    return false;
  }
}

/** ISO time → "24 Nov 2026, 10:52". */
export function when(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  return date.toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
}
