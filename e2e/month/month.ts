import { setTimeout as delay } from 'node:timers/promises';
import type { MaxSimulator, TelegramSimulator } from '@otkuda/simulators';
import type pg from 'pg';
import type { Office } from './office.ts';
import { type ProjectName, projects, sources, type Visitor } from './sources.ts';
import type { Truth } from './truth.ts';
import { openLink, startCodeIn } from './visit.ts';

export interface MonthWorld {
  readonly url: string;
  readonly office: Office;
  readonly telegram: TelegramSimulator;
  readonly max: MaxSimulator;
  readonly chats: Readonly<Record<'private' | 'public' | 'maxChannel', number>>;
  readonly pool: pg.Pool;
  readonly truth: Truth;
  now(): number;
  /** Lets time pass. */
  pass(ms: number): void;
}

export const stepMs = 2 * 3_600_000;
const stepsPerDay = 12;
const clicksAtOnce = 16;
const hopDaysMax = 7;

type Deed = () => Promise<void> | void;

/**
 * Plays the visitors, step by step: in each the clicks come first, then what people do, and time passes when the server has taken it all.
 * What they do is written down in the truth at the same moment, and nothing that the server says is looked at.
 */
export class Month {
  readonly #world: MonthWorld;
  readonly #deeds = new Map<number, Deed[]>();

  constructor(world: MonthWorld) {
    this.#world = world;
  }

  async play(visitors: readonly Visitor[]): Promise<void> {
    const bySteps = Map.groupBy(visitors, (visitor) => visitor.step);
    for (let step = 0; step <= Math.max(0, ...bySteps.keys(), ...this.#deeds.keys()); step += 1) {
      const arriving = bySteps.get(step) ?? [];
      for (let from = 0; from < arriving.length; from += clicksAtOnce) {
        await Promise.all(arriving.slice(from, from + clicksAtOnce).map((visitor) => this.#arrive(visitor)));
      }
      const due = this.#deeds.get(step) ?? [];
      this.#deeds.delete(step);
      for (const deed of due) await deed();
      if (due.length > 0) await this.#settle();
      // Some deeds are answers to what the server did in this very step, such as the bot's button.
      const answers = this.#deeds.get(step) ?? [];
      this.#deeds.delete(step);
      for (const deed of answers) await deed();
      if (answers.length > 0) await this.#settle();
      this.#world.pass(stepMs);
    }
    await this.#settle();
  }

  #at(step: number, days: number, deed: Deed): void {
    const due = step + Math.round(days * stepsPerDay);
    this.#deeds.set(due, [...(this.#deeds.get(due) ?? []), deed]);
  }

  async #arrive(visitor: Visitor): Promise<void> {
    const { office, truth } = this.#world;
    const { url } = office.links[visitor.source] ?? { url: '' };
    if (visitor.preview) {
      await openLink(url, visitor, 'preview');
      truth.click(visitor.source, false);
    }
    let location = await openLink(url, visitor, 'person');
    truth.click(visitor.source, true);
    if (visitor.clicksTwice) {
      location = await openLink(url, visitor, 'person');
      truth.click(visitor.source, false);
    }
    if (visitor.goesOn === 'not') return;
    const source = sources[visitor.source];
    if (source === undefined) throw new Error(`there is no source ${visitor.source}`);
    const { kind } = projects[source.project];
    if (kind === 'bot')
      this.#at(visitor.step, visitor.goesOn === 'auto_detect' ? 0 : visitor.joinsAfterDays, () =>
        this.#start(source.project, visitor, location),
      );
    else if (source.project === 'private')
      this.#at(visitor.step, visitor.joinsAfterDays, () => this.#joinPrivate(visitor, location));
    else this.#at(visitor.step, 0, () => this.#hop(source.project, visitor, location));
  }

  async #start(project: ProjectName, visitor: Visitor, location: string): Promise<void> {
    const { telegram, max, office, url, truth } = this.#world;
    const { userId, source, goesOn } = visitor;
    const { bot, platform } = projects[project];
    if (goesOn === 'auto_detect') {
      const body = JSON.stringify({ user_id: String(userId), first_name: 'A', start_value: 'auto_detect' });
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}/v1/${office.key}/user_did_start_bot`, { method: 'POST', headers, body });
      if (!response.ok) throw new Error(`user_did_start_bot answered ${await response.text()}`);
      truth.detect(userId, source);
      return;
    }
    const code = goesOn === 'with_code' ? (startCodeIn(location) ?? '') : '';
    const start = (): void => {
      if (platform === 'telegram') telegram.start(userId, bot, code);
      else max.start(userId, bot, code === '' ? undefined : code);
      truth.start(project, userId, code === '' ? null : source);
    };
    start();
    truth.join(project, userId, code === '' ? null : source);
    if (visitor.startsTwice) this.#at(visitor.step, visitor.joinsAfterDays + 0.5, start);
    if (visitor.leavesAfterDays === null) return;
    this.#at(visitor.step, visitor.leavesAfterDays + 1, () => {
      if (platform === 'telegram') telegram.block(userId, bot);
      else max.stop(userId, bot);
      truth.leave(userId);
    });
  }

  #joinPrivate(visitor: Visitor, location: string): void {
    const { telegram, chats, truth } = this.#world;
    const room = telegram.chat(chats.private);
    if (visitor.goesOn === 'with_code') {
      const became = room.joinBy(visitor.userId, location);
      if (became !== 'joined' && became !== 'requested') throw new Error(`${location} let nobody in: ${became}`);
      truth.join('private', visitor.userId, visitor.source);
    } else {
      // Added by a friend who administers the channel.
      room.join(visitor.userId, 5);
      truth.join('private', visitor.userId, null);
    }
    this.#stay('private', visitor);
  }

  #hop(project: ProjectName, visitor: Visitor, location: string): void {
    const { telegram, max, truth } = this.#world;
    const { bot, platform } = projects[project];
    const { userId, source, joinsAfterDays } = visitor;
    const code = visitor.goesOn === 'with_code' ? startCodeIn(location) : null;
    if (code !== null) {
      if (platform === 'telegram') telegram.start(userId, bot, code);
      else max.start(userId, bot, code);
      truth.start(project, userId, source);
    }
    // Not so near the bound that a minute decides.
    const days =
      joinsAfterDays > hopDaysMax - 0.5 && joinsAfterDays < hopDaysMax + 0.5 ? hopDaysMax + 1 : joinsAfterDays;
    this.#at(visitor.step, days, () => {
      this.#enter(project, userId);
      truth.join(project, userId, code !== null && days <= hopDaysMax ? source : null);
      this.#stay(project, { ...visitor, joinsAfterDays: days });
    });
  }

  #stay(project: ProjectName, visitor: Visitor): void {
    const { truth } = this.#world;
    const { userId, step, leavesAfterDays, comesBackAfterDays, joinsAfterDays } = visitor;
    if (leavesAfterDays === null) return;
    const shift = Math.max(0, joinsAfterDays - leavesAfterDays) + 1;
    this.#at(step, leavesAfterDays + shift, () => {
      this.#go(project, userId);
      truth.leave(userId);
    });
    if (comesBackAfterDays === null) return;
    this.#at(step, comesBackAfterDays + shift + 1, () => {
      this.#enter(project, userId);
      truth.join(project, userId, null);
    });
  }

  #enter(project: ProjectName, userId: number): void {
    const { telegram, max, chats } = this.#world;
    if (project === 'maxChannel') max.join(userId, chats.maxChannel);
    else
      telegram
        .chat(project === 'private' ? chats.private : chats.public)
        .join(userId, project === 'private' ? 5 : userId);
  }

  #go(project: ProjectName, userId: number): void {
    const { telegram, max, chats } = this.#world;
    if (project === 'maxChannel') max.leave(userId, chats.maxChannel);
    else telegram.chat(project === 'private' ? chats.private : chats.public).leave(userId);
  }

  /** Until the server has taken every update, and answered everybody who waits for it. */
  async #settle(): Promise<void> {
    const { telegram, max, pool } = this.#world;
    const giveUpMs = performance.now() + 60_000;
    for (;;) {
      const updates = ['shop_bot', 'channel_bot'].map((bot) => telegram.pending(bot));
      updates.push(...['id7_bot', 'id8_bot'].map((bot) => max.pending(bot)));
      const waiting = updates.reduce((sum, count) => sum + count, 0) === 0 ? await this.#unanswered(pool) : 1;
      if (waiting === 0) return;
      if (performance.now() > giveUpMs)
        throw new Error(`the server does not get done: ${updates.join(', ')} updates wait`);
      await delay(2);
    }
  }

  async #unanswered(pool: pg.Pool): Promise<number> {
    const found = await pool.query<{ n: number }>(
      `select (select count(*)::int from chat_messages where state in ('waiting', 'sending'))
         + (select count(*)::int from join_requests where state = 'waiting' and due_at <= $1) as n`,
      [new Date(this.#world.now())],
    );
    return found.rows[0]?.n ?? 0;
  }
}
