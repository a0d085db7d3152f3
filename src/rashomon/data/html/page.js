"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const base = JSON.parse(document.getElementById("base-map").textContent);
  const docs = new Map(data.documents.map((d) => [d.id, d]));
  const incidents = data.incidents.slice().sort((a, b) =>
    (b.main - a.main) || (b.mentions.length - a.mentions.length) ||
    String(b.date.start || "").localeCompare(String(a.date.start || "")) || a.id.localeCompare(b.id));
  const byId = new Map(incidents.map((i) => [i.id, i]));
  const state = { chosen: null, claim: null };

  // Building elements: text only ever becomes text nodes -----------------------------------------------------
  const NS = "http://www.w3.org/2000/svg";
  function fill(node, attributes, children) {
    for (const [k, v] of Object.entries(attributes || {})) {
      if (k.startsWith("on")) node.addEventListener(k.slice(2), v);
      else if (v !== null && v !== undefined && v !== false) node.setAttribute(k, v === true ? "" : v);
    }
    for (const child of [].concat(children === undefined ? [] : children)) {
      if (child !== null && child !== undefined) node.append(child);
    }
    return node;
  }
  const el = (tag, attributes, children) => fill(document.createElement(tag), attributes, children);
  const svg = (tag, attributes, children) => fill(document.createElementNS(NS, tag), attributes, children);
  const words = (s) => String(s).replaceAll("_", " ");
  const typeName = (t) => data.types[t] || words(t);
  const plural = (n, one, many) => `${n} ${n === 1 ? one : many || one + "s"}`;

  // Offsets count code points; JavaScript counts UTF-16 units ---------------------------------------------------
  const points = new Map();
  function slice(doc, start, end) {
    if (!points.has(doc.id)) points.set(doc.id, Array.from(doc.text));
    return points.get(doc.id).slice(start, end).join("");
  }

  function range(t) {
    if (t.low === null && t.high === null) return "not reported";
    if (t.low === t.high) return String(t.low);
    if (t.high === null) return `${t.low} or more`;
    if (t.low === null) return `up to ${t.high}`;
    return `${t.low} to ${t.high}` + (t.best !== null ? ` (best: ${t.best})` : "");
  }
  const when = (i) => !i.date.start ? "date unknown" : i.date.start === i.date.end ? i.date.start : `${i.date.start} to ${i.date.end}`;
  const where = (i) => [i.place.name, i.place.admin1 !== i.place.name ? i.place.admin1 : null, i.place.country].filter(Boolean).join(", ") || "place unknown";
  const disputed = (i) => i.killed.contested || i.injured.contested || i.type_contested || i.board.rows.some((r) => r.disputed);

  // List -----------------------------------------------------------------------------------------------------------
  function haystack(i) {
    return [i.label, i.type, where(i), when(i), ...i.perpetrators, ...i.targets, ...i.claims.map((c) => c.source.name + " " + (c.value || c.original_value))].join(" ").toLowerCase();
  }
  const hay = new Map(incidents.map((i) => [i.id, haystack(i)]));
  function shown() {
    const term = document.getElementById("find").value.trim().toLowerCase();
    const main = document.getElementById("only-main").checked, contested = document.getElementById("only-contested").checked;
    return incidents.filter((i) => (!main || i.main) && (!contested || disputed(i)) && (!term || hay.get(i.id).includes(term)));
  }
  function drawList() {
    const list = document.getElementById("list");
    list.replaceChildren(...shown().map((i) => el("li", {}, el("button", { type: "button", "aria-current": i.id === state.chosen ? "true" : null, onclick: () => choose(i.id) }, [
      el("span", { class: "what" }, typeName(i.type) + (i.place.name ? `, ${i.place.name}` : "")),
      el("span", { class: "when" }, `${when(i)} · killed: ${range(i.killed)}`), el("br"),
      disputed(i) ? el("span", { class: "badge dispute" }, "disputed") : null,
      i.main ? null : el("span", { class: "badge plain" }, "background"),
      i.realis !== "occurred" ? el("span", { class: "badge plain" }, words(i.realis)) : null,
      i.aggregate ? el("span", { class: "badge plain" }, "many summed") : null,
    ]))));
    if (!list.children.length) list.append(el("li", { class: "none" }, "Nothing matches."));
  }

  // Map ------------------------------------------------------------------------------------------------------------
  const arcs = base.arcs.map((flat) => {
    const out = []; let x = 0, y = 0;
    for (let n = 0; n < flat.length; n += 2) { x += flat[n]; y += flat[n + 1]; out.push([x * base.unit, -y * base.unit]); }
    return out;
  });
  const path = base.countries.map((c) => c.rings.map((ring) => {
    const pts = ring.flatMap((n, k) => { const a = n < 0 ? arcs[~n].slice().reverse() : arcs[n]; return k ? a.slice(1) : a; });
    return "M" + pts.map((p) => p[0].toFixed(2) + " " + p[1].toFixed(2)).join("L") + "Z";
  }).join("")).join("");
  const located = incidents.filter((i) => i.place.lat !== null && i.place.lat !== undefined);
  let view = null;
  function fit(some) {
    const xs = some.map((i) => i.place.lon), ys = some.map((i) => -i.place.lat);
    if (!xs.length) return { x: -170, y: -80, w: 340, h: 140 };
    const pad = 4, cx = (Math.min(...xs) + Math.max(...xs)) / 2, cy = (Math.min(...ys) + Math.max(...ys)) / 2;
    const w = Math.max(Math.max(...xs) - Math.min(...xs) + 2 * pad, (Math.max(...ys) - Math.min(...ys) + 2 * pad) * 2.4, 14);
    return { x: cx - w / 2, y: cy - w / 4.8, w, h: w / 2.4 };
  }
  function drawMap() {
    const box = document.getElementById("map");
    if (!view) view = fit(located);
    const r = view.w / 150;
    const picture = svg("svg", { viewBox: `${view.x} ${view.y} ${view.w} ${view.h}`, preserveAspectRatio: "xMidYMid slice", role: "img", "aria-label": plural(located.length, "located incident") + " on a map" }, [
      svg("path", { class: "land", d: path, "fill-rule": "evenodd" }),
    ]);
    const visible = new Set(shown().map((i) => i.id));
    for (const i of located) {
      if (!visible.has(i.id)) continue;
      const chosen = i.id === state.chosen;
      if (chosen && i.place.radius_km) picture.append(svg("ellipse", { class: "radius", cx: i.place.lon, cy: -i.place.lat, ry: i.place.radius_km / 111, rx: i.place.radius_km / 111 / Math.max(0.2, Math.cos(i.place.lat * Math.PI / 180)) }));
      picture.append(svg("circle", { class: "dot" + (chosen ? " chosen" : ""), cx: i.place.lon, cy: -i.place.lat, r: chosen ? r * 1.5 : r, onclick: () => choose(i.id) }, svg("title", {}, `${i.label}`)));
    }
    const zoom = (f) => { view = { x: view.x + view.w * (1 - f) / 2, y: view.y + view.h * (1 - f) / 2, w: view.w * f, h: view.h * f }; drawMap(); };
    let from = null;
    picture.addEventListener("pointerdown", (e) => { from = [e.clientX, e.clientY, view.x, view.y]; });
    picture.addEventListener("pointermove", (e) => {
      if (!from) return;
      const k = view.w / picture.clientWidth;
      view.x = from[2] - (e.clientX - from[0]) * k; view.y = from[3] - (e.clientY - from[1]) * k;
      picture.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
    });
    for (const end of ["pointerup", "pointerleave"]) picture.addEventListener(end, () => { from = null; });
    box.replaceChildren(picture, el("div", { class: "map-tools" }, [
      el("button", { type: "button", onclick: () => zoom(0.6) , "aria-label": "Zoom in" }, "+"),
      el("button", { type: "button", onclick: () => zoom(1 / 0.6), "aria-label": "Zoom out" }, "−"),
      el("button", { type: "button", onclick: () => { view = fit(located); drawMap(); } }, "All"),
      el("span", {}, `${located.length} of ${plural(incidents.length, "incident")} have a place`),
    ]));
  }

  // Timeline: when it happened (bars) apart from when it was reported (ticks) ------------------------------------------
  const day = (s) => Date.parse(s + "T00:00:00Z") / 864e5;
  function drawTimeline() {
    const box = document.getElementById("timeline"), W = 1000, H = 92;
    const dated = shown().filter((i) => i.date.start);
    const reported = data.documents.map((d) => (d.published || "").slice(0, 10)).filter((p) => p.length === 10).map(day);
    const recent = dated.filter((i) => i.main).map((i) => day(i.date.start));
    const all = (recent.length ? recent : dated.map((i) => day(i.date.start))).concat(reported);
    if (!all.length) { box.replaceChildren(el("p", { class: "none" }, "No dates.")); return; }
    const lo = Math.min(...all) - 2, hi = Math.max(...all) + 2, x = (d) => 20 + (Math.max(lo, Math.min(hi, d)) - lo) / (hi - lo) * (W - 40);
    const picture = svg("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": "Timeline of incidents and reports" }, svg("line", { class: "axis", x1: 20, x2: W - 20, y1: 58, y2: 58 }));
    const stack = new Map();
    for (const i of dated.slice().sort((a, b) => a.date.start.localeCompare(b.date.start) || a.id.localeCompare(b.id))) {
      const s = day(i.date.start), e = day(i.date.end);
      if (e < lo || s > hi) continue;
      const left = x(s), width = Math.max(7, x(e + 0.9) - left), slot = Math.round(left / 8);
      const n = stack.get(slot) || 0; stack.set(slot, n + 1);
      picture.append(svg("rect", { class: "event-bar" + (i.id === state.chosen ? " chosen" : ""), x: left, y: 48 - (n % 6) * 9, width: Math.min(width, 60), height: 7, rx: 2, onclick: () => choose(i.id) }, svg("title", {}, `${i.label}`)));
    }
    for (const d of reported) picture.append(svg("line", { class: "report-tick", x1: x(d), x2: x(d), y1: 60, y2: 70 }));
    for (let n = 0; n <= 5; n += 1) {
      const d = lo + (hi - lo) * n / 5;
      picture.append(svg("text", { class: "tick", x: x(d), y: 86, "text-anchor": n === 0 ? "start" : n === 5 ? "end" : "middle" }, new Date(Math.round(d) * 864e5).toISOString().slice(0, 10)));
    }
    const earlier = dated.filter((i) => day(i.date.end) < lo).length;
    box.replaceChildren(picture, el("p", { class: "none" }, `Bars: when it happened. Ticks below the line: when it was reported.` + (earlier ? ` ${plural(earlier, "recalled incident")} lie earlier.` : "")));
  }

  // One incident -----------------------------------------------------------------------------------------------------
  const claimsOf = (i) => new Map(i.claims.map((c) => [c.id, c]));
  function drawIncident() {
    const box = document.getElementById("incident"), i = byId.get(state.chosen);
    if (!i) { box.replaceChildren(el("p", { class: "hint" }, "Choose an incident.")); return; }
    const reports = new Set(i.mentions.map((m) => m.document));
    const facts = [
      ["When", `${when(i)} (precision: ${i.date.precision})`],
      ["Where", where(i) + (i.place.precision ? ` (precision: ${i.place.precision})` : "")],
      ["What", typeName(i.type) + (i.type_contested ? ", disputed" : "") + (i.realis !== "occurred" ? ` — ${words(i.realis)}` : "") + (i.aggregate ? " — many happenings summed" : "")],
      ["Killed", el("span", {}, [range(i.killed) + " ", i.killed.contested ? el("span", { class: "badge dispute" }, "sources differ") : null])],
      ["Injured", el("span", {}, [range(i.injured) + " ", i.injured.contested ? el("span", { class: "badge dispute" }, "sources differ") : null])],
      ["Weapons", i.weapons.join(", ") || "not reported"],
      ["Targets", i.targets.join(", ") || "not reported"],
      ["Responsibility", i.responsibility.length ? el("ul", { class: "ledger" }, i.responsibility.map((r) => el("li", {}, `${r.actor}: ${ledgerWords(r)}`))) : "nobody named"],
      ["Sources", `${plural(i.independent_sources, "independent source")} in ${plural(reports.size, "report")}; headline figures by policy “${i.policy}”`],
    ];
    box.replaceChildren(
      el("h2", {}, i.label),
      el("p", {}, [disputed(i) ? el("span", { class: "badge dispute" }, "accounts differ") : el("span", { class: "badge agree" }, "accounts agree"), i.main ? null : el("span", { class: "badge plain" }, "background")]),
      el("dl", { class: "facts" }, facts.flatMap(([k, v]) => [el("dt", {}, k), el("dd", {}, v)])),
      el("h3", {}, "Accounts side by side"), drawBoard(i), ...drawTolls(i), ...drawStatements(i), drawMentions(i));
  }
  function ledgerWords(r) {
    return { claims: `claimed by ${r.source}`, accuses: `accused by ${r.source}`, denies: `denied by ${r.source}`, doubts: `doubted by ${r.source}`, asserts: `named by ${r.source}` }[r.stance] || r.stance;
  }
  function drawBoard(i) {
    if (!i.board.rows.length) return el("p", { class: "none" }, "No claims.");
    const claims = claimsOf(i);
    const head = el("thead", {}, el("tr", {}, [el("th", { scope: "col" }, "Role"), ...i.board.columns.map((c) => el("th", { scope: "col" }, [c.name, el("small", {}, words(c.kind) + ", " + plural(c.documents.length, "report"))]))]));
    const rows = i.board.rows.map((r) => el("tr", { class: r.disputed ? "disputed" : null }, [
      el("th", { scope: "row" }, [words(r.role), r.of ? el("small", {}, r.of) : null, r.disputed ? el("small", {}, "disputed") : null]),
      ...i.board.columns.map((c) => el("td", {}, r.cells.filter((cell) => cell.column === c.key).map((cell) => el("button", { type: "button", class: "cell stance-" + cell.stance, "aria-pressed": cell.claims.includes(state.claim) ? "true" : "false", onclick: () => openClaim(i, claims.get(cell.claims[0])) }, [
        cell.text, cell.stance !== "asserts" || cell.hedged || cell.claims.length > 1 ? el("small", {}, [cell.stance !== "asserts" ? cell.stance : null, cell.hedged ? "hedged" : null, cell.claims.length > 1 ? `${cell.claims.length} times` : null].filter(Boolean).join(", ")) : null])))),
    ]));
    return el("div", { class: "scroll" }, el("table", { class: "board" }, [head, el("tbody", {}, rows)]));
  }
  function drawTolls(i) {
    const known = i.tolls.filter((t) => t.as_of && t.best !== null);
    if (known.length < 2) return [];
    const W = 900, H = 170, days = known.map((t) => day(t.as_of.slice(0, 10))), lo = Math.min(...days), hi = Math.max(...days, lo + 1);
    const top = Math.max(...known.map((t) => Math.max(t.best, t.high || 0))) || 1;
    const x = (d) => 50 + (d - lo) / (hi - lo) * (W - 200), y = (n) => 140 - n / top * 120;
    const claims = claimsOf(i);
    const picture = svg("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": "Tolls by report date" }, [
      svg("line", { class: "axis", x1: 45, x2: W - 140, y1: 140, y2: 140 }),
      svg("text", { x: 40, y: 144, "text-anchor": "end" }, "0"), svg("text", { x: 40, y: 24, "text-anchor": "end" }, String(top)),
      svg("text", { x: 50, y: 160 }, known[0].as_of.slice(0, 10)), svg("text", { x: W - 150, y: 160, "text-anchor": "end" }, known[known.length - 1].as_of.slice(0, 10)),
      svg("circle", { class: "killed", cx: W - 120, cy: 30, r: 5 }), svg("text", { x: W - 108, y: 34 }, "killed"),
      svg("circle", { class: "injured", cx: W - 120, cy: 50, r: 5 }), svg("text", { x: W - 108, y: 54 }, "injured"),
    ]);
    const used = new Map();
    for (const t of known) {
      const key = `${t.as_of.slice(0, 10)} ${t.role}`, n = used.get(key) || 0; used.set(key, n + 1);
      const cx = x(day(t.as_of.slice(0, 10))) + n * 7;
      if (t.low !== t.high) picture.append(svg("line", { class: t.role, x1: cx, x2: cx, y1: y(t.low === null ? 0 : t.low), y2: y(t.high === null ? Math.min(top, t.best * 1.15) : t.high) }));
      picture.append(svg("circle", { class: t.role, cx, cy: y(t.best), r: 4.5, tabindex: 0, onclick: () => openClaim(i, claims.get(t.claim)) }, svg("title", {}, `${t.as_of.slice(0, 10)}: ${t.best} ${t.role}, ${t.source}`)));
    }
    return [el("h3", {}, "How the toll moved"), el("div", { class: "tolls" }, picture)];
  }
  function drawStatements(i) {
    const about = data.statements.filter((s) => s.about === i.id);
    if (!about.length) return [];
    return [el("h3", {}, "Statements"), el("ul", { class: "statements" }, about.map((s) => el("li", {}, [
      `${s.speaker}: ${words(s.act)}` + (s.addressee ? ` → ${s.addressee}. ` : ". "),
      el("button", { type: "button", class: "cell", onclick: () => openReport(s.document, s.evidence, []) }, `“${s.evidence.quote}”`)])))];
  }
  function drawMentions(i) {
    const rows = [];
    for (const id of new Set(i.mentions.map((m) => m.document))) {
      const d = docs.get(id), own = i.mentions.filter((m) => m.document === id);
      rows.push(el("li", {}, [`${d.publisher || "unknown publisher"}, ${d.published || "no date"}${d.copy_of ? ` — syndicated copy, not counted as independent` : ""}: `,
        el("button", { type: "button", class: "cell", onclick: () => openReport(id, own[0], own) }, d.title || `“${own[0].quote}”`)]));
    }
    return el("section", {}, [el("h3", {}, "Reports"), el("ul", {}, rows)]);
  }

  // One report ---------------------------------------------------------------------------------------------------------
  function openClaim(i, claim) {
    state.claim = claim.id;
    drawIncident();
    openReport(claim.document, claim.evidence, i.claims.filter((c) => c.document === claim.document).map((c) => c.evidence), claim);
  }
  function openReport(id, main, others, claim) {
    const d = docs.get(id), box = document.getElementById("report");
    const cuts = new Set([0, Array.from(d.text).length, main.start, main.end]);
    for (const o of others || []) { cuts.add(o.start); cuts.add(o.end); }
    const edges = [...cuts].sort((a, b) => a - b), parts = [];
    let target = null;
    for (let n = 0; n + 1 < edges.length; n += 1) {
      const text = slice(d, edges[n], edges[n + 1]);
      const inMain = edges[n] >= main.start && edges[n + 1] <= main.end;
      const inOther = (others || []).some((o) => edges[n] >= o.start && edges[n + 1] <= o.end);
      if (inMain) { const m = el("mark", {}, text); target = target || m; parts.push(m); }
      else if (inOther) parts.push(el("mark", { class: "faint" }, text));
      else parts.push(text);
    }
    const rtl = /[\u0590-\u08ff]/.test(d.text.slice(0, 200));
    box.replaceChildren(...[
      el("h2", {}, d.title || "Untitled report"),
      el("p", { class: "meta" }, [d.publisher, d.published, d.copy_of ? "syndicated copy" : null].filter(Boolean).join(" · ")),
      claim ? el("p", {}, `${words(claim.role)} according to ${claim.source.kind === "outlet" ? (d.publisher || "the report") : claim.source.name}${claim.source.relayed_by ? `, relayed by ${claim.source.relayed_by}` : ""}: ${claim.value || claim.original_value} (${claim.stance}${claim.hedged ? ", hedged" : ""})`) : null,
      el("div", { class: "text", dir: rtl ? "rtl" : "auto" }, parts)].filter(Boolean));
    box.focus({ preventScroll: true });
    if (target) target.scrollIntoView({ block: "center" });
  }

  function choose(id) {
    state.chosen = id; state.claim = null;
    const i = byId.get(id);
    if (i && i.place.lat !== null) {
      const inside = i.place.lon > view.x && i.place.lon < view.x + view.w && -i.place.lat > view.y && -i.place.lat < view.y + view.h;
      if (!inside) view = fit([i]);
    }
    history.replaceState(null, "", "#" + id);
    draw();
  }
  function draw() { drawList(); drawMap(); drawTimeline(); drawIncident(); }
  for (const id of ["find", "only-main", "only-contested"]) document.getElementById(id).addEventListener("input", () => { drawList(); drawMap(); drawTimeline(); });
  const contested = incidents.filter(disputed).length;
  document.getElementById("summary").textContent = [plural(data.documents.length, "report"), plural(incidents.length, "incident"), plural(incidents.reduce((n, i) => n + i.claims.length, 0), "claim"), `${contested} with accounts that differ`].join(" · ");
  const wanted = location.hash.slice(1);
  state.chosen = byId.has(wanted) ? wanted : incidents.length ? incidents[0].id : null;
  if (!wanted) state.chosen = incidents.length ? incidents[0].id : null;
  draw();
})();
