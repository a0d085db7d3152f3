// Find anything: incidents, reports, pages.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { get, path } from "./api";
import { Failure, Modal, typeName } from "./parts";
import { navigate } from "./router";
import { closeDialog, useDesk } from "./state";
import { titleOf } from "./text";
import type { Meta, Sketch } from "./types";

export function Palette() {
  const { data: desk } = useDesk();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const found = useQuery({
    queryKey: ["search", text],
    queryFn: () => get<{ incidents: Sketch[]; documents: Meta[] }>("/search", { words: text, limit: 8 }),
    enabled: text.trim().length > 1,
  });
  const pages: [string, string][] = [["/incidents", "Review queue"], ["/map", "Map and timeline"], ["/reports", "Reports"], ["/log", "Decisions"], ["/add", "Add reports"]];
  const lines: { to: string; kind: string; text: string }[] = text.trim()
    ? [
        ...(found.data?.incidents ?? []).map((s) => ({ to: path("incidents", s.id), kind: "incident", text: `${s.label} · ${typeName(desk, s.type)}` })),
        ...(found.data?.documents ?? []).map((d) => ({ to: path("reports", d.id), kind: "report", text: `${titleOf(d)} · ${d.publisher ?? "?"}` })),
        { to: `/incidents?words=${encodeURIComponent(text)}&order=date`, kind: "list", text: `All incidents with “${text}”` },
      ]
    : pages.map(([to, name]) => ({ to, kind: "page", text: name }));
  useEffect(() => setAt(0), [text]);
  const go = (to: string) => {
    closeDialog();
    navigate(to);
  };
  return (
    <Modal title="Find anything" onClose={closeDialog} wide>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (lines[at]) go(lines[at].to);
        }}
      >
        <input
          data-first=""
          className="wide"
          aria-label="Words"
          placeholder='words, "a phrase", -without, begin*'
          value={text}
          role="combobox"
          aria-expanded="true"
          aria-controls="palette"
          aria-activedescendant={`palette-${at}`}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") setAt(Math.min(at + 1, lines.length - 1));
            else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
            else return;
            event.preventDefault();
          }}
        />
      </form>
      {found.error && <Failure error={found.error} />}
      <ul id="palette" className="options" role="listbox" aria-label="Found">
        {lines.map((line, n) => (
          <li key={line.to} id={`palette-${n}`} role="option" aria-selected={n === at} onClick={() => go(line.to)}>
            <span dir="auto">{line.text}</span>
            <small>{line.kind}</small>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
