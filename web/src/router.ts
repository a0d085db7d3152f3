// Every view has an address: the path names the thing, the query holds the filters.
import { useMemo, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
const changed = () => listeners.forEach((listener) => listener());
window.addEventListener("popstate", changed);

export function navigate(to: string, { replace = false }: { replace?: boolean } = {}): void {
  if (to === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", to);
  changed();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export interface Place {
  page: string;
  id: string | null;
  query: URLSearchParams;
}

export function usePlace(): Place {
  const address = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  return useMemo(() => placeOf(address), [address]);
}

export function placeOf(address: string): Place {
  const [path, query = ""] = address.split("?", 2);
  const [page = "", ...rest] = path.split("/").filter(Boolean);
  let id: string | null = null;
  try {
    id = rest.length ? decodeURIComponent(rest.join("/")) : null;
  } catch {
    id = null;
  }
  return { page: page || "incidents", id, query: new URLSearchParams(query) };
}

/** An address with some values of its query changed; null or "" takes a value out. */
export function withQuery(query: URLSearchParams, changes: Record<string, string | number | boolean | null>): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "" || value === false) next.delete(name);
    else next.set(name, String(value));
  }
  const text = next.toString();
  return text ? `?${text}` : "";
}

export const FILTERS = [
  "words", "state", "type", "country", "publisher", "contested", "main", "realis", "scope", "since", "until", "min_killed",
  "min_sources", "assigned", "actor", "weapon", "source", "source_kind", "place", "admin1", "language", "box", "document", "order",
  "perpetrator", "target", "min_score", "aggregate",
] as const;

/** The filters among the values of a query. */
export function filtersOf(query: URLSearchParams): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of FILTERS) {
    const value = query.get(name);
    if (value) found[name] = value;
  }
  return found;
}

export function keepFilters(query: URLSearchParams): string {
  return withQuery(new URLSearchParams(filtersOf(query)), {});
}
