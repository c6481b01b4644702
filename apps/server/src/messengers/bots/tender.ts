import { isFailure } from '../failure.ts';
import { tendInvites } from '../invites/tend-invites.ts';
import { isInviting, type Messenger } from '../messenger.ts';
import type { MessengersOptions, Timing } from '../options.ts';
import { approveDue } from '../people/join-requests.ts';
import { sendDue } from '../people/messages.ts';
import type { BotRow } from './bot.ts';
import { checkBot } from './check-bot.ts';
import { anyPolling, disconnectBot } from './connect.ts';
import { projectsOfBot, type TendedProject } from './projects-of-bot.ts';
import { receiveUpdates } from './receive.ts';
import { Rounds } from './rounds.ts';

export interface TenderOptions extends MessengersOptions {
  readonly timing: Timing;
  /** Whether this process may still act for the bot. */
  readonly holds: (botKey: string) => boolean;
}

/**
 * All that is done for one bot, by the one process that has its lease: reading updates, checks, requests to join and messages, invite
 * links. Each has rounds of its own, so that a pause which the messenger wants for one never holds up the others.
 */
export class Tender {
  readonly #options: TenderOptions;
  readonly #messenger: Messenger;
  readonly #rounds: readonly Rounds[];
  readonly #leftAloneUntilMs = new Map<string, number>();
  #bot: BotRow;
  #next: string | null = null;
  #conflicts = 0;

  constructor(options: TenderOptions, messenger: Messenger, bot: BotRow) {
    this.#options = options;
    this.#messenger = messenger;
    this.#bot = bot;
    const { lookMs } = options.timing;
    const kinds: ReadonlyArray<readonly [string, (signal: AbortSignal) => Promise<number>]> = [
      ['check', () => this.#check()],
      ['poll', (signal) => this.#poll(signal)],
      ['people', () => this.#people()],
      ['invites', () => this.#invites()],
    ];
    this.#rounds = kinds.map(([kind, round]) =>
      new Rounds(
        (signal) => {
          const pauseMs = this.#leftAloneMs(kind);
          if (pauseMs > 0) return Promise.resolve(pauseMs);
          return options.holds(bot.bot_key) ? round(signal) : Promise.resolve(lookMs);
        },
        (error) => options.log('a bot could not be tended', { kind, bot: bot.username, error }),
      ).start(),
    );
  }

  /** What the row says now, such as that somebody asked for a check. */
  see(bot: BotRow): void {
    this.#bot = bot;
  }

  wake(): void {
    for (const rounds of this.#rounds) rounds.wake();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#rounds.map((rounds) => rounds.stop()));
  }

  /** For how long the messenger still wants to be left alone with such calls, whoever wakes the round. */
  #leftAloneMs(kind: string): number {
    return (this.#leftAloneUntilMs.get(kind) ?? 0) - this.#options.now();
  }

  #leaveAlone(kind: 'poll' | 'people' | 'invites', ms: number): number {
    this.#leftAloneUntilMs.set(kind, this.#options.now() + ms);
    return ms;
  }

  #projects(): Promise<TendedProject[]> {
    return projectsOfBot(this.#options, this.#bot.bot_key);
  }

  async #check(): Promise<number> {
    const { now, timing, pool } = this.#options;
    const bot = this.#bot;
    if (bot.check_at.getTime() > now()) return timing.lookMs;
    const projects = await this.#projects();
    if (projects.length === 0) {
      await disconnectBot(this.#messenger, bot).catch(() => {});
      await pool.query(
        'delete from bots where bot_key = $1 and not exists (select from messengers where messengers.bot_key = bots.bot_key)',
        [bot.bot_key],
      );
      return timing.lookMs;
    }
    await checkBot({ ...this.#options, checkMs: timing.checkMs }, this.#messenger, bot, projects);
    const saved = await pool.query<BotRow>('select * from bots where bot_key = $1', [bot.bot_key]);
    this.#bot = saved.rows[0] ?? this.#bot;
    for (const rounds of this.#rounds.slice(1)) rounds.wake();
    return timing.lookMs;
  }

  /** Confirms with each call what the one before brought, which by then is on disk. */
  async #poll(signal: AbortSignal): Promise<number> {
    const { timing, holds } = this.#options;
    const bot = this.#bot;
    if (bot.mode !== 'polling') return timing.lookMs;
    try {
      const { updates, next } = await this.#messenger.poll(this.#next, signal);
      if (!holds(bot.bot_key)) return timing.lookMs;
      const bodies = updates.map((update) => Buffer.from(JSON.stringify(update)));
      if (bodies.length > 0) {
        const { bot_key: key, platform } = bot;
        await receiveUpdates(this.#options, { key, platform, projects: await this.#projects() }, bodies);
        this.#rounds[2]?.wake();
      }
      this.#next = next;
      this.#conflicts = 0;
      return 0;
    } catch (error) {
      if (signal.aborted || !holds(bot.bot_key)) return timing.lookMs;
      if (!isFailure(error)) throw error;
      if (error.class === 'conflict' && bot.take_over !== anyPolling) await this.#conflict(error.message);
      if (error.class === 'token') await this.#askForCheck();
      return this.#leaveAlone('poll', error.afterMs ?? 2 * timing.lookMs);
    }
  }

  /** A single one may be a poll of this server's own that was still open somewhere; another program comes back. */
  async #conflict(detail: string): Promise<void> {
    this.#conflicts += 1;
    if (this.#conflicts > 1 || /webhook/i.test(detail)) await this.#giveWay(detail);
  }

  /** Somebody else reads these updates, or has set a webhook: they were here first, or the owner wants it so. */
  async #giveWay(detail: string): Promise<void> {
    const problems = [{ code: 'polled_elsewhere', detail }];
    await this.#options.pool.query(`update bots set mode = 'off', problems = $2 where bot_key = $1`, [
      this.#bot.bot_key,
      JSON.stringify(problems),
    ]);
    this.#bot = { ...this.#bot, mode: 'off' };
    // A webhook has an address that can be shown: a check finds it.
    if (/webhook/i.test(detail)) await this.#askForCheck();
  }

  async #askForCheck(): Promise<void> {
    const { pool, now } = this.#options;
    await pool.query('update bots set check_at = $2 where bot_key = $1', [this.#bot.bot_key, new Date(now())]);
  }

  async #people(): Promise<number> {
    const { timing } = this.#options;
    const projects = await this.#projects();
    const ids = projects.map(({ project }) => project.projectId);
    const mayGoOn = (): boolean => this.#options.holds(this.#bot.bot_key);
    const messages = await sendDue(this.#options, this.#messenger, ids, mayGoOn);
    const requests = isInviting(this.#messenger)
      ? await approveDue(this.#options, this.#messenger, projects, mayGoOn)
      : { done: 0, pauseMs: 0 };
    const pauseMs = Math.max(messages.pauseMs, requests.pauseMs);
    return pauseMs > 0 ? this.#leaveAlone('people', pauseMs) : pauseAfter(messages.done + requests.done, timing);
  }

  async #invites(): Promise<number> {
    const { timing } = this.#options;
    if (!isInviting(this.#messenger)) return 60_000;
    const projects = await this.#projects();
    const mayGoOn = (): boolean => this.#options.holds(this.#bot.bot_key);
    const became = await tendInvites(this.#options, this.#messenger, projects, mayGoOn);
    if (became.trouble) await this.#askForCheck();
    return became.pauseMs === null ? timing.lookMs : this.#leaveAlone('invites', became.pauseMs);
  }
}

function pauseAfter(done: number, { lookMs }: Timing): number {
  return done > 0 ? 0 : lookMs;
}
