import type { MessengerFailure } from '../failure.ts';
import { tendInvites } from '../invites/tend-invites.ts';
import { isInviting, type Messenger } from '../messenger.ts';
import type { Timing } from '../options.ts';
import { approveDue } from '../people/join-requests.ts';
import { sendDue } from '../people/messages.ts';
import type { BotRow } from './bot.ts';
import { checkBot } from './check-bot.ts';
import { disconnectBot } from './connect.ts';
import { isAboutWebhook, Polling, type PollingOptions } from './polling.ts';
import { projectsOfBot, type TendedProject } from './projects-of-bot.ts';
import { type Round, Rounds } from './rounds.ts';

export interface TenderOptions extends PollingOptions {
  readonly timing: Timing;
}

type Work = 'check' | 'poll' | 'people' | 'invites';

/**
 * All that is done for one bot, by the one process that has its lease: reading updates, checks, requests to join and messages, invite
 * links. Each has rounds of its own, so that a pause which the messenger wants for one never holds up the others.
 */
export class Tender {
  readonly #options: TenderOptions;
  readonly #messenger: Messenger;
  readonly #polling: Polling;
  readonly #rounds: Readonly<Record<Work, Rounds>>;
  readonly #leftAloneUntilMs = new Map<Work, number>();
  #bot: BotRow;

  constructor(options: TenderOptions, messenger: Messenger, bot: BotRow) {
    this.#options = options;
    this.#messenger = messenger;
    this.#polling = new Polling(options, messenger);
    this.#bot = bot;
    this.#rounds = {
      check: this.#startRounds('check', () => this.#check()),
      poll: this.#startRounds('poll', (signal) => this.#poll(signal)),
      people: this.#startRounds('people', () => this.#people()),
      invites: this.#startRounds('invites', () => this.#invites()),
    };
  }

  /** What the row says now, such as that somebody asked for a check. */
  see(bot: BotRow): void {
    this.#bot = bot;
  }

  wake(): void {
    for (const rounds of Object.values(this.#rounds)) rounds.wake();
  }

  async stop(): Promise<void> {
    await Promise.all(Object.values(this.#rounds).map((rounds) => rounds.stop()));
  }

  /** A round that is left out, since the bot is another's or wants to be left alone, comes again. */
  #startRounds(work: Work, round: Round): Rounds {
    const { holds, log, timing } = this.#options;
    const whereFree: Round = async (signal) => {
      const pauseMs = this.#leftAloneMs(work);
      if (pauseMs > 0) return pauseMs;
      return holds(this.#bot.bot_key) ? round(signal) : timing.lookMs;
    };
    const onFailure = (error: unknown): void =>
      log('a bot could not be tended', { kind: work, bot: this.#bot.username, error });
    return new Rounds(whereFree, onFailure).start();
  }

  /** For how long the messenger still wants to be left alone with such calls, whoever wakes the round. */
  #leftAloneMs(work: Work): number {
    return (this.#leftAloneUntilMs.get(work) ?? 0) - this.#options.now();
  }

  #leaveAlone(work: Work, ms: number): number {
    this.#leftAloneUntilMs.set(work, this.#options.now() + ms);
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
    const { poll, people, invites } = this.#rounds;
    for (const rounds of [poll, people, invites]) rounds.wake();
    return timing.lookMs;
  }

  async #poll(signal: AbortSignal): Promise<number> {
    const { lookMs } = this.#options.timing;
    if (this.#bot.mode !== 'polling') return lookMs;
    const polled = await this.#polling.poll(this.#bot, signal);
    if (polled.kind === 'left') return lookMs;
    if (polled.kind === 'read') {
      if (polled.updates > 0) this.#rounds.people.wake();
      return 0;
    }
    const { failure, isReadElsewhere } = polled;
    if (isReadElsewhere) await this.#giveWay(failure);
    if (failure.class === 'token') await this.#askForCheck();
    return this.#leaveAlone('poll', failure.afterMs ?? 2 * lookMs);
  }

  /** Somebody else reads these updates, or has set a webhook: they were here first, or the owner wants it so. */
  async #giveWay(failure: MessengerFailure): Promise<void> {
    const problems = [{ code: 'polled_elsewhere', detail: failure.message }];
    await this.#options.pool.query(`update bots set mode = 'off', problems = $2 where bot_key = $1`, [
      this.#bot.bot_key,
      JSON.stringify(problems),
    ]);
    this.#bot = { ...this.#bot, mode: 'off' };
    // A check finds whose webhook it is.
    if (isAboutWebhook(failure)) await this.#askForCheck();
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
