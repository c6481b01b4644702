import type pg from 'pg';
import type { ProjectConfig } from '../../directory/config-types.ts';
import type { Standing } from '../messenger.ts';
import type { MessengersOptions } from '../options.ts';
import type { MessengerProblem } from '../problems.ts';

/** What a project wants of its messenger. */
export interface MessengerSettings {
  readonly personalLinks: boolean;
  readonly joinRequests: boolean;
  readonly autoApproveSeconds: number | null;
  readonly botHop: boolean | null;
  readonly leaseDays: number;
  /** MAX: updates may be polled for where the server has no public address. */
  readonly longPolling: boolean;
}

/** A project with its messenger: how it wants it, and how it stands. */
export interface TendedProject {
  readonly project: ProjectConfig;
  readonly settings: MessengerSettings;
  readonly chat: Standing | null;
  readonly problems: readonly MessengerProblem[];
}

interface Row {
  project_id: string;
  personal_links: boolean;
  join_requests: boolean;
  auto_approve_seconds: number | null;
  bot_hop: boolean | null;
  lease_days: number;
  long_polling: boolean;
  chat: Standing | null;
  problems: MessengerProblem[];
  chat_id: string | null;
  chat_link: string | null;
}

const columns = `m.project_id, m.personal_links, m.join_requests, m.auto_approve_seconds, m.bot_hop, m.lease_days, m.long_polling, m.chat,
  m.problems, p.chat_id, p.chat_link`;

/** The projects that a bot serves, the oldest first. */
export async function projectsOfBot(
  options: Pick<MessengersOptions, 'pool' | 'project'>,
  key: string,
): Promise<TendedProject[]> {
  const found = await options.pool.query<Row>(
    `select ${columns} from messengers m join projects p on p.project_id = m.project_id where m.bot_key = $1 order by m.project_id`,
    [key],
  );
  const tended = await Promise.all(found.rows.map((row) => tendedOf(options, row)));
  return tended.filter((one) => one !== null);
}

/** Null: the project has no bot of its own. */
export async function tendedProject(
  options: { readonly pool: pg.Pool; readonly project: MessengersOptions['project'] },
  projectId: string,
): Promise<(TendedProject & { readonly botUsername: string | null }) | null> {
  const found = await options.pool.query<Row & { bot_username: string | null }>(
    `select ${columns}, bots.username as bot_username from messengers m join projects p on p.project_id = m.project_id
     join bots on bots.bot_key = m.bot_key where m.project_id = $1`,
    [projectId],
  );
  const row = found.rows[0];
  const tended = row === undefined ? null : await tendedOf(options, row);
  return tended === null || row === undefined ? null : { ...tended, botUsername: row.bot_username };
}

async function tendedOf({ project }: Pick<MessengersOptions, 'project'>, row: Row): Promise<TendedProject | null> {
  const config = await project(row.project_id);
  if (config === null || config.deleted || config.suspended) return null;
  const settings = {
    personalLinks: row.personal_links,
    joinRequests: row.join_requests,
    autoApproveSeconds: row.auto_approve_seconds,
    botHop: row.bot_hop,
    leaseDays: row.lease_days,
    longPolling: row.long_polling,
  };
  // Which chat it is may have been learnt a moment ago, before this process heard of it.
  const current = { ...config, chatId: row.chat_id, chatLink: row.chat_link };
  return { project: current, settings, chat: row.chat, problems: row.problems };
}

/** Whether people who come for the channel go through the bot: on MAX there is no other way to know where from. */
export function goesThroughBot({ project, settings }: Pick<TendedProject, 'project' | 'settings'>): boolean {
  return project.kind === 'channel' && (settings.botHop ?? project.platform === 'max');
}

/** Whether each click gets an invite link of its own: only a private channel of Telegram tells who came by which. */
export function givesPersonalLinks({ project, settings, chat }: TendedProject): boolean {
  if (project.platform !== 'telegram' || project.kind !== 'channel' || !settings.personalLinks) return false;
  return chat?.canInvite === true && chat.username === null && !goesThroughBot({ project, settings });
}
