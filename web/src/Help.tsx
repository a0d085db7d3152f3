// Keys and settings.
import { useEffect, useState } from "react";
import { ACTIONS, keyOf, keyWords, type Action } from "./keys";
import { Button, Modal } from "./parts";
import { change, useSettings } from "./settings";
import { closeDialog } from "./state";

export function Help() {
  const { keys, shortcuts, theme } = useSettings();
  const [catching, setCatching] = useState<Action | null>(null);
  useEffect(() => {
    if (!catching) return;
    const listen = (event: KeyboardEvent) => {
      if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      const key = (event.ctrlKey || event.metaKey ? "Control+" : "") + event.key;
      if (event.key !== "Escape") change({ keys: { ...keys, [catching]: key } });
      setCatching(null);
    };
    window.addEventListener("keydown", listen, true);
    return () => window.removeEventListener("keydown", listen, true);
  }, [catching, keys]);
  const used = new Map<string, number>();
  for (const action of Object.keys(ACTIONS) as Action[]) used.set(keyOf(action), (used.get(keyOf(action)) ?? 0) + 1);
  return (
    <Modal title="Keys and settings" onClose={closeDialog} wide>
      <div className="settings">
        <label>
          Colours
          <select value={theme} onChange={(event) => change({ theme: event.target.value as "system" })}>
            <option value="system">as the system has them</option>
            <option value="light">light</option>
            <option value="dark">dark</option>
          </select>
        </label>
        <label className="check">
          <input type="checkbox" checked={shortcuts} onChange={() => change({ shortcuts: !shortcuts })} /> Keys do something
        </label>
        <Button onClick={() => change({ keys: {} })}>Keys as they came</Button>
      </div>
      <p className="hint">Choose a key to change it, then press the new one; Escape keeps the old. In dialogs: Escape closes, Enter does it.</p>
      <ul className="keys">
        {(Object.keys(ACTIONS) as Action[]).map((action) => (
          <li key={action}>
            <button type="button" className="button plain" onClick={() => setCatching(action)} aria-label={`${ACTIONS[action][1]}: ${keyWords(keyOf(action))}; change it`}>
              <kbd>{catching === action ? "press a key" : keyWords(keyOf(action))}</kbd>
            </button>
            <span>
              {ACTIONS[action][1]} {used.get(keyOf(action))! > 1 && <small className="says">used twice</small>}
            </span>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
