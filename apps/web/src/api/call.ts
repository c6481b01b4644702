import { ApiProblem, readProblem } from './problem.ts';
import type { Routes } from './schema.gen.ts';

export type Route = keyof Routes;
export type GetRoute = Extract<Route, `GET ${string}`>;
export type Answer<R extends Route> = Routes[R]['answer'];

type Part<R extends Route, Name extends 'path' | 'query' | 'body'> = Routes[R][Name];
type Given<Name extends string, Value> = undefined extends Value
  ? { readonly [N in Name]?: undefined }
  : { readonly [N in Name]: Value };
type Asked<Value> = undefined extends Value
  ? { readonly query?: undefined }
  : Record<string, never> extends Value
    ? { readonly query?: Value }
    : { readonly query: Value };

/** What a call of a route takes: the parts of its path, its query, its body; exactly those that it has. */
export type Input<R extends Route> = Given<'path', Part<R, 'path'>> &
  Asked<Part<R, 'query'>> &
  Given<'body', Part<R, 'body'>>;

interface AnyInput {
  readonly path?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
}

/** Calls the management API. Throws an `ApiProblem` for anything but success. */
export async function call<R extends Route>(route: R, input: Input<R>, signal?: AbortSignal): Promise<Answer<R>> {
  const { path, query, body }: AnyInput = input;
  const [verb = 'GET', template = ''] = route.split(' ');
  const response = await send(verb, `${fill(template, path)}${queryText(query)}`, body, signal);
  return (response.status === 204 ? null : await response.json()) as Answer<R>;
}

/** The address of a route, for links that the browser follows itself: exports, pictures. */
export function addressOf<R extends GetRoute>(route: R, input: Input<R>): string {
  const { path, query }: AnyInput = input;
  return apiAddress(`${fill(route.slice('GET '.length), path)}${queryText(query)}`);
}

/** Where the API is: beside the page, also where a proxy serves both under a path. */
export function apiAddress(path: string): string {
  return new URL(`api/v1${path}`, document.baseURI).href;
}

async function send(verb: string, path: string, body: unknown, signal: AbortSignal | undefined): Promise<Response> {
  // Refusals are told in the language that the page is read in.
  const headers = { accept: 'application/json', 'accept-language': document.documentElement.lang };
  const request: RequestInit = { method: verb, headers, credentials: 'same-origin' };
  if (signal !== undefined) request.signal = signal;
  if (body !== undefined) {
    request.headers = { ...headers, 'content-type': 'application/json' };
    request.body = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(apiAddress(path), request);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiProblem({ name: 'offline', status: 0, detail: '', fields: [] });
  }
  if (!response.ok) throw await readProblem(response);
  return response;
}

function fill(template: string, path: Readonly<Record<string, string>> = {}): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
}

function queryText(query: Readonly<Record<string, unknown>> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const one of value) parameters.append(name, String(one));
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      parameters.set(name, String(value));
    }
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
