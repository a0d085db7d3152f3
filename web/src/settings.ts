// What a person set for this browser: kept here, sent nowhere.
import { useSyncExternalStore } from "react";

export interface Settings {
  theme: "system" | "light" | "dark";
  shortcuts: boolean;
  keys: Record<string, string>;
  cover: boolean;
  layers: string[];
}

const START: Settings = { theme: "system", shortcuts: true, keys: {}, cover: true, layers: ["claims", "speakers"] };
const NAME = "rashomon-settings";
const listeners = new Set<() => void>();

function load(): Settings {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(NAME) ?? "{}");
    return { ...START, ...(typeof stored === "object" && stored ? stored : {}) };
  } catch {
    return START;
  }
}

let current = load();
apply();

function apply(): void {
  if (current.theme === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", current.theme);
}

export function settings(): Settings {
  return current;
}

export function change(some: Partial<Settings>): void {
  current = { ...current, ...some };
  try {
    localStorage.setItem(NAME, JSON.stringify(current));
  } catch {
    // a private window keeps nothing; the settings hold until it is closed
  }
  apply();
  listeners.forEach((listener) => listener());
}

export function useSettings(): Settings {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
