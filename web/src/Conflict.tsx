// Somebody else was quicker: what they changed, and what to do about it. What was typed stays in the dialog below.
import { Button, Modal } from "./parts";
import { closeDialog, insist, lookAgain, type Wish } from "./state";
import { days, plural, range, when, words } from "./text";
import type { Decided, Difference } from "./types";

export function Conflict({ wish, difference, resolve }: { wish: Wish; difference: Difference[]; resolve: (done: Decided | null) => void }) {
  const look = () => {
    closeDialog();
    lookAgain(difference);
    resolve(null);
  };
  return (
    <Modal title="Somebody changed it meanwhile" onClose={look} wide>
      <p>Nothing was written, and nothing that you typed is lost.</p>
      {difference.map((d) => (
        <table className="difference" key={d.incident}>
          <caption>
            What changed since you saw it (version {d.seen}, now {d.now})
          </caption>
          <thead>
            <tr>
              <th scope="col">Who, when</th>
              <th scope="col">What</th>
              <th scope="col">You saw</th>
              <th scope="col">Now</th>
            </tr>
          </thead>
          <tbody>
            {d.changes.flatMap((c) => {
              const rows: [string, string, string][] = Object.entries(c.moved).map(([field, [before, after]]) => [words(field), shown(before), shown(after)]);
              if (c.claims_added.length) rows.push(["claims", "", `${plural(c.claims_added.length, "claim")} added`]);
              if (c.claims_removed.length) rows.push(["claims", `${plural(c.claims_removed.length, "claim")} more`, ""]);
              if (c.documents_added.length) rows.push(["reports", "", `${plural(c.documents_added.length, "report")} added`]);
              if (c.kind === "gone") rows.push(["incident", "", "merged into another"]);
              if (!rows.length) rows.push([c.action, "", c.reason || "see the decisions"]);
              return rows.map(([what, before, after], n) => (
                <tr key={c.sequence + what + String(n)}>
                  <td>{n === 0 && `${c.author}, ${c.action}, ${when(c.time)}${c.reason ? `: ${c.reason}` : ""}`}</td>
                  <th scope="row">{what}</th>
                  <td>{before}</td>
                  <td>{after}</td>
                </tr>
              ));
            })}
          </tbody>
        </table>
      ))}
      <p>
        Not written yet: <b>{wish.said}</b>
        {wish.reason && <> (reason: {wish.reason})</>}
      </p>
      <div className="row end">
        <Button kind="strong" onClick={look}>
          Look at it again
        </Button>
        <Button
          onClick={() => {
            closeDialog();
            void insist(wish, difference).then(resolve);
          }}
        >
          Do it all the same
        </Button>
      </div>
    </Modal>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.map(shown).join("; ") || "nothing";
  if (typeof value === "object") {
    const row = value as Record<string, unknown>;
    if ("low" in row && "high" in row) return range(row.low as number | null, row.best as number | null, row.high as number | null);
    if ("start" in row && "precision" in row) return days(row.start as string | null, row.end as string | null);
    return Object.values(row).filter((v) => v !== null).map(String).join(", ");
  }
  return words(String(value));
}
