import type pg from 'pg';
import { readStartValue } from '../../domain/start-code.ts';
import { goesThroughBot, type TendedProject } from './projects-of-bot.ts';
import type { Seen } from './read-update.ts';

/** Which of a bot's projects an update is for. A bot of one project needs no guessing. */
export async function projectsConcerned(
  pool: pg.Pool,
  projects: readonly TendedProject[],
  seen: Seen,
): Promise<readonly TendedProject[]> {
  switch (seen.kind) {
    case 'other':
      return [];
    // Who blocks the bot of a channel has not left the channel.
    case 'block':
      return projects.filter(({ project }) => project.kind === 'bot');
    case 'private':
      return seen.startValue === null ? [] : projectsOfStart(pool, projects, seen.startValue);
    case 'membership':
    case 'join_request':
    case 'bot_moved': {
      const channels = projects.filter(({ project }) => project.kind === 'channel');
      const named = channels.filter(({ project }) => project.chatId === seen.chatId);
      if (named.length > 0) return named;
      const open = channels.filter(({ project }) => project.chatId === null);
      // The only project gets to see what its bot is told of other chats: as ignored, with the reason.
      return open.length > 0 || projects.length > 1 ? open : channels;
    }
  }
}

/** A start by a code is that project's whose click it names; any other one is a bot's, else a channel's whose visitors come by the bot. */
async function projectsOfStart(
  pool: pg.Pool,
  projects: readonly TendedProject[],
  startValue: string,
): Promise<readonly TendedProject[]> {
  const mayStart = projects.filter((one) => one.project.kind === 'bot' || goesThroughBot(one));
  if (mayStart.length <= 1) return mayStart;
  const value = readStartValue(startValue);
  if (value.kind === 'code') {
    const ids = mayStart.map(({ project }) => project.projectId);
    const found = await pool.query<{ project_id: string }>(
      'select project_id from clicks where project_id = any($1::bigint[]) and click_id = $2 limit 1',
      [ids, value.clickId],
    );
    const owner = mayStart.filter(({ project }) => project.projectId === found.rows[0]?.project_id);
    if (owner.length > 0) return owner;
  }
  const bots = mayStart.filter(({ project }) => project.kind === 'bot');
  return bots.length > 0 ? bots : mayStart;
}
