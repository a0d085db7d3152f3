// The contradiction board: roles down, sources across. What is disputed stands in front; the rest is folded to one line a role.
import { plural, spanned, words } from "./text";
import type { Cell, Column, IncidentPage, Row } from "./types";

const STANCES: Record<string, string> = { claims: "claims it", accuses: "accuses", denies: "denies", doubts: "doubts" };

interface Props {
  page: IncidentPage;
  chosen: string | null; // id of the claim that is open
  unfolded: boolean;
  onChoose: (claim: string) => void;
  onUnfold: () => void;
}

export function Board({ page, chosen, unfolded, onChoose, onUnfold }: Props) {
  const { columns, rows } = page.board;
  const disputed = rows.filter((row) => row.disputed);
  const rest = rows.filter((row) => !row.disputed);
  return (
    <>
      {disputed.length > 0 ? (
        <Grid page={page} rows={disputed} columns={columnsOf(disputed, columns)} chosen={chosen} onChoose={onChoose} name="Where accounts differ" />
      ) : (
        <p className="calm">No account contradicts another.</p>
      )}
      {rest.length > 0 && (
        <section aria-label="What is not disputed">
          <h3 className="fold">
            <button type="button" aria-expanded={unfolded} onClick={onUnfold}>
              <span aria-hidden="true">{unfolded ? "▾" : "▸"}</span> Not disputed <small>{plural(rest.length, "role")}</small>
            </button>
          </h3>
          {unfolded ? (
            <Grid page={page} rows={rest} columns={columnsOf(rest, columns)} chosen={chosen} onChoose={onChoose} name="Accounts that are not disputed" />
          ) : (
            <dl className="agreed">
              {rest.map((row) => (
                <Agreed key={row.role + row.of} row={row} page={page} chosen={chosen} onChoose={onChoose} />
              ))}
            </dl>
          )}
        </section>
      )}
    </>
  );
}

/** Columns in which these rows have something to show; who says something in more rows comes first. */
function columnsOf(rows: Row[], columns: Column[]): Column[] {
  const used = new Map<string, number>();
  for (const row of rows) for (const key of new Set(row.cells.map((cell) => cell.column))) used.set(key, (used.get(key) ?? 0) + 1);
  return columns.filter((column) => used.has(column.key)).sort((a, b) => used.get(b.key)! - used.get(a.key)!);
}

export function rowName(row: { role: string; of: string | null }): string {
  return words(row.role) + (row.of && row.of !== "people" ? ` (${row.of})` : "");
}

function Grid({ page, rows, columns, chosen, onChoose, name }: {
  page: IncidentPage;
  rows: Row[];
  columns: Column[];
  chosen: string | null;
  onChoose: (claim: string) => void;
  name: string;
}) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={name}>
      <table className="board">
        <thead>
          <tr>
            <th scope="col">Role</th>
            {columns.map((column) => (
              <th scope="col" key={column.key}>
                <span dir="auto" title={column.name}>
                  {column.name}
                </span>
                <small>{heard(page, column)}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.role + row.of} className={row.disputed ? "disputed" : undefined}>
              <th scope="row">
                {words(row.role)}
                {row.of && row.of !== "people" && <small>{row.of}</small>}
                {row.disputed && <small className="says">disputed</small>}
              </th>
              {columns.map((column) => (
                <td key={column.key}>
                  {row.cells
                    .filter((cell) => cell.column === column.key)
                    .map((cell) => (
                      <CellButton key={cell.text + cell.stance} cell={cell} row={row} column={column} chosen={chosen} onChoose={onChoose} />
                    ))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function heard(page: IncidentPage, column: Column): string {
  const copies = new Map(page.documents.map((d) => [d.id, d.copy_of]));
  const own = column.documents.filter((id) => !copies.get(id)).length;
  const copied = column.documents.length - own;
  return `${words(column.kind)}, ${plural(own, "report")}${copied ? ` + ${plural(copied, "copy", "copies")}` : ""}`;
}

function notes(cell: Cell): string {
  return [STANCES[cell.stance], cell.hedged ? "hedged" : null, cell.claims.length > 1 ? `${cell.claims.length} times` : null]
    .filter(Boolean)
    .join(", ");
}

function CellButton({ cell, row, column, chosen, onChoose }: {
  cell: Cell;
  row: Row;
  column: Column;
  chosen: string | null;
  onChoose: (claim: string) => void;
}) {
  const open = chosen !== null && cell.claims.includes(chosen);
  const said = notes(cell);
  // A second press goes to the next time that the source says it.
  const next = open ? cell.claims[(cell.claims.indexOf(chosen) + 1) % cell.claims.length] : cell.claims[0];
  return (
    <button
      type="button"
      className={`cell ${cell.stance}`}
      aria-pressed={open}
      onClick={() => onChoose(next)}
      title={`${rowName(row)} according to ${column.name}: read the words`}
    >
      <span dir="auto">{spanned(cell.text)}</span>
      {said && <small>{said}</small>}
    </button>
  );
}

function Agreed({ row, page, chosen, onChoose }: { row: Row; page: IncidentPage; chosen: string | null; onChoose: (claim: string) => void }) {
  const names = new Map(page.board.columns.map((column) => [column.key, column.name]));
  const values = new Map<string, { cells: Cell[]; text: string; note: string }>();
  for (const cell of row.cells) {
    const note = [STANCES[cell.stance], cell.hedged ? "hedged" : null].filter(Boolean).join(", ");
    const value = values.get(`${cell.text}|${note}`) ?? { cells: [], text: cell.text, note };
    value.cells.push(cell);
    values.set(`${cell.text}|${note}`, value);
  }
  return (
    <>
      <dt>{rowName(row)}</dt>
      <dd>
        {[...values.values()].map(({ cells, text, note }) => {
          const claims = cells.flatMap((cell) => cell.claims);
          const open = chosen !== null && claims.includes(chosen);
          const next = open ? claims[(claims.indexOf(chosen) + 1) % claims.length] : claims[0];
          const who = [...new Set(cells.map((cell) => names.get(cell.column) ?? ""))];
          return (
            <button key={text + note} type="button" className="cell line" aria-pressed={open} onClick={() => onChoose(next)}>
              <span dir="auto">{spanned(text)}</span>
              <small dir="auto">
                {note && `${note} · `}
                {who.slice(0, 3).join(", ")}
                {who.length > 3 && ` and ${who.length - 3} more`}
              </small>
            </button>
          );
        })}
      </dd>
    </>
  );
}

/** The claims of an incident in the order in which a person reads the board: what is disputed first. */
export function readingOrder(page: IncidentPage): string[] {
  const rows = [...page.board.rows.filter((row) => row.disputed), ...page.board.rows.filter((row) => !row.disputed)];
  const order = new Map(page.board.columns.map((column, n) => [column.key, n]));
  return rows.flatMap((row) => [...row.cells].sort((a, b) => order.get(a.column)! - order.get(b.column)!).flatMap((cell) => cell.claims));
}
