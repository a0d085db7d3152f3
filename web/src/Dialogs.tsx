// Everything that opens on top of a page. Each keeps what was typed until it is done.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get } from "./api";
import { Conflict } from "./Conflict";
import { Form, versionsOf, type Take } from "./DialogForm";
import { Edit } from "./Edit";
import { Help } from "./Help";
import { Palette } from "./Palette";
import { Merge, Split } from "./Parting";
import { Modal } from "./parts";
import { closeDialog, decide, dialogs, useDesk, type Dialog, type Wish } from "./state";
import type { Decided, IncidentPage } from "./types";

export function Dialogs({ onDone }: { onDone: (kind: string, done: Decided, page: IncidentPage) => void }) {
  const open = dialogs.use();
  return open.map((dialog, n) => <One key={n} dialog={dialog} onDone={onDone} />);
}

function One({ dialog, onDone }: { dialog: Dialog; onDone: (kind: string, done: Decided, page: IncidentPage) => void }) {
  const take = async (wish: Wish, page: IncidentPage) => {
    const done = await decide(wish);
    if (!done) return;
    closeDialog();
    onDone(wish.kind, done, page);
  };
  switch (dialog.name) {
    case "reject":
      return <Reject page={dialog.page} take={take} />;
    case "merge":
      return <Merge page={dialog.page} other={dialog.other} take={take} />;
    case "split":
      return <Split page={dialog.page} take={take} />;
    case "edit":
      return <Edit page={dialog.page} take={take} />;
    case "comment":
      return <Comment page={dialog.page} take={take} />;
    case "assign":
      return <Assign page={dialog.page} take={take} />;
    case "conflict":
      return <Conflict {...dialog} />;
    case "help":
      return <Help />;
    case "palette":
      return <Palette />;
  }
}

// Reject --------------------------------------------------------------------------------------------------------

const REASONS = ["not an incident", "misread: it did not happen like this", "not political violence", "fiction, drill or figure of speech", "too vague to record"];

function Reject({ page, take }: { page: IncidentPage; take: Take }) {
  const [own, setOwn] = useState("");
  const reject = (reason: string) => take({ kind: "reject", ids: [page.incident.id], reason, versions: versionsOf(page), said: `Rejected ${page.incident.label}: ${reason}` }, page);
  return (
    <Modal title="Reject: why?" onClose={closeDialog}>
      <p className="hint">It leaves lists and exports, and stays in the register. Press a number.</p>
      <ol
        className="reasons"
        onKeyDown={(event) => {
          const reason = REASONS[Number(event.key) - 1];
          if (reason) void reject(reason);
        }}
      >
        {REASONS.map((reason, n) => (
          <li key={reason}>
            <button type="button" className="choice" data-first={n === 0 ? "" : undefined} onClick={() => void reject(reason)}>
              <kbd aria-hidden="true">{n + 1}</kbd> {reason}
            </button>
          </li>
        ))}
      </ol>
      <Form verb="Reject" disabled={!own.trim()} onSubmit={() => reject(own.trim())}>
        <label className="wide">
          Another reason <input value={own} onChange={(event) => setOwn(event.target.value)} />
        </label>
      </Form>
    </Modal>
  );
}

// Comment, assign --------------------------------------------------------------------------------------------------

function Comment({ page, take }: { page: IncidentPage; take: Take }) {
  const [text, setText] = useState("");
  return (
    <Modal title="Comment" onClose={closeDialog}>
      <Form verb="Say it" disabled={!text.trim()} onSubmit={() => take({ kind: "comment", ids: [page.incident.id], details: { text }, said: "Commented" }, page)}>
        <label className="wide">
          On {page.incident.label}
          <textarea data-first="" dir="auto" rows={4} value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        <p className="hint">Ctrl+Enter sends it.</p>
      </Form>
    </Modal>
  );
}

function Assign({ page, take }: { page: IncidentPage; take: Take }) {
  const { data: desk } = useDesk();
  const [to, setTo] = useState(page.sketch.assigned ?? desk?.author ?? "");
  const known = useQuery({ queryKey: ["counts", "assigned"], queryFn: () => get<{ counts: [string, number][] }>("/counts", { field: "assigned", state: "any" }) });
  return (
    <Modal title="Assign to whom?" onClose={closeDialog}>
      <Form
        verb={to.trim() ? "Assign" : "Assign to nobody"}
        onSubmit={() => take({ kind: "assign", ids: [page.incident.id], details: { to: to.trim() || null }, versions: versionsOf(page), said: to.trim() ? `Assigned to ${to.trim()}` : "Assigned to nobody" }, page)}
      >
        <label className="wide">
          Person <input data-first="" list="people" value={to} onChange={(event) => setTo(event.target.value)} />
        </label>
        <datalist id="people">
          {known.data?.counts.map(([name]) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </Form>
    </Modal>
  );
}
