import { useEffect } from "react";
import { Dialogs } from "./Dialogs";
import { useKeys } from "./keys";
import { MapPage } from "./MapPage";
import { Add, Log, ReportPage, Reports } from "./Pages";
import { Failure, Go, Key } from "./parts";
import { Review } from "./Review";
import { navigate, usePlace } from "./router";
import { dialogs, dismiss, openDialog, toasts, undo, useDesk } from "./state";
import type { Action } from "./keys";

const PAGES: [string, string, Action][] = [
  ["/incidents", "Review", "queue"],
  ["/map", "Map and timeline", "map"],
  ["/reports", "Reports", "reports"],
  ["/log", "Decisions", "log"],
  ["/add", "Add reports", "drop"],
];

export function App() {
  const place = usePlace();
  const desk = useDesk();
  useKeys({
    help: () => openDialog({ name: "help" }),
    everything: () => openDialog({ name: "palette" }),
    queue: () => navigate("/incidents"),
    map: () => navigate("/map"),
    reports: () => navigate("/reports"),
    log: () => navigate("/log"),
    drop: () => navigate("/add"),
  });
  useEffect(() => {
    const page = PAGES.find(([to]) => to === `/${place.page}`);
    document.title = `${page?.[1] ?? "Rashomon"} · Rashomon`;
  }, [place.page]);
  return (
    <>
      <a className="skip" href="#main">
        Skip to the main part
      </a>
      <header className="top">
        <span className="brand">Rashomon</span>
        <nav aria-label="Pages">
          {PAGES.map(([to, name]) => (
            <Go key={to} to={to} className={to === `/${place.page}` ? "here" : undefined}>
              {name}
            </Go>
          ))}
        </nav>
        <span className="who">
          {desk.data && (
            <>
              <span className="unseen">You are </span>
              {desk.data.author} <small>· {desk.data.register}</small>
            </>
          )}
        </span>
        <button type="button" className="button plain" onClick={() => openDialog({ name: "palette" })}>
          Find <Key of="everything" />
        </button>
        <button type="button" className="button plain" onClick={() => openDialog({ name: "help" })}>
          Keys <Key of="help" />
        </button>
      </header>
      {desk.error ? <Failure error={desk.error} /> : <Page />}
      <Dialogs
        onDone={(kind, done, page) => {
          window.dispatchEvent(new CustomEvent("decided", { detail: { kind, done, incident: page.incident.id } }));
        }}
      />
      <Toasts />
      <footer>
        A claim here is a source’s statement, not a finding of fact; counts are of the reports coded, never totals of a conflict.
      </footer>
    </>
  );
}

function Page() {
  const { page, id } = usePlace();
  switch (page) {
    case "incidents":
    case "queue":
      return <Review />;
    case "map":
      return <MapPage />;
    case "reports":
      return id ? <ReportPage key={id} /> : <Reports />;
    case "log":
      return <Log />;
    case "add":
      return <Add />;
    default:
      return (
        <main className="plain-page" id="main">
          <h1>Nothing is here</h1>
          <p>
            <Go to="/incidents">To the queue</Go>
          </p>
        </main>
      );
  }
}

function Toasts() {
  const shown = toasts.use();
  dialogs.use();
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((toast) => (
        <div key={toast.id} className={`toast ${toast.kind}`}>
          <span dir="auto">{toast.text}</span>
          {toast.undo && (
            <button type="button" className="button plain" onClick={() => void undo()}>
              Undo <Key of="undo" />
            </button>
          )}
          <button type="button" className="button quiet" onClick={() => dismiss(toast.id)} aria-label="Close this message">
            ✕
          </button>
        </div>
      ))}
    </div>
  );
}
