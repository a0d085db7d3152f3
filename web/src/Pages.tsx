// The other pages: reports, one report, adding reports, decisions.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { get, path, post } from "./api";
import { DecisionLine } from "./IncidentView";
import { useKeys } from "./keys";
import { Button, Failure, Go, SketchLine, State, Waiting } from "./parts";
import { hasDate, partsOf, recordsOf } from "./pasted";
import { ReportView } from "./ReportView";
import { navigate, usePlace, withQuery } from "./router";
import { client, redo, say, undo, useDesk } from "./state";
import { plural, titleOf, when, words } from "./text";
import type { Change, Decision, IncidentPage, Job, Meta, Sketch } from "./types";

export function ReportPage() {
  const { id, query } = usePlace();
  const at = query.get("at")?.split("-").map(Number);
  useKeys({ undo: () => void undo(), redo: () => void redo() });
  if (!id) return null;
  return (
    <main className="report-page" id="main">
      <ReportView
        whole
        id={id}
        claim={query.get("claim")}
        at={at?.length === 2 ? [at[0], at[1]] : null}
        incident={query.get("incident")}
        onClaim={(claim) => navigate(path("reports", id) + withQuery(query, { claim, at: null }), { replace: true })}
      />
    </main>
  );
}

export function Reports() {
  const { query } = usePlace();
  const [text, setText] = useState(query.get("words") ?? "");
  const wanted = query.get("words") ?? "";
  const { data, error } = useQuery({ queryKey: ["documents", wanted], queryFn: () => get<{ results: Meta[] }>("/documents", { words: wanted, limit: 200 }) });
  useKeys({ find: () => document.getElementById("find")?.focus() });
  return (
    <main className="plain-page" id="main">
      <h1>Reports</h1>
      <form
        role="search"
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          navigate(`/reports${withQuery(query, { words: text.trim() })}`);
        }}
      >
        <label>
          <span className="unseen">Find reports</span>
          <input id="find" type="search" value={text} onChange={(e) => setText(e.target.value)} placeholder='words, "a phrase", -without' />
        </label>
        <Button submit onClick={() => {}}>
          Find
        </Button>
        <Go to="/add">Add reports</Go>
      </form>
      {error && <Failure error={error} />}
      {!data && !error && <Waiting what="Looking" />}
      {data && (
        <div className="scroll" tabIndex={0} role="region" aria-label="Reports">
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">Published</th>
                <th scope="col">Publisher</th>
                <th scope="col">Title</th>
                <th scope="col">Language</th>
                <th scope="col" className="number">
                  Characters
                </th>
              </tr>
            </thead>
            <tbody>
              {data.results.map((d) => (
                <tr key={d.id}>
                  <td>{d.published?.slice(0, 10) ?? "?"}</td>
                  <td dir="auto">{d.publisher ?? "?"}</td>
                  <td>
                    <Go to={path("reports", d.id)}>
                      <span dir="auto">{titleOf(d)}</span>
                    </Go>
                    {d.copy_of && <small> syndicated copy</small>}
                  </td>
                  <td>{d.language ?? "?"}</td>
                  <td className="number">{d.characters.toLocaleString("en")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data?.results.length === 0 && <p className="hint">No report holds these words.</p>}
      {data?.results.length === 200 && <p className="hint">The latest 200 are shown; search for others.</p>}
    </main>
  );
}

// Adding reports ------------------------------------------------------------------------------------------------

const BIGGEST = 80 * 2 ** 20;

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export function Add() {
  const { query } = usePlace();
  const [form, setForm] = useState({ text: "", title: "", publisher: "", published: "", url: "" });
  const [files, setFiles] = useState<File[]>([]);
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const [whole, setWhole] = useState(false); // a person's word that parted text is one report all the same
  const parts = useMemo(() => partsOf(form.text), [form.text]);
  const split = parts.length > 1 && !whole;
  const undated = (split ? parts : [form.text]).filter((part) => !hasDate(part)).length;
  const put = (some: Partial<typeof form>) => setForm({ ...form, ...some });
  const job = query.get("job");
  const take = (list: FileList | null) => {
    const some = [...(list ?? [])];
    const big = some.filter((f) => f.size > BIGGEST);
    if (big.length) say(`${big[0].name} is larger than 80 MiB; use rashomon ingest for it`, "failed");
    setFiles([...files, ...some.filter((f) => f.size <= BIGGEST)]);
  };
  const send = async () => {
    setBusy(true);
    try {
      const uploads = [];
      for (const file of files) uploads.push({ name: file.name, data: await base64(file) });
      const { text: _, ...about } = form;
      const given = Object.fromEntries(Object.entries(split ? about : form).filter(([, v]) => v.trim()));
      if (split) uploads.push({ name: "pasted reports.jsonl", data: await base64(new File([recordsOf(parts, about)], "pasted")) });
      const started = await post<Job>("/reports", { ...given, files: uploads });
      setForm({ ...form, text: "", title: "", url: "" });
      setFiles([]);
      navigate(`/add?job=${started.id}`);
    } catch (error) {
      say(`Not added: ${error instanceof Error ? error.message : String(error)}`, "failed");
    }
    setBusy(false);
  };
  return (
    <main className="plain-page add" id="main">
      <h1>Add reports</h1>
      {job && <Progress id={job} key={job} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <label className="wide">
          Text of a report
          <textarea
            dir="auto"
            rows={10}
            value={form.text}
            onChange={(e) => put({ text: e.target.value })}
            placeholder="Paste it here. Several at once: part them by a line of dashes (-----), or paste JSON lines or a page's HTML"
          />
        </label>
        {parts.length > 1 && (
          <label className="check">
            <input type="checkbox" checked={!whole} onChange={(e) => setWhole(!e.target.checked)} /> These are {parts.length} reports, parted by lines of dashes or the like
          </label>
        )}
        <div className="grid">
          <label>
            Title <input dir="auto" value={form.title} onChange={(e) => put({ title: e.target.value })} />
          </label>
          <label>
            Publisher <input dir="auto" value={form.publisher} onChange={(e) => put({ publisher: e.target.value })} />
          </label>
          <label>
            Published <input type="date" value={form.published} onChange={(e) => put({ published: e.target.value })} />
          </label>
          <label>
            Address <input value={form.url} onChange={(e) => put({ url: e.target.value })} placeholder="https://…" />
          </label>
        </div>
        {form.text.trim() && !form.published && undated > 0 && (
          <p className="hint says">
            {split && `${undated} of ${parts.length} have no line “Date: 2024-01-05” on top. `}Without a date of publication, “on Thursday” stays unknown.
          </p>
        )}
        <div
          className={`drop ${over ? "over" : ""}`}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            take(event.dataTransfer.files);
          }}
        >
          <p>
            Drop files here, or{" "}
            <button type="button" className="button plain" onClick={() => picker.current?.click()}>
              choose files
            </button>
          </p>
          <input ref={picker} id="files" type="file" multiple className="unseen" tabIndex={-1} aria-label="Files" onChange={(e) => take(e.target.files)} />
          <p className="hint">Text, HTML, JSONL, CSV, e-mail, DOCX, feeds, WARC, ZIP; PDF and XLSX when installed. They stay on this machine.</p>
          {files.length > 0 && (
            <ul>
              {files.map((file, n) => (
                <li key={n}>
                  <span dir="auto">{file.name}</span>{" "}
                  <button type="button" className="button quiet small" onClick={() => setFiles(files.filter((_, i) => i !== n))} aria-label={`Take out ${file.name}`}>
                    ✕
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
        <Button submit kind="strong" disabled={busy || (!form.text.trim() && !files.length)} onClick={() => {}}>
          Add to the register
        </Button>
      </form>
    </main>
  );
}

function Progress({ id }: { id: string }) {
  const { data: job, error } = useQuery({
    queryKey: ["job", id],
    queryFn: () => get<Job>(path("jobs", id)),
    refetchInterval: ({ state }) => (state.data && ["done", "failed"].includes(state.data.state) ? false : 500),
  });
  const done = job?.state === "done";
  useEffect(() => {
    if (!done) return;
    void client.invalidateQueries({ queryKey: ["list"] });
    void client.invalidateQueries({ queryKey: ["points"] });
    void client.invalidateQueries({ queryKey: ["counts"] });
  }, [done]);
  if (error) return <Failure error={error} />;
  if (!job) return <Waiting what="Sending" />;
  return (
    <section className="job" aria-live="polite" aria-label="Progress">
      {job.state === "waiting" && <p>Starting; the first time takes some seconds for the models to load…</p>}
      {job.state === "coding" && (
        <p>
          <progress max={job.total ?? undefined} value={job.total ? job.coded : undefined} aria-label="Reports coded" /> {job.coded} of {job.total ?? "?"} coded
        </p>
      )}
      {job.state === "failed" && <Failure error={new Error(job.error ?? "it failed")} />}
      {done && (
        <>
          <h2>
            {plural(job.documents.length, "new report")}: {plural(job.new.length, "new incident")}, {job.changed.length} changed
          </h2>
          <Incidents ids={[...job.new, ...job.changed]} />
          {job.documents.length > 0 && (
            <details open={job.documents.length <= 5}>
              <summary>{plural(job.documents.length, "report")} read</summary>
              <Titles ids={job.documents} job={job} />
            </details>
          )}
          {job.known.length > 0 && (
            <details open={job.documents.length === 0}>
              <summary>{plural(job.known.length, "report")} stood in the register already</summary>
              <Titles ids={job.known} job={job} />
            </details>
          )}
          {job.documents.length === 0 && job.known.length === 0 && <p>No report was found in what you gave.</p>}
          {job.issues.length > 0 && (
            <details open={job.new.length + job.changed.length === 0}>
              <summary>{plural(job.issues.length, "note")} on how they were read</summary>
              <ul>
                {job.issues.map((issue, n) => (
                  <li key={n}>
                    {words(issue.code)}: {issue.message}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </section>
  );
}

function Titles({ ids, job }: { ids: string[]; job: Job }) {
  const named = new Map(job.reports?.map((r) => [r.id, r]));
  const shown = ids.filter((id) => named.has(id)).slice(0, 50);
  return (
    <ul className="titles">
      {shown.map((id) => {
        const report = named.get(id)!;
        return (
          <li key={id}>
            <Go to={path("reports", id)}>
              <span dir="auto">{titleOf(report)}</span>
            </Go>
            <small dir="auto">{[report.publisher, report.published?.slice(0, 10)].filter(Boolean).join(" · ")}</small>
          </li>
        );
      })}
      {ids.length > shown.length && (
        <li>
          and <Go to="/reports">{ids.length - shown.length} more</Go>
        </li>
      )}
    </ul>
  );
}

function Incidents({ ids }: { ids: string[] }) {
  const { data: desk } = useDesk();
  const shown = ids.slice(0, 100);
  const { data } = useQuery({
    queryKey: ["made", shown.join()],
    queryFn: () => Promise.all(shown.map((id) => get<IncidentPage>(path("incidents", id)))),
  });
  const sketches = (data ?? []).map((page) => page.sketch).sort((a, b) => b.reports - a.reports);
  const main = sketches.filter((s) => s.main);
  const passing = sketches.filter((s) => !s.main);
  const list = (some: Sketch[]) => (
    <ol className="list">
      {some.map((sketch) => (
        <li key={sketch.id}>
          <Go to={path("incidents", sketch.id)}>
            <State state={sketch.state} />
            <span className="line">
              <SketchLine sketch={sketch} desk={desk} />
              <small>{plural(sketch.reports, "report")}</small>
            </span>
          </Go>
        </li>
      ))}
    </ol>
  );
  return (
    <>
      {list(main)}
      {passing.length > 0 && (
        <details open={!main.length}>
          <summary>{plural(passing.length, "incident")} told in passing: earlier, planned or summed up</summary>
          {list(passing)}
        </details>
      )}
      {ids.length > shown.length && <p className="hint">and {ids.length - shown.length} more</p>}
    </>
  );
}

// Decisions and changes -------------------------------------------------------------------------------------------

export function Log() {
  const { query } = usePlace();
  const changes = query.get("show") === "changes";
  useKeys({ undo: () => void undo(), redo: () => void redo() });
  return (
    <main className="plain-page" id="main">
      <h1>Decisions and changes</h1>
      <p className="row" role="group" aria-label="What to show">
        <Button pressed={!changes} onClick={() => navigate("/log")}>
          Decisions
        </Button>
        <Button pressed={changes} onClick={() => navigate("/log?show=changes")}>
          What moved
        </Button>
      </p>
      {changes ? <Changes /> : <Decisions />}
    </main>
  );
}

function Decisions() {
  const { data, error } = useQuery({ queryKey: ["decisions"], queryFn: () => get<{ results: Decision[] }>("/decisions", { limit: 300 }) });
  if (error) return <Failure error={error} />;
  if (!data) return <Waiting what="Reading the log" />;
  if (!data.results.length) return <p className="hint">Nobody has decided anything yet.</p>;
  return (
    <ol className="history">
      {data.results.map((d) => (
        <DecisionLine key={d.id} decision={d} />
      ))}
    </ol>
  );
}

function Changes() {
  const { data, error } = useQuery({ queryKey: ["changes"], queryFn: () => get<{ results: Change[] }>("/changes", { since: 0, limit: 1000 }), staleTime: 0 });
  if (error) return <Failure error={error} />;
  if (!data) return <Waiting what="Reading the log" />;
  return (
    <ol className="history">
      {[...data.results].reverse().map((c) => (
        <li key={c.sequence + c.incident}>
          <span className="act">
            <b>{c.kind}</b> <Go to={path("incidents", c.incident)}>{c.label}</Go> <small>
              {c.action} by {c.author}, {when(c.time)}
            </small>
          </span>
          {Object.keys(c.moved).length > 0 && <p className="reason">moved: {Object.keys(c.moved).map(words).join(", ")}</p>}
          {c.denials.length > 0 && <p className="reason">{plural(c.denials.length, "denial or doubt", "denials or doubts")} added</p>}
        </li>
      ))}
    </ol>
  );
}
