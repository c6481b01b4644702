import type pg from 'pg';
import { execute, type Queryable, statement } from '../database/statement.ts';
import type { ProjectConfig } from './config-types.ts';
import type { Directory } from './directory.ts';

const dropAddresses = statement('drop_click_addresses', 'delete from click_addresses where project_id = $1');

/**
 * Drops what is kept of visitors' addresses where no destination of the project needs them any more. To be called in the transaction
 * that changes a destination or the project, after the change.
 */
export async function dropUnneededAddresses(
  db: Queryable,
  directory: Pick<Directory, 'readProject'>,
  projectId: string,
): Promise<void> {
  if (needsAddresses(await directory.readProject(db, projectId))) return;
  await execute(db, dropAddresses, [projectId]);
}

/** One that is paused needs them too: what waits for it is sent when it goes on. */
function needsAddresses(project: ProjectConfig | null): boolean {
  if (project === null || project.deleted) return false;
  return project.destinations.some(({ addressNeed }) => addressNeed !== null);
}

const selectKeepers = statement<{ readonly project_id: string }>(
  'select_keepers_of_addresses',
  `select project_id from projects
   where exists (select 1 from click_addresses where click_addresses.project_id = projects.project_id)`,
);

/**
 * The same for all projects, for what was stored after the last need was gone: a process hears of a change a moment after it, and clicks
 * are under way meanwhile.
 */
export async function sweepUnneededAddresses(pool: pg.Pool, directory: Pick<Directory, 'readProject'>): Promise<void> {
  for (const { project_id } of await execute(pool, selectKeepers, [])) {
    await dropUnneededAddresses(pool, directory, project_id);
  }
}
