import { platforms, projectKinds } from '@otkuda/contract';
import { type Selectable, sql } from 'kysely';
import { type Static, Type } from 'typebox';
import type { Database } from '../database.ts';
import type { ProjectsTable } from '../database-tables.ts';
import { isoTime, nullable, ProjectId, Time, WorkspaceId } from '../fields.ts';

export const Project = Type.Object(
  {
    id: ProjectId,
    workspace_id: WorkspaceId,
    platform: Type.Enum([...platforms]),
    kind: Type.Enum([...projectKinds]),
    title: Type.String(),
    username: nullable(Type.String()),
    chat_id: nullable(Type.String()),
    chat_link: nullable(Type.String()),
    time_zone: Type.String(),
    currency: Type.String(),
    has_messenger_token: Type.Boolean({ description: 'the token itself is never shown' }),
    suspended: Type.Boolean({ description: 'its keys answer 403' }),
    disabled_methods: Type.Array(Type.String()),
    auto_detect_minutes: Type.Integer(),
    toolsy_goals: Type.Record(Type.String(), Type.String()),
    sandbox_id: nullable(
      Type.String({
        description:
          'Where the calls with sandbox keys are kept; null until the first one is made. Conversions, requests, events and ' +
          'subscribers are listed under this id like those of a project.',
      }),
    ),
    created_at: Time,
  },
  { title: 'Project' },
);

/** Projects that are there: neither deleted ones nor sandbox twins. */
export function selectProjects(db: Database) {
  return db
    .selectFrom('projects as p')
    .selectAll('p')
    .select(
      sql<string | null>`(select t.project_id from projects t where t.production_id = p.project_id limit 1)`.as(
        'twin_id',
      ),
    )
    .where('p.deleted_at', 'is', null)
    .where('p.production_id', 'is', null);
}

export type ProjectRow = Selectable<ProjectsTable> & { readonly twin_id: string | null };

export function shownProject(row: ProjectRow): Static<typeof Project> {
  return {
    id: row.project_id,
    workspace_id: row.workspace_id,
    platform: row.platform,
    kind: row.kind,
    title: row.title,
    username: row.username,
    chat_id: row.chat_id,
    chat_link: row.chat_link,
    time_zone: row.time_zone,
    currency: row.currency,
    has_messenger_token: row.messenger_token_sealed !== null,
    suspended: row.suspended,
    disabled_methods: row.disabled_methods,
    auto_detect_minutes: row.auto_detect_minutes,
    toolsy_goals: row.toolsy_goals,
    sandbox_id: row.twin_id,
    created_at: isoTime(row.created_at),
  };
}
