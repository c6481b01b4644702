import type { AdSystem, KeyMode, Platform, ProjectKind } from '@otkuda/contract';
import type pg from 'pg';
import type { Queryable } from '../database/statement.ts';
import type { Destination } from '../destinations/destination.ts';
import type {
  DestinationConfig,
  DestinationGoals,
  KeyConfig,
  LinkConfig,
  LinkPage,
  ProjectConfig,
} from './config-types.ts';
import { type OpenSettings, readAddressNeed } from './read-address-need.ts';

type FindProject = (projectId: string) => Promise<ProjectConfig | null>;

interface ProjectRow {
  project_id: string;
  production_id: string | null;
  platform: Platform;
  kind: ProjectKind;
  title: string;
  username: string | null;
  chat_id: string | null;
  chat_link: string | null;
  currency: string;
  suspended: boolean;
  disabled_methods: string[];
  toolsy_goals: Record<string, string>;
  auto_detect_minutes: number;
  deleted_at: Date | null;
}

/** A sandbox twin takes its settings and destinations from the project it is the twin of. */
export async function selectProject(
  db: Queryable,
  projectId: string,
  definitions: ReadonlyMap<string, Destination>,
  openSettings: OpenSettings,
): Promise<ProjectConfig | null> {
  const found = await db.query<ProjectRow>('select * from projects where project_id = $1', [projectId]);
  const own = found.rows[0];
  if (own === undefined) return null;
  const originalId = own.production_id ?? own.project_id;
  const original =
    own.production_id === null
      ? own
      : (await db.query<ProjectRow>('select * from projects where project_id = $1', [originalId])).rows[0];
  if (original === undefined) return null;
  return {
    projectId: own.project_id,
    originalId,
    mode: own.production_id === null ? 'production' : 'sandbox',
    platform: original.platform,
    kind: original.kind,
    title: original.title,
    username: original.username,
    chatId: original.chat_id,
    // The one setting that a sandbox key can change: for its twin.
    chatLink: own.chat_link ?? original.chat_link,
    currency: original.currency,
    suspended: original.suspended,
    deleted: original.deleted_at !== null,
    deletedMs: original.deleted_at?.getTime() ?? null,
    autoDetectMinutes: original.auto_detect_minutes,
    disabledMethods: new Set(original.disabled_methods),
    toolsyGoals: original.toolsy_goals,
    destinations: await selectDestinations(db, originalId, definitions, openSettings),
  };
}

async function selectDestinations(
  db: Queryable,
  projectId: string,
  definitions: ReadonlyMap<string, Destination>,
  openSettings: OpenSettings,
): Promise<DestinationConfig[]> {
  const found = await db.query<{
    destination_id: string;
    type: string;
    settings_sealed: Buffer;
    state: string;
    goals: DestinationGoals;
    scope: 'own' | 'all';
    window_days: number;
    once_per_subscriber: string[];
  }>(
    `select destination_id, type, settings_sealed, state, goals, scope, window_days, once_per_subscriber
     from destinations where project_id = $1 and deleted_at is null order by created_at, destination_id`,
    [projectId],
  );
  return found.rows.flatMap((row) => {
    const definition = definitions.get(row.type);
    if (definition === undefined) return [];
    return [
      {
        destinationId: row.destination_id,
        definition,
        goals: row.goals,
        scope: row.scope,
        windowDays: row.window_days,
        oncePerSubscriber: new Set(row.once_per_subscriber),
        addressNeed: readAddressNeed(definition, row.settings_sealed, openSettings),
        paused: row.state === 'paused',
      },
    ];
  });
}

/** The key is found in two steps, since only the directory is read without a project. */
export async function selectKey(pool: pg.Pool, hash: Buffer, findProject: FindProject): Promise<KeyConfig | null> {
  const entry = await pool.query<{ project_id: string; key_id: string }>(
    'select project_id, key_id from key_directory where key_hash = $1',
    [hash],
  );
  const place = entry.rows[0];
  if (place === undefined) return null;
  const found = await pool.query<{
    mode: KeyMode;
    per_second: number;
    per_hour: number;
    per_day: number;
    always_200: boolean;
    expires_at: Date | null;
    revoked_at: Date | null;
  }>('select * from keys where project_id = $1 and key_id = $2', [place.project_id, place.key_id]);
  const row = found.rows[0];
  if (row === undefined) return null;
  const dataProjectId = row.mode === 'sandbox' ? await selectTwin(pool, place.project_id) : place.project_id;
  const project = dataProjectId === null ? null : await findProject(dataProjectId);
  if (project === null) return null;
  return {
    keyId: place.key_id,
    ownerProjectId: place.project_id,
    project,
    mode: row.mode,
    limits: { perSecond: row.per_second, perHour: row.per_hour, perDay: row.per_day },
    always200: row.always_200,
    expiresMs: row.expires_at?.getTime() ?? null,
    revoked: row.revoked_at !== null,
  };
}

async function selectTwin(pool: pg.Pool, projectId: string): Promise<string | null> {
  const found = await pool.query<{ project_id: string }>('select project_id from projects where production_id = $1', [
    projectId,
  ]);
  return found.rows[0]?.project_id ?? null;
}

export async function selectLink(pool: pg.Pool, code: string, findProject: FindProject): Promise<LinkConfig | null> {
  const entry = await pool.query<{ project_id: string; link_id: string }>(
    'select project_id, link_id from link_directory where code = $1',
    [code],
  );
  const place = entry.rows[0];
  if (place === undefined) return null;
  const found = await pool.query<{
    name: string;
    ad_system: AdSystem | null;
    utm_source: string | null;
    utm_medium: string | null;
    utm_campaign: string | null;
    utm_content: string | null;
    utm_term: string | null;
    target: string | null;
    page: LinkPage | null;
    deleted_at: Date | null;
  }>('select * from links where project_id = $1 and link_id = $2', [place.project_id, place.link_id]);
  const row = found.rows[0];
  const project = await findProject(place.project_id);
  if (row === undefined || row.deleted_at !== null || project === null || project.deleted) return null;
  const { utm_source, utm_medium, utm_campaign, utm_content, utm_term } = row;
  const marks = Object.entries({ utm_source, utm_medium, utm_campaign, utm_content, utm_term });
  return {
    linkId: place.link_id,
    project,
    code,
    name: row.name,
    adSystem: row.ad_system,
    marks: Object.fromEntries(marks.filter((mark): mark is [string, string] => mark[1] !== null)),
    target: row.target,
    page: row.page,
  };
}
