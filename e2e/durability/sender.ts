import { setTimeout as delay } from 'node:timers/promises';
import type { ApiCall } from './calls.ts';
import type { HttpCaller, Reply } from './http-caller.ts';
import type { Ledger, Outcome } from './ledger.ts';
import type { Random } from './random.ts';

export interface Addresses {
  /** Base addresses of the servers: each attempt goes to any of them. */
  readonly servers: readonly [string, ...string[]];
  readonly key: string;
  readonly linkPath: string;
}

export interface SenderOptions {
  readonly addresses: Addresses;
  readonly caller: HttpCaller;
  readonly ledger: Ledger;
  readonly random: Random;
  /** Ends the tries that go on until they are acknowledged. */
  readonly stopped: () => boolean;
  /** A call sent to that server at that moment (`performance.now`) was acknowledged. */
  readonly onAcknowledged: (server: string, sentMs: number) => void;
}

const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };

/** A bot or constructor on one connection or two: what it does about answers that do not come differs from call to call. */
export class Sender {
  readonly #options: SenderOptions;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Opens the tracking link; gives the start code, or null where none was handed out. */
  async click(query: string): Promise<string | null> {
    const { addresses, caller, ledger, random } = this.#options;
    const server = random.pick(addresses.servers);
    const sentMs = performance.now();
    const reply = await caller.call({
      verb: 'GET',
      url: `${server}${addresses.linkPath}?${query}`,
      headers: browser,
    });
    if (reply.kind === 'lost') return null;
    const code = /[?&]start=(PJ[0-9a-f]{32})/.exec(reply.headers.location ?? '')?.[1];
    if (reply.status !== 302) {
      // A server that has not seen the link before cannot tell where it leads while the storage is away.
      if (reply.status !== 503) this.#wrong('a click', reply);
      return null;
    }
    if (code === undefined) {
      ledger.redirectsWithoutCode += 1;
      return null;
    }
    this.#options.onAcknowledged(server, sentMs);
    ledger.clickIds.push(code.slice(2));
    return code;
  }

  /** Makes the call, and again where it is not acknowledged and the sender is one that tries again. True: it is stored. */
  async send(call: ApiCall, user: 'known' | 'maybe unknown' = 'maybe unknown'): Promise<boolean> {
    const { random, stopped } = this.#options;
    const patience = random.pick([0, 1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
    // A queue that delivers at least once may deliver twice at once.
    if (call.repeatable && random.chance(0.1)) {
      const both = await Promise.all([this.#attempt(call, user), this.#attempt(call, user)]);
      if (both.includes('acknowledged')) return true;
    }
    for (let tries = 0; ; tries += 1) {
      const outcome = await this.#attempt(call, user);
      if (outcome === 'refused') return false;
      if (outcome === 'acknowledged') {
        if (call.repeatable && random.chance(0.1)) await this.#attempt(call, user);
        return true;
      }
      if (tries >= patience || stopped()) return false;
      await delay(random.whole(20, 150));
    }
  }

  async #attempt(call: ApiCall, user: 'known' | 'maybe unknown'): Promise<Outcome> {
    const { addresses, caller, ledger, random } = this.#options;
    const server = random.pick(addresses.servers);
    const told = ledger.fact(call.fact, call.repeatable);
    const { method, headers, body } = call;
    const sentMs = performance.now();
    const reply = await caller.call({
      verb: 'POST',
      url: `${server}/v1/${addresses.key}/${method}`,
      headers,
      body,
    });
    const outcome = this.#outcomeOf(call, reply, user);
    ledger.note(told, outcome);
    if (outcome === 'acknowledged') this.#options.onAcknowledged(server, sentMs);
    return outcome;
  }

  #outcomeOf(call: ApiCall, reply: Reply, user: 'known' | 'maybe unknown'): Outcome {
    if (reply.kind === 'lost') return reply.sent ? 'unanswered' : 'unsent';
    switch (reply.status) {
      case 200: {
        const requestId = reply.headers['x-request-id'];
        if (typeof requestId === 'string') this.#options.ledger.requestIds.push(requestId);
        return 'acknowledged';
      }
      case 409:
        // Stored already: only a call that was made before can be answered so.
        if (call.method !== 'add_event' || !call.repeatable) this.#wrong(call.fact, reply);
        return 'acknowledged';
      case 405:
        if (user === 'known') this.#wrong(`${call.fact}, whose start was acknowledged,`, reply);
        return 'refused';
      case 503:
        if (reply.headers['retry-after'] === undefined) this.#wrong(`${call.fact} (without Retry-After)`, reply);
        return 'unanswered';
      default:
        this.#wrong(call.fact, reply);
        return 'unanswered';
    }
  }

  #wrong(what: string, reply: Extract<Reply, { readonly kind: 'answer' }>): void {
    this.#options.ledger.wrongAnswers.push(`${what} was answered ${reply.status} ${reply.body.slice(0, 200).trim()}`);
  }
}
