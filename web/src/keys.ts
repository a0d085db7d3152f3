// Keys: one list of what they do, shown on the buttons and in the sheet, each to be changed or switched off.
import { useEffect, useRef } from "react";
import { settings } from "./settings";

export const ACTIONS = {
  next: ["j", "Next incident"],
  previous: ["k", "Previous incident"],
  accept: ["a", "Accept, and go on"],
  reject: ["x", "Reject, with a reason"],
  merge: ["m", "Merge with another incident"],
  split: ["s", "Split into two incidents"],
  edit: ["e", "Edit the incident, or the claim that is open"],
  comment: ["c", "Comment"],
  assign: ["n", "Assign to a person"],
  undo: ["u", "Undo the last decision"],
  redo: ["U", "Take the last undo back"],
  evidence: ["]", "Next claim: read its words in the report"],
  evidenceBack: ["[", "Previous claim"],
  agreement: ["o", "Show or fold what is not disputed"],
  why: ["w", "Why these reports are one incident"],
  add: ["+", "Add a claim that was missed"],
  full: ["r", "Open the report on a page of its own"],
  find: ["/", "Find in the list"],
  everything: ["Control+k", "Find anything"],
  queue: ["g q", "Go to the queue"],
  map: ["g m", "Go to map and timeline"],
  reports: ["g r", "Go to the reports"],
  log: ["g l", "Go to the decisions"],
  drop: ["g a", "Add reports"],
  help: ["?", "This sheet"],
} as const;

export type Action = keyof typeof ACTIONS;
export type Handlers = Partial<Record<Action, () => void>>;

export function keyOf(action: Action): string {
  return settings().keys[action] ?? ACTIONS[action][0];
}

export function keyWords(key: string): string {
  if (/^[A-Z]$/.test(key)) return `Shift+${key}`;
  return key.replace("Control+k", "Ctrl+K").replace("Control+", "Ctrl+");
}

const STEPS = new Set<Action>(["next", "previous", "evidence", "evidenceBack"]);
const stack: { current: Handlers }[] = [];

/** Let keys do something while a component is on the screen; the one that came last goes first. */
export function useKeys(handlers: Handlers): void {
  const held = useRef(handlers);
  held.current = handlers;
  useEffect(() => {
    stack.push(held);
    return () => {
      stack.splice(stack.indexOf(held), 1);
    };
  }, []);
}

let begun = "";
let begunAt = 0;

function keyOfEvent(event: KeyboardEvent): string {
  return (event.ctrlKey || event.metaKey ? "Control+" : "") + (event.altKey ? "Alt+" : "") + event.key;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}

window.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || !settings().shortcuts) return;
  if (document.querySelector("dialog[open]")) return; // dialogs have keys of their own
  const key = keyOfEvent(event);
  if (["Control", "Shift", "Alt", "Meta"].includes(event.key)) return;
  if (isTyping(event.target) && !key.startsWith("Control+")) return;
  const both = performance.now() - begunAt < 1500 && begun ? `${begun} ${key}` : "";
  begun = "";
  const action = (both && actionOf(both)) || actionOf(key);
  if (action) {
    if (event.repeat && !STEPS.has(action)) return; // a key held down decides once
    for (let i = stack.length - 1; i >= 0; i -= 1) {
      const handler = stack[i].current[action];
      if (handler) {
        event.preventDefault();
        handler();
        return;
      }
    }
  } else if (Object.keys(ACTIONS).some((a) => keyOf(a as Action).startsWith(`${key} `))) {
    begun = key;
    begunAt = performance.now();
  }
});

function actionOf(key: string): Action | undefined {
  return (Object.keys(ACTIONS) as Action[]).find((action) => keyOf(action) === key);
}
