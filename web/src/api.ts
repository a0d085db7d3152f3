// The only door to the server.
import { reviver } from "./text";
import type { Difference } from "./types";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    detail: string,
    readonly difference?: Difference[],
  ) {
    super(detail);
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export function queryText(query: Query): string {
  const given = Object.entries(query).filter(([, v]) => v !== null && v !== undefined && v !== "");
  return new URLSearchParams(given.map(([k, v]) => [k, String(v)])).toString();
}

export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const text = queryText(query);
  return read<T>(await fetch(`/api/v1${path}${text ? `?${text}` : ""}`, { signal, headers: { accept: "application/json" } }));
}

export async function post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
  const request = { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
  return read<T>(await fetch(`/api/v1${path}`, request));
}

async function read<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  let value: unknown;
  try {
    value = JSON.parse(text, reviver);
  } catch {
    throw new ApiError(answer.status, "Unreadable", `the server answered ${answer.status} with something that is no JSON`);
  }
  if (answer.ok) return value as T;
  const problem = value as { title?: string; detail?: string; difference?: Difference[] };
  throw new ApiError(answer.status, problem.title ?? "Failed", problem.detail ?? `status ${answer.status}`, problem.difference);
}

export const path = (...parts: string[]): string => parts.map((part) => `/${encodeURIComponent(part)}`).join("");
