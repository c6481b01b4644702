import type pg from 'pg';
import { startCodeOf } from '../../domain/start-code.ts';
import { type NowOrLater, whenKnown } from '../../domain/when-known.ts';
import { givesPersonalLinks, goesThroughBot, tendedProject } from '../bots/projects-of-bot.ts';
import type { MessengersOptions } from '../options.ts';
import { asksToJoin } from '../people/join-requests.ts';
import type { PoolLink } from './invite-pool.ts';
import { InviteStock } from './invite-stock.ts';

/** Where to send a visitor of a channel, instead of to the channel's plain address. */
export interface WayIn {
  readonly location: string;
  /** The location is an invite link of the pool, at this place, and this visitor's alone once their click is stored with it; null: it is not. */
  readonly invitePlace: number | null;
  /** The invite link that all visitors of the tracking link share; null: there is none. */
  readonly shared: string | null;
}

export interface Visit {
  readonly projectId: string;
  readonly linkId: string | null;
  readonly clickId: string;
  /** A person's: a machine is shown the way, but gets no link of its own. */
  readonly isPersons: boolean;
}

type Plan =
  | { readonly kind: 'none' }
  | { readonly kind: 'hop'; readonly bot: string }
  | {
      readonly kind: 'personal';
      readonly leaseMs: number;
      readonly asks: (linkId: string | null) => boolean;
      readonly shared: ReadonlyMap<string, string>;
    };

interface Remembered {
  plan: NowOrLater<Plan>;
  readonly untilMs: number;
}

const none: Plan = { kind: 'none' };
const remembersMs = 10_000;

/** Finds the way in for visitors of channels, from memory wherever it can. */
export class WaysIn {
  readonly #options: Pick<MessengersOptions, 'pool' | 'project' | 'now' | 'log'>;
  readonly #stock: InviteStock;
  readonly #plans = new Map<string, Remembered>();

  constructor(options: Pick<MessengersOptions, 'pool' | 'project' | 'now' | 'log'>) {
    this.#options = options;
    this.#stock = new InviteStock(options);
  }

  /**
   * An invite link of this visitor's own; the way through the bot; where the pool is empty the link that all visitors of the tracking link
   * share, by which a join is known to come from the tracking link but not from which click. Null: the channel's plain address.
   */
  find(visit: Visit): NowOrLater<WayIn | null> {
    const plan = this.#plan(visit.projectId);
    return whenKnown(plan, (known) => this.#way(known, visit));
  }

  /** Something was changed: it is looked up anew. */
  forget(): void {
    this.#plans.clear();
  }

  release(): Promise<void> {
    return this.#stock.release();
  }

  #way(plan: Plan, { projectId, linkId, clickId, isPersons }: Visit): NowOrLater<WayIn | null> {
    if (plan.kind === 'none') return null;
    if (plan.kind === 'hop')
      return { location: `${plan.bot}?start=${startCodeOf(clickId)}`, invitePlace: null, shared: null };
    const shared = (linkId === null ? undefined : plan.shared.get(linkId)) ?? null;
    const own = isPersons ? this.#stock.take(projectId, plan.asks(linkId), plan.leaseMs) : null;
    return whenKnown(own, (taken) => personal(taken, shared));
  }

  /** From memory, or a promise of what is being loaded. */
  #plan(projectId: string): NowOrLater<Plan> {
    const known = this.#plans.get(projectId);
    if (known !== undefined && known.untilMs > this.#options.now()) return known.plan;
    const plan = this.#load(projectId);
    const remembered: Remembered = { plan, untilMs: this.#options.now() + remembersMs };
    this.#plans.set(projectId, remembered);
    plan.then(
      (loaded) => {
        remembered.plan = loaded;
      },
      () => {
        if (this.#plans.get(projectId) === remembered) this.#plans.delete(projectId);
      },
    );
    return plan;
  }

  async #load(projectId: string): Promise<Plan> {
    const tended = await tendedProject(this.#options, projectId);
    if (tended === null || tended.project.kind !== 'channel') return none;
    if (goesThroughBot(tended)) {
      const host = tended.project.platform === 'telegram' ? 't.me' : 'max.ru';
      return tended.botUsername === null ? none : { kind: 'hop', bot: `https://${host}/${tended.botUsername}` };
    }
    if (!givesPersonalLinks(tended)) return none;
    const { approvals, shared } = await loadLinks(this.#options.pool, projectId);
    return {
      kind: 'personal',
      leaseMs: tended.settings.leaseDays * 86_400_000,
      asks: (linkId) => asksToJoin(tended, linkId === null ? null : approvals.get(linkId)),
      shared,
    };
  }
}

function personal(own: PoolLink | null, shared: string | null): WayIn | null {
  if (own !== null) return { location: own.inviteLink, invitePlace: own.place, shared };
  return shared === null ? null : { location: shared, invitePlace: null, shared };
}

async function loadLinks(pool: pg.Pool, projectId: string) {
  const approvals = await pool.query<{ link_id: string; auto_approve_seconds: number }>(
    'select link_id, auto_approve_seconds from links where project_id = $1 and auto_approve_seconds is not null',
    [projectId],
  );
  const shared = await pool.query<{ link_id: string; invite_link: string }>(
    `select link_id, invite_link from invite_links where project_id = $1 and place is null and revoked_at is null and link_id is not null`,
    [projectId],
  );
  return {
    approvals: new Map(approvals.rows.map((row) => [row.link_id, row.auto_approve_seconds])),
    shared: new Map(shared.rows.map((row) => [row.link_id, row.invite_link])),
  };
}
