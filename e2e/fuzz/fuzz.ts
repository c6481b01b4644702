import http from 'node:http';
import type { Platform } from '@otkuda/contract';
import { seededRandom } from '../durability/random.ts';
import { standBy } from './bystanders.ts';
import { readTargets } from './grammar.ts';
import { type FuzzCall, makeCall } from './make-call.ts';

/** A running server with a project whose key has no limits. */
export interface FuzzSite {
  readonly url: string;
  readonly adminToken: string;
  readonly platform: Platform;
  readonly projectId: string;
  readonly key: string;
}

export interface FuzzReport {
  readonly bodies: number;
  readonly seed: number;
  /** Answers by code; 200 is OK. */
  readonly codes: Readonly<Record<string, number>>;
  /** What must not happen, each with the call that made it. */
  readonly faults: readonly string[];
  readonly slowestMs: number;
  readonly slowest: string;
  readonly seconds: number;
}

/** Clients give up after 5 seconds. */
const patienceMs = 5_000;
const faultsMax = 10;

/** Sends so many generated and mutated bodies over all methods: none may end in a 500 or a hang, or change what is counted of others. */
export async function fuzz(
  site: FuzzSite,
  run: { readonly bodies: number; readonly seed: number },
): Promise<FuzzReport> {
  const targets = readTargets(site.platform);
  const random = seededRandom(run.seed);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  const bystanders = await standBy(site);
  const before = await bystanders.look();
  const codes: Record<string, number> = {};
  const faults: string[] = [];
  let slowest = { ms: 0, call: '' };
  let sent = 0;
  const startedAt = performance.now();
  const send = async (): Promise<void> => {
    while (sent < run.bodies && faults.length < faultsMax) {
      sent += 1;
      const call = makeCall(targets, random);
      const { code, fault, ms } = await judge(site, agent, call);
      codes[code] = (codes[code] ?? 0) + 1;
      if (fault !== null) faults.push(`${fault}: ${describe(call)}`);
      if (ms > slowest.ms) slowest = { ms, call: describe(call) };
    }
  };
  await Promise.all(Array.from({ length: 16 }, send));
  agent.destroy();
  if ((await bystanders.look()) !== before) faults.push('what is known of bystanders has changed');
  const seconds = (performance.now() - startedAt) / 1000;
  return { ...run, codes, faults, slowestMs: Math.round(slowest.ms), slowest: slowest.call, seconds };
}

async function judge(site: FuzzSite, agent: http.Agent, call: FuzzCall) {
  const startedAt = performance.now();
  const reply = await post(`${site.url}/v1/${site.key}/${call.method}`, agent, call);
  const ms = performance.now() - startedAt;
  if (reply === null) return { code: 'none', fault: 'no answer within 5 seconds', ms };
  return { code: String(reply.status), fault: faultOf(reply), ms };
}

interface Reply {
  readonly status: number;
  readonly body: string;
}

function faultOf({ status, body }: Reply): string | null {
  if (status === 500) return `500 ${body}`;
  try {
    const answer = JSON.parse(body) as { status?: unknown; error_code?: unknown; error_details?: unknown };
    const isOk = status === 200 && answer.status === 'OK';
    const isError =
      answer.status === 'error' && answer.error_code === status && typeof answer.error_details === 'string';
    return isOk || isError ? null : `no envelope, or a refusal without details: ${status} ${body.slice(0, 200)}`;
  } catch {
    return `no JSON: ${status} ${body.slice(0, 200)}`;
  }
}

/** Null where there was no answer in time, or the connection broke. */
function post(url: string, agent: http.Agent, { headers, body }: FuzzCall): Promise<Reply | null> {
  return new Promise((resolve) => {
    const request = http.request(url, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': body.length },
    });
    request.setTimeout(patienceMs, () => request.destroy(new Error('no answer')));
    request.once('error', () => resolve(null));
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', () => resolve(null));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
    });
    request.end(body);
  });
}

function describe({ method, headers, body }: FuzzCall): string {
  return `${method} ${JSON.stringify(headers)} ${JSON.stringify(body.toString().slice(0, 300))}`;
}
