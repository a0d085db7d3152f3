// What needs no browser: offsets, pieces of a text, clusters, and land beyond the antimeridian.
import { describe, expect, it } from "vitest";
import { whole, type Line } from "./basemap";
import { clusters } from "./cluster";
import { paragraphs } from "./marks";
import { partsOf, recordOf } from "./pasted";
import { isWeb, plain, Points, range, spanned } from "./text";

describe("code points", () => {
  const points = new Points("a🚀b👩‍👩‍👧c");
  it("count characters, not UTF-16 units", () => {
    expect(points.length).toBe(9);
    expect(points.slice(1, 2)).toBe("🚀");
    expect(points.slice(2, 3)).toBe("b");
    expect(points.point(points.unit(8))).toBe(8);
  });
  it("leave a half character alone", () => expect(new Points("\ud800x").length).toBe(2));
});

describe("pieces of a text", () => {
  it("do not overlap and leave nothing out", () => {
    const text = "🚀 one two\n\nthree";
    const points = new Points(text);
    const mark = (start: number, end: number) => ({ start, end, layer: "claims", title: "" });
    const found = paragraphs(points, [mark(2, 9), mark(6, 14)], []);
    expect(found.map((p) => p.pieces.map((piece) => points.slice(piece.start, piece.end)).join(""))).toEqual(text.split("\n"));
    expect(found[0].pieces.map((piece) => piece.marks.length)).toEqual([0, 1, 2]);
  });
});

describe("clusters", () => {
  it("hold every point once, and do not cover each other", () => {
    const [xs, ys] = [Float64Array.from([10, 12, 60, 500]), Float64Array.from([10, 12, 10, 300])];
    const found = clusters(xs, ys, new Uint8Array([1, 1, 1, 1]), 800, 600);
    expect(found.flatMap((c) => c.points).sort()).toEqual([0, 1, 2, 3]);
    const hidden = clusters(xs, ys, new Uint8Array([0, 1, 0, 1]), 800, 600);
    expect(hidden.flatMap((c) => c.points).sort()).toEqual([1, 3]);
  });
});

describe("land beyond the antimeridian", () => {
  const ring: Line = [[170, 0], [179, 5], [-175, 5], [-175, -5], [179, -5], [170, 0]];
  it("goes on instead of crossing the map", () => {
    const found = whole(ring);
    expect(found).toHaveLength(2);
    for (const line of found) for (let n = 1; n < line.length; n += 1) expect(Math.abs(line[n][0] - line[n - 1][0])).toBeLessThan(20);
    expect(Math.max(...found[0].map(([x]) => x))).toBe(185);
    expect(Math.min(...found[1].map(([x]) => x))).toBe(-190);
  });
  it("leaves other land as it is", () => expect(whole([[0, 0], [9, 0], [9, 9]])).toEqual([[[0, 0], [9, 0], [9, 9]]]));
});

describe("words", () => {
  it("show what hides", () => expect(plain("a\u202eb")).toBe("a⟨RLO⟩b"));
  it("link to the web only", () => expect(["https://a.b/c", "javascript:1", "//x", "data:,", null].map(isWeb)).toEqual([true, false, false, false, false]));
  it("tell ranges and spans", () => expect([range(2, 4, 9), range(4, 4, null), range(null, null, null), spanned("2024-01-02/2024-01-04"), spanned("and/or")]).toEqual(["2–9 (best 4)", "4 or more", "–", "2024-01-02 – 2024-01-04", "and/or"]));
});

describe("a pasted text", () => {
  const one = "A bomb killed four people in Kabul on Thursday, the police said in a statement.";
  it("is several reports when lines of dashes part it", () => {
    expect(partsOf(`${one}\n-----\n${one}\n* * *\n${one}\n`)).toEqual([one, one, one]);
    expect(partsOf(one)).toEqual([one]);
    expect(partsOf(`${one}\n---\nEnds.`)).toHaveLength(1); // too short to be a report
    expect(partsOf(`{"text": "a"}\n-----\n${one}`)).toHaveLength(1);
  });
  it("gives up the lines that say what it is", () => {
    const about = { publisher: "The Daily", published: "", title: "x", url: "" };
    expect(recordOf(`Title: Blast\nDate: 2024-01-05\n\n${one}`, about)).toEqual({ title: "Blast", published: "2024-01-05", publisher: "The Daily", text: one });
    expect(recordOf(`Date: 5 January 2024\n${one}`, about).text).toContain("5 January");
  });
});
