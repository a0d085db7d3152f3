// Several reports in one pasted text, parted by lines of dashes.

const BETWEEN = /^[ \t]*(?:-[ \t]?){3,}[ \t]*$|^[ \t]*(?:=[ \t]?){3,}[ \t]*$|^[ \t]*(?:_[ \t]?){3,}[ \t]*$|^[ \t]*(?:#[ \t]?){3,}[ \t]*$|^[ \t]*(?:\*[ \t]?){3,}[ \t]*$/;
const SHORTEST = 60; // characters; anything shorter between two lines is no report
const HEAD = /^(title|headline|publisher|source|outlet|date|published|url|link|address)[ \t]*:[ \t]*(\S.*)$/i;
const NAMES: Record<string, string> = { headline: "title", source: "publisher", outlet: "publisher", date: "published", link: "url", address: "url" };

/** The reports in a text; one when no line parts it, or when a part is too short to be a report. */
export function partsOf(text: string): string[] {
  if (/^\s*[[{<]/.test(text)) return [text]; // records or a page
  const parts = [""];
  for (const line of text.split(/\r?\n/)) {
    if (BETWEEN.test(line)) parts.push("");
    else parts[parts.length - 1] += `${line}\n`;
  }
  const found = parts.map((part) => part.trim()).filter(Boolean);
  return found.length > 1 && found.every((part) => part.length >= SHORTEST) ? found : [text];
}

/** A report with the lines above it that say what it is ("Publisher: The Daily"); these leave the text. */
export function recordOf(part: string, about: Record<string, string>): Record<string, string> {
  const record: Record<string, string> = {};
  for (const [name, value] of Object.entries(about)) if (value.trim() && name !== "title") record[name] = value.trim();
  const lines = part.split("\n");
  let at = 0;
  for (; at < lines.length; at += 1) {
    const head = HEAD.exec(lines[at].trim());
    if (!head) break;
    const name = NAMES[head[1].toLowerCase()] ?? head[1].toLowerCase();
    if (name === "published" && !/^\d{4}-\d\d(-\d\d)?/.test(head[2])) break; // "Published 5 January 2024" is read in the text
    record[name] = head[2].trim();
  }
  return { ...record, text: lines.slice(at).join("\n").trim() };
}

/** Does a report say on top when it was published, or is it a record or page that has a place for it? */
export const hasDate = (part: string): boolean => /^\s*[[{<]/.test(part) || "published" in recordOf(part, {});

/** Reports as JSON lines. */
export const recordsOf = (parts: string[], about: Record<string, string>): string => parts.map((part) => JSON.stringify(recordOf(part, about))).join("\n");
