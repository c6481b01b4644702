import { type Answer, jsonAnswer } from '../stand-in/answer.ts';
import type { PlatformRequest } from '../stand-in/stand-in.ts';
import type { Datasets } from './datasets.ts';
import { GraphError, graphErrorAnswer, invalidParameter, notFound } from './graph-error.ts';
import { type Fields, fieldsOf, readServerEvent } from './server-event.ts';

/** Versions that are alive on 22 Nov 2026. Source: adplatforms.md §4.1. */
const VERSIONS: ReadonlySet<string> = new Set(['v21.0', 'v22.0', 'v23.0', 'v24.0', 'v25.0', 'v26.0']);
const EVENTS_MAX = 1000;
const PARAMETERS: ReadonlySet<string> = new Set([
  'data',
  'access_token',
  'test_event_code',
  'partner_agent',
  'appsecret_proof',
]);

/** `POST /<version>/<dataset>/events`, and the look at a dataset (adplatforms.md §4.2). Every refusal is an answer. */
export function answerGraph(datasets: Datasets, request: PlatformRequest, nowMs: number): Answer {
  try {
    const [, version = '', datasetId = '', edge] = /^\/([^/]+)\/(\d+)(\/events)?$/.exec(request.pathname) ?? [];
    if (!VERSIONS.has(version) || datasetId === '') throw notFound(request.pathname);
    if (request.method === 'POST' && edge !== undefined) return takeEvents(datasets, datasetId, request, nowMs);
    if (request.method === 'GET' && edge === undefined) return lookAt(datasets, datasetId, request);
    throw notFound(request.pathname);
  } catch (error) {
    if (error instanceof GraphError) return graphErrorAnswer(error);
    throw error;
  }
}

function takeEvents(datasets: Datasets, datasetId: string, request: PlatformRequest, nowMs: number): Answer {
  const body = readBody(request);
  datasets.authorise(datasetId, textOf(body, 'access_token') ?? request.query.get('access_token'));
  for (const name of Object.keys(body)) if (!PARAMETERS.has(name)) throw invalidParameter(`${name} is unknown`);
  const { data } = body;
  if (!Array.isArray(data) || data.length === 0) throw invalidParameter('data: a list of events is needed');
  if (data.length > EVENTS_MAX) throw invalidParameter(`data: at most ${EVENTS_MAX} events`);
  const testEventCode = textOf(body, 'test_event_code');
  if (testEventCode !== null && !/^TEST\d+$/.test(testEventCode)) throw invalidParameter('test_event_code');
  // All of them before the first is stored: one bad event refuses the request.
  const events = data.map((item: unknown) => readServerEvent(item, nowMs));
  for (const event of events) datasets.take(datasetId, event, testEventCode, nowMs);
  return jsonAnswer(200, { events_received: events.length, messages: [], fbtrace_id: 'AbCdEfGhIjK' });
}

function lookAt(datasets: Datasets, datasetId: string, { query }: PlatformRequest): Answer {
  datasets.authorise(datasetId, query.get('access_token'));
  return jsonAnswer(200, { id: datasetId, name: `Dataset ${datasetId}` });
}

function readBody({ headers, body }: PlatformRequest): Fields {
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) throw invalidParameter('a JSON body is needed');
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw invalidParameter('the body is not JSON');
  }
  return fieldsOf(value, 'body');
}

function textOf(fields: Fields, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' ? value : null;
}
