import { HttpCaller } from './http-caller.ts';
import type { KillableServer } from './killable-server.ts';
import { factKey, type Ledger } from './ledger.ts';
import type { TestedProject } from './project.ts';

export interface Probe {
  readonly status: number | null;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
  readonly body: string;
}

const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };

export interface ProbedSite {
  readonly server: Pick<KillableServer, 'url'>;
  readonly project: TestedProject;
  readonly ledger: Ledger;
}

/** One request of each kind, to see what the server does while its storage is away. */
export class Probes {
  readonly #site: ProbedSite;
  readonly #caller = new HttpCaller(8);

  constructor(site: ProbedSite) {
    this.#site = site;
  }

  /** An event that is told by nobody else: the ledger knows of it, too. */
  async event(): Promise<Probe> {
    const { project, ledger } = this.#site;
    const [user_id, event_type] = [String(1_000_000 + ledger.nextNumber()), `probe ${ledger.nextNumber()}`];
    const told = ledger.fact(factKey('event', user_id, event_type), false);
    const probe = await this.#ask('POST', `/v1/${project.key}/add_event`, JSON.stringify({ user_id, event_type }));
    ledger.note(told, probe.status === 200 ? 'acknowledged' : 'unanswered');
    return probe;
  }

  userInfo(): Promise<Probe> {
    return this.#ask('POST', `/v1/${this.#site.project.key}/get_user_info`, JSON.stringify({ user_id: '1' }));
  }

  click(): Promise<Probe> {
    return this.#ask('GET', `${this.#site.project.linkPath}?yclid=1&utm_campaign=probe`);
  }

  health(): Promise<Probe> {
    return this.#ask('GET', '/healthz');
  }

  readiness(): Promise<Probe> {
    return this.#ask('GET', '/readyz');
  }

  /** All of them at once. */
  async all(): Promise<Record<'event' | 'userInfo' | 'click' | 'health' | 'readiness', Probe>> {
    const [event, userInfo, click, health, readiness] = await Promise.all([
      this.event(),
      this.userInfo(),
      this.click(),
      this.health(),
      this.readiness(),
    ]);
    return { event, userInfo, click, health, readiness };
  }

  close(): void {
    this.#caller.close();
  }

  async #ask(verb: 'GET' | 'POST', path: string, body?: string): Promise<Probe> {
    const url = `${this.#site.server.url}${path}`;
    const reply = await this.#caller.call({ verb, url, headers: browser, ...(body === undefined ? {} : { body }) });
    if (reply.kind === 'lost') return { status: null, retryAfter: undefined, location: undefined, body: 'lost' };
    const { status, headers } = reply;
    return { status, retryAfter: headers['retry-after'], location: headers.location, body: reply.body };
  }
}
