// Small pieces that every page is made of.
import { useEffect, useRef, type ReactNode } from "react";
import { keyOf, keyWords, type Action } from "./keys";
import { navigate } from "./router";
import { useSettings } from "./settings";
import { days, range, words } from "./text";
import type { Desk, Sketch } from "./types";

/** A link inside the app. */
export function Go({ to, children, className, label }: { to: string; children: ReactNode; className?: string; label?: string }) {
  return (
    <a
      href={to}
      className={className}
      aria-label={label}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        navigate(to);
      }}
    >
      {children}
    </a>
  );
}

/** The key of an action, as it stands on its button. */
export function Key({ of }: { of: Action }) {
  const { shortcuts } = useSettings();
  return shortcuts ? <kbd aria-hidden="true">{keyWords(keyOf(of))}</kbd> : null;
}

export function Button(props: {
  does?: Action;
  onClick: () => void;
  children: ReactNode;
  kind?: "plain" | "strong" | "quiet";
  disabled?: boolean;
  title?: string;
  pressed?: boolean;
  submit?: boolean;
}) {
  return (
    <button
      type={props.submit ? "submit" : "button"}
      className={`button ${props.kind ?? "plain"}`}
      onClick={props.onClick}
      disabled={props.disabled}
      title={props.title}
      aria-pressed={props.pressed}
      aria-keyshortcuts={props.does ? keyWords(keyOf(props.does)) : undefined}
    >
      {props.children}
      {props.does && <Key of={props.does} />}
    </button>
  );
}

export function Badge({ kind, children }: { kind: "dispute" | "agree" | "plain" | "alert"; children: ReactNode }) {
  return <span className={`badge ${kind}`}>{children}</span>;
}

const STATES: Record<string, [string, string]> = {
  coded: ["○", "coded, not reviewed"],
  accepted: ["✓", "accepted"],
  rejected: ["✗", "rejected"],
  gone: ["⤳", "merged into another"],
};

export function State({ state }: { state: string }) {
  const [sign, name] = STATES[state] ?? ["?", state];
  return (
    <span className={`state ${state}`} title={name}>
      <span aria-hidden="true">{sign}</span>
      <span className="unseen">{name}</span>
    </span>
  );
}

export const typeName = (desk: Desk | undefined, type: string): string => desk?.types[type]?.code ?? words(type);

/** Where, out of a label such as "Attack, Baghdad, 2024-01-04". */
export function placeOfLabel(sketch: Sketch): string {
  const parts = sketch.label.split(", ");
  return parts.slice(1).filter((part) => !/^\d{4}(-\d\d)*/.test(part)).join(", ");
}

/** "Shelling/artillery/missile attack" may break after a slash. */
const breakable = (name: string): ReactNode =>
  name.split("/").flatMap((part, n) => (n ? ["/", <wbr key={n} />, part] : [part]));

export function SketchLine({ sketch, desk }: { sketch: Sketch; desk?: Desk }) {
  const place = placeOfLabel(sketch);
  return (
    <>
      <span className="what">
        {breakable(typeName(desk, sketch.type))}
        {place && <span className="where">, {place}</span>}
      </span>
      <span className="when">
        {days(sketch.date_start, sketch.date_end)}
        {(sketch.killed_low !== null || sketch.killed_high !== null) && ` · killed ${range(sketch.killed_low, sketch.killed_best, sketch.killed_high)}`}
      </span>
    </>
  );
}

/** A modal dialog: the browser keeps the focus inside, and Escape closes it. */
export function Modal({ title, onClose, children, wide }: { title: string; onClose: () => void; children: ReactNode; wide?: boolean }) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current!;
    const before = document.activeElement;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={wide ? "wide" : undefined}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div className="dialog">
        <header>
          <h2>{title}</h2>
          <button type="button" className="button quiet" onClick={onClose} aria-label="Close">
            ✕
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

export function Failure({ error }: { error: unknown }) {
  return (
    <p className="failure" role="alert">
      {error instanceof Error ? error.message : String(error)}
    </p>
  );
}

export function Waiting({ what }: { what: string }) {
  return (
    <p className="hint" role="status">
      {what}…
    </p>
  );
}
