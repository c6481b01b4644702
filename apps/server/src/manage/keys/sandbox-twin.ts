import type { Database } from '../database.ts';

/**
 * Makes the sandbox twin of a project, where it has none. The lock on the project makes two first sandbox keys, made at once, share
 * one twin. Only what the columns require is copied: the twin takes its settings from its original.
 */
export async function ensureSandboxTwin(tx: Database, projectId: string, at: Date): Promise<void> {
  const original = await tx
    .selectFrom('projects')
    .select(['workspace_id', 'platform', 'kind', 'title', 'time_zone', 'currency'])
    .where('project_id', '=', projectId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const twin = await tx
    .selectFrom('projects')
    .select('project_id')
    .where('production_id', '=', projectId)
    .executeTakeFirst();
  if (twin !== undefined) return;
  await tx
    .insertInto('projects')
    .values({ ...original, production_id: projectId, created_at: at })
    .execute();
}
