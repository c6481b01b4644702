import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { Leases } from './bots/lease.ts';
import { Rounds } from './bots/rounds.ts';
import { syncBots } from './bots/sync-bots.ts';
import { Tender } from './bots/tender.ts';
import { hookRoutes } from './bots/webhooks.ts';
import { type Visit, type WayIn, WaysIn } from './invites/way-in.ts';
import { makeOwnerCode } from './notify/owner-chats.ts';
import { sendToOwners } from './notify/send-to-owners.ts';
import { type MessengersOptions, type Timing, usualTiming } from './options.ts';
import { type MessengerOverview, readOverview } from './overview.ts';
import { askForCheck, changeMessenger, isCheckDue, type MessengerChange } from './settings.ts';

/** A visitor waits no longer; what comes later is given back when its reservation ends. */
const wayInMsMax = 500;
const checkWaitMs = 12_000;
const checkLookMs = 50;

/**
 * The server's own bots: their updates, the invite links and approvals of their channels, their messages. Several processes share a
 * database: each bot is tended by one of them, and goes to another when that one stops or dies.
 */
export class Messengers {
  readonly #options: MessengersOptions & { readonly timing: Timing };
  readonly #leases: Leases;
  readonly #ways: WaysIn;
  readonly #tenders = new Map<string, Tender>();
  readonly #rounds: Rounds;

  constructor(options: MessengersOptions) {
    this.#options = { ...options, timing: { ...usualTiming, ...options.timing } };
    const { pool, now, timing, log } = this.#options;
    this.#leases = new Leases(pool, now, timing.leaseMs);
    this.#ways = new WaysIn(options);
    this.#rounds = new Rounds(
      () => this.#look(),
      (error) => log('the bots could not be looked after', { error }),
    );
  }

  start(): void {
    this.#rounds.start();
  }

  /** Ends what is under way; the bots are free for another process at once. */
  async stop(): Promise<void> {
    await this.#rounds.stop();
    await Promise.all([...this.#tenders.values()].map((tender) => tender.stop()));
    this.#tenders.clear();
    await this.#ways.release();
    await this.#leases.release();
  }

  /** The configuration of some project was changed. */
  changed(): void {
    this.#ways.forget();
    this.#rounds.wake();
  }

  /** Something was put down for the bots of this process, if they are its own. */
  wake(): void {
    for (const tender of this.#tenders.values()) tender.wake();
  }

  /** Null where there is none, or it could not be found in time: a visitor is sent on in any case. */
  wayIn(visit: Visit): WayIn | null | Promise<WayIn | null> {
    const found = this.#ways.find(visit);
    return found instanceof Promise ? this.#inTime(found, visit) : found;
  }

  /** Sends a text to all connected owners' chats of a project, once for each key. Gives how many chats it goes to. */
  async sendToOwners(projectId: string, key: string, text: string): Promise<number> {
    const chats = await sendToOwners(this.#options, projectId, key, text);
    this.wake();
    return chats;
  }

  overview(projectId: string): Promise<MessengerOverview> {
    return readOverview(this.#options.pool, projectId);
  }

  async change(projectId: string, change: MessengerChange): Promise<MessengerOverview> {
    await changeMessenger(this.#options, projectId, change);
    this.changed();
    return this.overview(projectId);
  }

  /** Looks at the bot at once and gives what was found; after some seconds, what was known before. */
  async check(projectId: string, takeOver: boolean): Promise<MessengerOverview> {
    await syncBots(this.#options);
    const askedMs = await askForCheck(this.#options, projectId, takeOver);
    this.#rounds.wake();
    this.wake();
    const giveUpMs = performance.now() + checkWaitMs;
    while (performance.now() < giveUpMs) {
      if (!(await isCheckDue(this.#options.pool, projectId, askedMs))) break;
      await delay(checkLookMs);
    }
    return this.overview(projectId);
  }

  ownerCode(projectId: string): Promise<{ readonly code: string; readonly expiresMs: number }> {
    return makeOwnerCode(this.#options, projectId);
  }

  /** Gives whether the chat was connected. */
  async forgetOwnerChat(projectId: string, chatId: string): Promise<boolean> {
    const gone = await this.#options.pool.query('delete from owner_chats where project_id = $1 and chat_id = $2', [
      projectId,
      chatId,
    ]);
    return gone.rowCount === 1;
  }

  routes(app: FastifyInstance): void {
    hookRoutes(app, { ...this.#options, onReceived: () => this.wake() });
  }

  #inTime(finding: Promise<WayIn | null>, { projectId }: Visit): Promise<WayIn | null> {
    const found = finding.catch((error: unknown) => {
      this.#options.log('the way into a channel was not found', { projectId, error });
      return null;
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), wayInMsMax);
    });
    return Promise.race([found, late]).finally(() => clearTimeout(timer));
  }

  async #look(): Promise<number> {
    const { timing } = this.#options;
    await syncBots(this.#options);
    const bots = await this.#leases.take();
    const held = new Set(bots.map(({ bot_key }) => bot_key));
    for (const [key, tender] of this.#tenders) {
      if (held.has(key)) continue;
      this.#tenders.delete(key);
      void tender.stop();
    }
    for (const bot of bots) {
      const tender = this.#tenders.get(bot.bot_key);
      if (tender !== undefined) tender.see(bot);
      else this.#begin(bot);
    }
    return timing.lookMs;
  }

  #begin(bot: Awaited<ReturnType<Leases['take']>>[number]): void {
    const { open, openMessenger, log } = this.#options;
    let token: string;
    try {
      token = open(bot.token_sealed);
    } catch (error) {
      log('the token of a bot cannot be read', { bot: bot.username, error });
      return;
    }
    const options = { ...this.#options, holds: (key: string) => this.#leases.holds(key) };
    this.#tenders.set(bot.bot_key, new Tender(options, openMessenger(bot.platform, token), bot));
  }
}
