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
  chat: Standing | null;
  problems: MessengerProblem[];
}

const columns = 'project_id, personal_links, join_requests, auto_approve_seconds, bot_hop, lease_days, chat, problems';

/** The projects that a bot serves, the oldest first. */
export async function projectsOfBot(
  options: Pick<MessengersOptions, 'pool' | 'project'>,
  key: string,
): Promise<TendedProject[]> {
  const found = await options.pool.query<Row>(
    `select ${columns} from messengers where bot_key = $1 order by project_id`,
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
    `select ${columns.replaceAll(/(\w+)/g, 'messengers.$1')}, bots.username as bot_username
     from messengers join bots on bots.bot_key = messengers.bot_key where messengers.project_id = $1`,
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
  };
  return { project: config, settings, chat: row.chat, problems: row.problems };
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
