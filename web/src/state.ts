// What is open on top of the page, what was said to the person, and what can be taken back.
import { QueryClient, useQuery, type InfiniteData, type UseQueryResult } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { ApiError, get, path, post } from "./api";
import { keepFilters, navigate } from "./router";
import { words } from "./text";
import type { Decided, Decision, Desk, Difference, DocumentPage, Explanation, IncidentPage, Layers, Sketch } from "./types";

export const client = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: 30_000, refetchOnWindowFocus: false } },
});

// A small store -----------------------------------------------------------------------------------------------

function store<T>(start: T) {
  let value = start;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next: T) {
      value = next;
      listeners.forEach((listener) => listener());
    },
    use: () =>
      useSyncExternalStore(
        (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        () => value,
      ),
  };
}

export interface Toast {
  id: number;
  text: string;
  kind: "done" | "failed";
  undo?: boolean;
}

export const toasts = store<Toast[]>([]);
let lastToast = 0;

export function say(text: string, kind: Toast["kind"] = "done", undo = false): void {
  const id = (lastToast += 1);
  toasts.set([...toasts.get().slice(-2), { id, text, kind, undo }]);
  setTimeout(() => dismiss(id), kind === "failed" ? 20_000 : 7_000);
}

export function dismiss(id: number): void {
  toasts.set(toasts.get().filter((toast) => toast.id !== id));
}

// Dialogs ------------------------------------------------------------------------------------------------------

export type Dialog =
  | { name: "reject"; page: IncidentPage }
  | { name: "merge"; page: IncidentPage; other?: string }
  | { name: "split"; page: IncidentPage }
  | { name: "edit"; page: IncidentPage }
  | { name: "comment"; page: IncidentPage }
  | { name: "assign"; page: IncidentPage }
  | { name: "conflict"; wish: Wish; difference: Difference[]; resolve: (done: Decided | null) => void }
  | { name: "help" }
  | { name: "palette" };

export const dialogs = store<Dialog[]>([]);
export const openDialog = (dialog: Dialog): void => dialogs.set([...dialogs.get(), dialog]);
export const closeDialog = (): void => dialogs.set(dialogs.get().slice(0, -1));

// Data ---------------------------------------------------------------------------------------------------------

export const useDesk = (): UseQueryResult<Desk> => useQuery({ queryKey: ["desk"], queryFn: () => get<Desk>("/desk"), staleTime: Infinity });

export const incidentKey = (id: string) => ["incident", id] as const;
export const useIncident = (id: string | null): UseQueryResult<IncidentPage> =>
  useQuery({ queryKey: incidentKey(id ?? ""), queryFn: () => get<IncidentPage>(path("incidents", id!)), enabled: id !== null });
export const prefetchIncident = (id: string): void =>
  void client.prefetchQuery({ queryKey: incidentKey(id), queryFn: () => get<IncidentPage>(path("incidents", id)) });
export const useExplanation = (id: string, wanted: boolean): UseQueryResult<Explanation> =>
  useQuery({ queryKey: ["explanation", id], queryFn: () => get<Explanation>(`${path("incidents", id)}/explanation`), enabled: wanted });
export const useDocument = (id: string | null): UseQueryResult<DocumentPage> =>
  useQuery({ queryKey: ["document", id], queryFn: () => get<DocumentPage>(path("documents", id!)), enabled: id !== null });
export const useLayers = (id: string, wanted: boolean): UseQueryResult<Layers> =>
  useQuery({ queryKey: ["layers", id], queryFn: () => get<Layers>(`${path("documents", id)}/layers`), enabled: wanted, staleTime: Infinity });

// Deciding -----------------------------------------------------------------------------------------------------

export interface Wish {
  kind: string;
  ids: string[];
  reason?: string;
  details?: Record<string, unknown>;
  versions?: Record<string, number>;
  said: string; // what was done, for the person
}

interface Done {
  decision: string;
  said: string;
  incident: string | null;
}

export const undoable = store<Done[]>([]);
const redoable: Done[] = [];
export const reviewed = store(0); // decisions on incidents in this session

const DONE: Record<string, string> = { accept: "accepted", reject: "rejected" };

/** Take a decision. Null when the person chose to look again after a conflict, or when it failed (they were told). */
export async function decide(wish: Wish): Promise<Decided | null> {
  try {
    const done = await send(wish);
    settle(done);
    undoable.set([...undoable.get(), { decision: done.decision.id, said: wish.said, incident: done.incidents[0]?.id ?? wish.ids[0] }]);
    redoable.length = 0;
    if (DONE[wish.kind]) reviewed.set(reviewed.get() + 1);
    say(wish.said, "done", true);
    return done;
  } catch (error) {
    if (error instanceof ApiError && error.status === 412 && error.difference) {
      const difference = error.difference;
      return new Promise((resolve) => openDialog({ name: "conflict", wish, difference, resolve }));
    }
    say(`Not done: ${error instanceof Error ? error.message : String(error)}`, "failed");
    return null;
  }
}

async function send(wish: Wish): Promise<Decided> {
  const versions = { ...wish.versions };
  const headers: Record<string, string> = { "idempotency-key": crypto.randomUUID() };
  const first = wish.ids[0];
  if (first in versions) {
    headers["if-match"] = `"${versions[first]}"`;
    delete versions[first];
  }
  const body = { kind: wish.kind, ids: wish.ids, reason: wish.reason ?? "", details: wish.details ?? {}, expect: versions };
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await post<Decided>("/decisions", body, headers);
    } catch (error) {
      if (error instanceof ApiError || attempt >= 2) throw error; // the key makes a repeat safe after a lost answer
      await new Promise((resolve) => setTimeout(resolve, 400 * (attempt + 1)));
    }
  }
}

/** Let everything on the screen know what a decision changed, without taking the list from under the person. Versions
 * are known at once, so that the next decision never meets a conflict with the one before; the rest is asked for. */
function settle(done: Decided): void {
  const fresh = new Map(done.incidents.map((sketch) => [sketch.id, sketch]));
  const gone = new Set(done.gone.filter((id) => !fresh.has(id)));
  client.setQueriesData<InfiniteData<{ results: Sketch[] }>>({ queryKey: ["list"] }, (data) => {
    if (!data) return data;
    const patch = (sketch: Sketch): Sketch => {
      const next = fresh.get(sketch.id);
      if (next) return { ...next, rule: sketch.rule };
      return gone.has(sketch.id) ? { ...sketch, state: "gone" } : sketch;
    };
    return { ...data, pages: data.pages.map((page) => ({ ...page, results: page.results.map(patch) })) };
  });
  for (const sketch of fresh.values()) client.setQueryData<IncidentPage>(incidentKey(sketch.id), (page) => page && { ...page, sketch });
  client.setQueriesData<DocumentPage>({ queryKey: ["document"] }, (page) => page && { ...page, incidents: page.incidents.map((i) => ({ ...i, version: fresh.get(i.id)?.version ?? i.version })) });
  for (const queryKey of [["incident"], ["explanation"], ["document"], ["counts"], ["decisions"], ["points"]]) void client.invalidateQueries({ queryKey });
}

let turn: Promise<void> = Promise.resolve();

/** One undo or redo after the other, in the order in which they were asked for. */
function inTurn(act: () => Promise<void>): Promise<void> {
  turn = turn.then(act, act);
  return turn;
}

/** Take back the last decision of this session; when there is none, the last one in the register that is in force. */
export const undo = (): Promise<void> =>
  inTurn(async () => {
    const last = undoable.get().at(-1) ?? (await lastInForce());
    if (!last) {
      say("Nothing is left to undo", "failed");
      return;
    }
    const done = await takeBack(last);
    if (done) {
      undoable.set(undoable.get().filter((one) => one !== last));
      redoable.push({ ...last, decision: done.decision.id });
      say(`Undone: ${last.said}`);
    }
  });

/** Take back the undo that came last. */
export const redo = (): Promise<void> =>
  inTurn(async () => {
    const last = redoable.at(-1);
    if (!last) {
      say("Nothing is left to redo", "failed");
      return;
    }
    const done = await takeBack(last);
    if (done) {
      redoable.pop();
      undoable.set([...undoable.get(), { ...last, decision: done.decision.id }]);
      say(`Done again: ${last.said}`, "done", true);
    }
  });

async function takeBack(what: Done): Promise<Decided | null> {
  try {
    const done = await send({ kind: "undo", ids: [what.decision], said: "" });
    settle(done);
    const incident = done.incidents[0]?.id ?? what.incident;
    if (incident && location.pathname.startsWith("/incidents")) navigate(path("incidents", incident) + keepFilters(new URLSearchParams(location.search)));
    return done;
  } catch (error) {
    say(`Not undone: ${error instanceof Error ? error.message : String(error)}`, "failed");
    return null;
  }
}

async function lastInForce(): Promise<Done | null> {
  const { results } = await get<{ results: Decision[] }>("/decisions", { limit: 200 });
  const found = results.find((decision) => !decision.undone && decision.kind !== "undo");
  return found ? { decision: found.id, said: `${words(found.kind)} by ${found.author}`, incident: found.anchors[0]?.id ?? null } : null;
}

/** Send a wish again with the versions of now, after the person saw what others did meanwhile. */
export function insist(wish: Wish, difference: Difference[]): Promise<Decided | null> {
  const versions = { ...wish.versions };
  for (const { incident, seen, now } of difference) {
    for (const id of Object.keys(versions)) if (versions[id] === seen || id === incident) versions[id] = now;
  }
  return decide({ ...wish, versions });
}

/** After a conflict that the person has read: dialogs that are open go on from the versions of now. */
export function lookAgain(difference: Difference[]): void {
  const now = new Map(difference.flatMap((d) => [[d.incident, d.now]] as const));
  const fresh = (page: IncidentPage): IncidentPage => {
    const version = now.get(page.incident.id);
    return version === undefined ? page : { ...page, sketch: { ...page.sketch, version } };
  };
  dialogs.set(dialogs.get().map((dialog) => ("page" in dialog ? { ...dialog, page: fresh(dialog.page) } : dialog)));
  for (const queryKey of [["incident"], ["document"]]) void client.invalidateQueries({ queryKey });
}
