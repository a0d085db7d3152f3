// The desk itself: the list on the left, the incident in the middle, the report on the right.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { get, path } from "./api";
import { readingOrder } from "./Board";
import { IncidentView } from "./IncidentView";
import { useKeys } from "./keys";
import { Badge, Failure, Key, SketchLine, State, typeName, Waiting } from "./parts";
import { ReportView } from "./ReportView";
import { filtersOf, keepFilters, navigate, usePlace, withQuery } from "./router";
import { client, decide, incidentKey, openDialog, prefetchIncident, redo, reviewed, undo, useDesk, useIncident } from "./state";
import { plural, words } from "./text";
import type { IncidentPage, Sketch } from "./types";

interface ListPage {
  results: Sketch[];
  next: string | null;
  total: number;
}

export function Review() {
  const { id, query } = usePlace();
  const filters = filtersOf(query);
  const list = useInfiniteQuery({
    queryKey: ["list", keepFilters(query)],
    queryFn: ({ pageParam }) => get<ListPage>("/incidents", { limit: 50, ...filters, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: Infinity, // the list stays as it is while a person works through it
  });
  const sketches = useMemo(() => list.data?.pages.flatMap((page) => page.results) ?? [], [list.data]);
  const page = useIncident(id);
  const at = sketches.findIndex((s) => s.id === id);

  useEffect(() => {
    if (id === null && sketches.length) navigate(path("incidents", sketches[0].id) + location.search, { replace: true });
  }, [id, sketches]);
  useEffect(() => {
    if (id && page.data && page.data.incident.id !== id) {
      client.setQueryData(incidentKey(page.data.incident.id), page.data); // a mention's id, or a former one
      navigate(path("incidents", page.data.incident.id) + location.search, { replace: true });
    }
  }, [id, page.data]);
  useEffect(() => {
    if (at >= 0 && sketches[at + 1]) prefetchIncident(sketches[at + 1].id);
    if (at >= sketches.length - 5 && list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  }, [at, sketches, list]);

  const step = (by: number) => {
    const next = sketches[at + by];
    if (next) navigate(path("incidents", next.id) + keepFilters(query));
  };
  const onward = () => {
    const next = sketches.slice(at + 1).find((s) => s.state === "coded" || s.rule === "new_accounts") ?? sketches[at + 1];
    if (next) navigate(path("incidents", next.id) + keepFilters(query));
  };
  const accept = async () => {
    const now = page.data;
    if (!now || now.incident.id !== id) return;
    const wish = { kind: "accept", ids: [id], versions: { [id]: now.sketch.version }, said: `Accepted ${now.incident.label}` };
    if (await decide(wish)) onward();
  };
  useEffect(() => {
    const listen = (event: Event) => {
      const { kind } = (event as CustomEvent<{ kind: string }>).detail;
      if (kind === "reject") onward();
    };
    window.addEventListener("decided", listen);
    return () => window.removeEventListener("decided", listen);
  });
  const open = (name: "reject" | "merge" | "split" | "edit" | "comment" | "assign") => () => {
    if (page.data && page.data.incident.id === id) openDialog({ name, page: page.data });
  };
  useKeys({
    next: () => step(1),
    previous: () => step(-1),
    accept: () => void accept(),
    reject: open("reject"),
    merge: open("merge"),
    split: open("split"),
    edit: open("edit"),
    comment: open("comment"),
    assign: open("assign"),
    undo: () => void undo(),
    redo: () => void redo(),
    find: () => document.getElementById("find")?.focus(),
  });

  const rules = new Map(sketches.map((s) => [s.id, s.rule]));
  const shown: IncidentPage | undefined = page.data && { ...page.data, sketch: { ...page.data.sketch, rule: rules.get(page.data.incident.id) } };
  const report = query.get("report");
  return (
    <div className={`desk ${report ? "with-report" : ""}`}>
      <aside className="side" aria-label="Incidents">
        <Finder total={list.data?.pages[0]?.total} />
        {list.error && <Failure error={list.error} />}
        {list.isPending && <Waiting what="Laying out the queue" />}
        <List sketches={sketches} chosen={id} onEnd={list.hasNextPage ? () => void list.fetchNextPage() : undefined} />
      </aside>
      <main className="centre" id="main">
        {page.error ? (
          <>
            <h1>This incident cannot be opened</h1>
            <Failure error={page.error} />
          </>
        ) : null}
        {!page.error && !shown && id && <Waiting what="Opening the incident" />}
        {shown && <Chosen key={shown.incident.id} page={shown} onAccept={() => void accept()} />}
        {id === null && list.data && sketches.length === 0 && <Empty />}
      </main>
      {report && shown && <Side page={shown} report={report} />}
    </div>
  );
}

/** The chosen incident, with what is open of it kept in the address. */
function Chosen({ page, onAccept }: { page: IncidentPage; onAccept: () => void }) {
  const { query } = usePlace();
  const claim = query.get("claim");
  const order = useMemo(() => readingOrder(page), [page]);
  const set = (changes: Record<string, string | boolean | null>) => navigate(path("incidents", page.incident.id) + withQuery(query, changes), { replace: true });
  const choose = (id: string) => {
    const document = page.incident.claims.find((c) => c.id === id)?.document;
    if (document) set({ claim: id, report: document, at: null });
  };
  const walk = (by: number) => {
    if (!order.length) return;
    const now = claim ? order.indexOf(claim) : -1;
    choose(order[now < 0 ? (by > 0 ? 0 : order.length - 1) : (now + by + order.length) % order.length]);
  };
  useKeys({
    evidence: () => walk(1),
    evidenceBack: () => walk(-1),
    agreement: () => set({ all: !query.get("all") }),
    why: () => set({ why: !query.get("why") }),
    full: () => {
      const report = query.get("report") ?? page.documents[0]?.id;
      if (report) navigate(path("reports", report) + withQuery(new URLSearchParams(), { claim, incident: page.incident.id }));
    },
    add: () => set({ report: query.get("report") ?? page.documents[0]?.id ?? null, adding: true }),
  });
  return (
    <IncidentView
      page={page}
      chosen={claim}
      unfolded={query.get("all") !== null}
      why={query.get("why") !== null}
      onChoose={choose}
      onUnfold={() => set({ all: !query.get("all") })}
      onWhy={() => set({ why: !query.get("why") })}
      onReport={(document, start, end) => set({ report: document, claim: null, at: `${start}-${end}` })}
      onAccept={onAccept}
    />
  );
}

function Side({ page, report }: { page: IncidentPage; report: string }) {
  const { query } = usePlace();
  const set = (changes: Record<string, string | null>) => navigate(path("incidents", page.incident.id) + withQuery(query, changes), { replace: true });
  const at = query.get("at")?.split("-").map(Number);
  const close = () => set({ report: null, claim: null, at: null, adding: null });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
      if (event.target instanceof HTMLElement && event.target.closest("form")) event.target.blur(); // what is typed stays
      else close();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  });
  return (
    <aside className="report" aria-label="Report panel">
      <ReportView
        id={report}
        claim={query.get("claim")}
        at={at?.length === 2 ? [at[0], at[1]] : null}
        incident={page.incident.id}
        onClaim={(claim) => set({ claim, at: null })}
        onClose={close}
      />
    </aside>
  );
}

// The list ----------------------------------------------------------------------------------------------------

function List({ sketches, chosen, onEnd }: { sketches: Sketch[]; chosen: string | null; onEnd?: () => void }) {
  const { data: desk } = useDesk();
  const { query } = usePlace();
  const current = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    current.current?.scrollIntoView({ block: "nearest" }); // answers with a promise, which is no clean-up
  }, [chosen]);
  return (
    <>
      <ol className="list">
        {sketches.map((s) => (
          <li key={s.id}>
            <a
              ref={s.id === chosen ? current : undefined}
              href={path("incidents", s.id) + keepFilters(query)}
              aria-current={s.id === chosen ? "true" : undefined}
              className={s.state}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                navigate(path("incidents", s.id) + keepFilters(query));
              }}
            >
              <State state={s.state} />
              <span className="line">
                <SketchLine sketch={s} desk={desk} />
                <span className="badges">
                  {s.rule === "new_accounts" && <Badge kind="alert">new accounts</Badge>}
                  {s.contested && <Badge kind="dispute">disputed</Badge>}
                  {s.rule === "low_score" && <Badge kind="alert">unsure</Badge>}
                  {!s.main && <Badge kind="plain">in passing</Badge>}
                  {s.realis !== "occurred" && <Badge kind="plain">{words(s.realis)}</Badge>}
                  {s.assigned && <Badge kind="plain">for {s.assigned}</Badge>}
                  <small>{plural(s.reports, "report")}</small>
                </span>
              </span>
            </a>
          </li>
        ))}
      </ol>
      {onEnd && (
        <button type="button" className="button quiet" onClick={onEnd}>
          Show more
        </button>
      )}
    </>
  );
}

const FACETS: [string, string][] = [
  ["state", "State"],
  ["type", "Type"],
  ["country", "Country"],
  ["publisher", "Publisher"],
  ["source_kind", "Kind of source"],
  ["weapon", "Weapon"],
  ["assigned", "Assigned to"],
];

function Finder({ total }: { total?: number }) {
  const { query } = usePlace();
  const { data: desk } = useDesk();
  const done = reviewed.use();
  const [words_, setWords] = useState(query.get("words") ?? "");
  const [open, setOpen] = useState(false);
  const set = (changes: Record<string, string | boolean | null>) => navigate(`/incidents${withQuery(new URLSearchParams(filtersOf(query)), changes)}`);
  const given = Object.entries(filtersOf(query)).filter(([name]) => !["order", "words"].includes(name));
  const order = query.get("order") ?? "queue";
  return (
    <div className="finder">
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          set({ words: words_.trim() });
        }}
      >
        <label>
          <span className="unseen">Find in the list</span>
          <input id="find" type="search" value={words_} onChange={(e) => setWords(e.target.value)} placeholder="place, actor, source, word" />
        </label>
        <Key of="find" />
      </form>
      <div className="row">
        <label className="order">
          <span className="unseen">Order</span>
          <select value={order} onChange={(e) => set({ order: e.target.value === "queue" ? null : e.target.value })}>
            <option value="queue">To review</option>
            <option value="date">All, latest first</option>
            <option value="changed">All, last changed</option>
          </select>
        </label>
        <button type="button" className="button plain" aria-expanded={open} onClick={() => setOpen(!open)}>
          Filter{given.length ? ` (${given.length})` : ""}
        </button>
      </div>
      {open && (
        <div className="filters">
          {FACETS.map(([field, label]) => (
            <Facet key={field} field={field} label={label} onChange={(value) => set({ [field]: value })} />
          ))}
          <label className="check">
            <input type="checkbox" checked={query.get("contested") === "true"} onChange={(e) => set({ contested: e.target.checked || null })} /> disputed only
          </label>
          <label className="check">
            <input type="checkbox" checked={query.get("main") === "true"} onChange={(e) => set({ main: e.target.checked || null })} /> what reports are about only
          </label>
        </div>
      )}
      {given.length > 0 && (
        <p className="given">
          {given.map(([name, value]) => (
            <button key={name} type="button" className="badge plain" onClick={() => set({ [name]: null })} aria-label={`Take out the filter ${words(name)}: ${value}`}>
              {words(name)}: {name === "type" ? typeName(desk, value) : words(value)} ✕
            </button>
          ))}
        </p>
      )}
      <p className="hint" role="status">
        {total === undefined ? "" : plural(total, "incident")}
        {order === "queue" && total !== undefined && " waiting"}
        {done > 0 && ` · ${done} decided by you`}
      </p>
    </div>
  );
}

function Facet({ field, label, onChange }: { field: string; label: string; onChange: (value: string | null) => void }) {
  const { query } = usePlace();
  const { data: desk } = useDesk();
  const { order: _, [field]: now, ...others } = filtersOf(query);
  const { data } = useQuery({
    queryKey: ["counts", field, JSON.stringify(others)],
    queryFn: () => get<{ counts: [string, number][] }>("/counts", { field, limit: 200, ...others, ...(field === "state" ? { state: "any" } : {}) }),
  });
  if (!data?.counts.length && !now) return null;
  return (
    <label>
      {label}
      <select value={now ?? ""} onChange={(event) => onChange(event.target.value || null)}>
        <option value="">any</option>
        {now && !data?.counts.some(([value]) => value === now) && <option value={now}>{now}</option>}
        {data?.counts.map(([value, n]) => (
          <option key={value} value={value}>
            {field === "type" ? typeName(desk, value) : words(value)} ({n})
          </option>
        ))}
      </select>
    </label>
  );
}

function Empty() {
  const { query } = usePlace();
  const some = Object.keys(filtersOf(query)).length > 0;
  return (
    <div className="empty">
      <h1>{some ? "Nothing matches" : "Nothing waits for review"}</h1>
      <p>
        {some ? "Take a filter out, or " : "Every incident was reviewed, or the register is empty. "}
        <a href="/add">Add reports</a> to find more.
      </p>
    </div>
  );
}
