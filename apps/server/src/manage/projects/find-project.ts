import { Type } from 'typebox';
import type { Database } from '../database.ts';
import { ProjectId } from '../fields.ts';
import { notFound } from '../problem.ts';
import { type ProjectRow, selectProjects } from './project-answer.ts';

export const projectParams = Type.Object({ project_id: ProjectId });

/** The project, which is neither deleted nor a sandbox twin. Throws a 404 problem. */
export async function requireProject(db: Database, projectId: string): Promise<ProjectRow> {
  const row = await selectProjects(db).where('p.project_id', '=', projectId).executeTakeFirst();
  if (row === undefined) throw notFound('project', projectId);
  return row;
}

/** Makes sure that facts may be listed under this id: it is that of a project or of the sandbox twin of one. Throws a 404 problem. */
export async function requireProjectOrTwin(db: Database, projectId: string): Promise<{ readonly isTwin: boolean }> {
  const row = await db
    .selectFrom('projects as own')
    .innerJoin('projects as original', (join) =>
      join.on((eb) => eb('original.project_id', '=', eb.fn.coalesce('own.production_id', 'own.project_id'))),
    )
    .select('own.production_id')
    .where('own.project_id', '=', projectId)
    .where('original.deleted_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) throw notFound('project', projectId);
  return { isTwin: row.production_id !== null };
}
