import { jsonAnswer } from '../stand-in/answer.ts';
import type { Clock } from '../stand-in/clock.ts';
import { type Fault, FaultQueue } from '../stand-in/faults.ts';
import { type RecordedRequest, RequestLog } from '../stand-in/request-log.ts';
import type { StandIn } from '../stand-in/stand-in.ts';
import { startStandIn } from '../stand-in/start.ts';
import { readPostback } from './tracker.ts';
import { readWebhook } from './webhook.ts';

export interface ReceiverOptions {
  /** Port on 127.0.0.1; 0 or absent takes a free one. */
  readonly port?: number;
  readonly now?: Clock;
  /** Secret of the webhooks that it takes: `whsec_` and base64. */
  readonly webhookSecret?: string;
}

/** An event as the receiver has it. */
export interface ReceivedEvent {
  /** By which it tells repeats: `tid` of a postback, `webhook-id` of a webhook; null: it counts whatever comes. */
  readonly key: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
  /** How often it arrived; counted once where there is a key. */
  readonly arrivals: number;
}

/**
 * A strict local stand-in for what owners let postbacks and webhooks go to: a tracker like Keitaro at `/<key>/postback`, one that
 * knows no repeats at `/plain`, and a receiver of Standard Webhooks at `/webhook`. It refuses what they refuse: another method, a
 * missing or unknown click, a status or sum that it cannot read, a signature that does not fit or is old.
 */
export interface Receiver {
  readonly url: string;
  /** Address of the tracker, without a query. */
  readonly trackerUrl: string;
  /** A click that the tracker has sold; postbacks of others are refused with 404. */
  addClick(clickId: string): void;
  /** Queues a misbehaviour for the next request it is meant for. */
  inject(fault: Fault): void;
  /** What counts, in the order of arrival: a repeat with a known key does not. */
  events(): readonly ReceivedEvent[];
  requests(): readonly RecordedRequest[];
  close(): Promise<void>;
}

const trackerKey = 'k3y';

export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const { now = Date.now, port, webhookSecret = null } = options;
  const clicks = new Set<string>();
  const events: { key: string | null; fields: Readonly<Record<string, unknown>>; arrivals: number }[] = [];
  const count = (key: string | null, fields: Readonly<Record<string, unknown>>): void => {
    const known = key === null ? undefined : events.find((event) => event.key === key);
    if (known === undefined) events.push({ key, fields, arrivals: 1 });
    else known.arrivals += 1;
  };
  const standIn: StandIn = {
    name: 'receiver',
    faults: new FaultQueue(),
    requests: new RequestLog(),
    bodyBytesMax: 64 * 1024,
    answer(request) {
      switch (request.pathname) {
        case `/${trackerKey}/postback`:
        case '/plain': {
          const read = readPostback(request, clicks);
          if (!read.ok) return jsonAnswer(read.status, { error: read.error });
          count(request.pathname === '/plain' ? null : (read.fields.tid ?? null), read.fields);
          return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'OK' };
        }
        case '/webhook': {
          const read = readWebhook(request, webhookSecret, now());
          if (!read.ok) return jsonAnswer(read.status, { error: read.error });
          count(read.id, read.message);
          return { status: 204, headers: {}, body: '' };
        }
        default:
          return jsonAnswer(404, { error: 'there is nothing here' });
      }
    },
    tooLarge: () => jsonAnswer(413, { error: 'too large' }),
    refuse: ({ status }) => jsonAnswer(status, { error: `status ${status} on demand` }),
    readFaultDetail: () => ({}),
    answerSideChannel: ({ resource }) => (resource === 'GET events' ? jsonAnswer(200, { events }) : null),
  };
  const running = await startStandIn(standIn, port);
  return {
    ...running,
    trackerUrl: `${running.url}/${trackerKey}/postback`,
    addClick: (clickId) => void clicks.add(clickId),
    inject: (fault) => standIn.faults.inject(fault),
    events: () => events.map((event) => ({ ...event })),
    requests: () => standIn.requests.list(),
  };
}
