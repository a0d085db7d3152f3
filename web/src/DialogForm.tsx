// The form inside a dialog: Enter or Ctrl+Enter does it, Escape leaves it.
import { useState, type FormEvent, type ReactNode } from "react";
import { Button } from "./parts";
import { closeDialog, type Wish } from "./state";
import type { IncidentPage } from "./types";

export type Take = (wish: Wish, page: IncidentPage) => Promise<void>;

export const versionsOf = (page: IncidentPage) => ({ [page.incident.id]: page.sketch.version });

export function Form({ children, onSubmit, verb, disabled }: { children: ReactNode; onSubmit: () => Promise<void>; verb: string; disabled?: boolean }) {
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || disabled) return;
    setBusy(true);
    await onSubmit();
    setBusy(false);
  };
  return (
    <form
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
      }}
    >
      {children}
      <div className="row end">
        <Button onClick={closeDialog}>Cancel</Button>
        <Button submit kind="strong" disabled={busy || disabled} onClick={() => {}}>
          {verb}
        </Button>
      </div>
    </form>
  );
}
