import type pg from 'pg';
import type { Directory } from './directory.ts';
import { configChannel } from './listen.ts';

/**
 * Sets the chat link of a project or of its sandbox twin, and tells every process, in one statement: it is told if and only if it is
 * stored. False where there is no such project any more.
 */
export async function setChatLink(
  pool: pg.Pool,
  directory: Pick<Directory, 'forget'>,
  projectId: string,
  chatLink: string,
): Promise<boolean> {
  const changed = await pool.query(
    `with changed as (
       update projects set chat_link = $2 where project_id = $1 and deleted_at is null returning project_id)
     select pg_notify($3, project_id::text) from changed`,
    [projectId, chatLink, configChannel],
  );
  // Other processes hear of it; whoever asked this one may rely on it with the very next call.
  directory.forget();
  return changed.rowCount === 1;
}
