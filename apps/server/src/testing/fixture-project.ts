import type { AdSystem, Platform, ProjectKind } from '@otkuda/contract';
import type pg from 'pg';
import { destinationsByType } from '../destinations/registry.ts';
import type { DestinationGoals, ProjectConfig } from '../directory/config-types.ts';
import { selectProject } from '../directory/select-config.ts';
import { uuidv7 } from '../domain/uuid.ts';

/** Makes a project straight in the tables, for tests of the parts below the management API. */
export async function insertProject(
  pool: pg.Pool,
  project: { platform?: Platform; kind?: ProjectKind; username?: string; chatId?: string; productionId?: string } = {},
): Promise<string> {
  const made = await pool.query<{ project_id: string }>(
    `insert into projects (workspace_id, platform, kind, title, username, chat_id, production_id, time_zone, currency)
     values (1, $1, $2, 'Test', $3, $4, $5, 'Europe/Moscow', 'RUB') returning project_id`,
    [
      project.platform ?? 'telegram',
      project.kind ?? 'bot',
      project.username ?? 'my_bot',
      project.chatId ?? null,
      project.productionId ?? null,
    ],
  );
  const id = made.rows[0]?.project_id;
  if (id === undefined) throw new Error('no project was made');
  return id;
}

export async function insertLink(
  pool: pg.Pool,
  projectId: string,
  link: { name: string; adSystem?: AdSystem; utmSource?: string },
): Promise<string> {
  const id = uuidv7(Date.now());
  await pool.query(
    `insert into links (project_id, link_id, code, name, ad_system, utm_source) values ($1, $2, $3, $4, $5, $6)`,
    [projectId, id, id, link.name, link.adSystem ?? null, link.utmSource ?? null],
  );
  return id;
}

/** An invite link: of the pool, leased to a click where one is given, or the shared one of a tracking link. */
export async function insertInviteLink(
  pool: pg.Pool,
  projectId: string,
  inviteLink: { url: string; name?: string; clickId?: string; sharedBy?: string },
): Promise<void> {
  const { url, name = null, clickId = null, sharedBy = null } = inviteLink;
  await pool.query(
    `with queue as (
       insert into invite_pools as pool (project_id, creates_join_request, added, taken) select $1, false, 1, $2 where $3
       on conflict (project_id, creates_join_request) do update set added = pool.added + 1, taken = pool.taken + $2 returning added)
     insert into invite_links (project_id, invite_link, name, link_id, place, created_at)
     select $1, $4, $5, $6::uuid, (select added from queue), now()`,
    [projectId, clickId === null ? 0 : 1, sharedBy === null, url, name, sharedBy],
  );
  await pool.query(
    'update clicks set invite_place = (select place from invite_links where project_id = $1 and invite_link = $3) where project_id = $1 and click_id = $2',
    [projectId, clickId, url],
  );
}

export async function inviteLinkState(pool: pg.Pool, projectId: string, url: string): Promise<string | undefined> {
  const found = await pool.query<{ state: string }>(
    'select state from invite_link_states where project_id = $1 and invite_link = $2',
    [projectId, url],
  );
  return found.rows[0]?.state;
}

export async function insertDestination(
  pool: pg.Pool,
  projectId: string,
  destination: {
    type?: string;
    goals?: DestinationGoals;
    scope?: 'own' | 'all';
    windowDays?: number;
    once?: readonly string[];
  } = {},
): Promise<string> {
  const id = uuidv7(Date.now());
  await pool.query(
    `insert into destinations (project_id, destination_id, type, name, settings_sealed, goals, scope, window_days, once_per_subscriber, state)
     values ($1, $2, $7, 'Metrica', '\\x00', $3, $4, $5, $6, 'active')`,
    [
      projectId,
      id,
      destination.goals ?? { start: 'bot_start' },
      destination.scope ?? 'own',
      destination.windowDays ?? 21,
      destination.once ?? ['start', 'join', 'stay'],
      destination.type ?? 'yandex_metrica',
    ],
  );
  return id;
}

export async function loadProject(pool: pg.Pool, projectId: string): Promise<ProjectConfig> {
  const project = await selectProject(pool, projectId, destinationsByType, () => ({}));
  if (project === null) throw new Error(`there is no project ${projectId}`);
  return project;
}
