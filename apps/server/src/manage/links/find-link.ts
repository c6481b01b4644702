import type { Selectable } from 'kysely';
import { Type } from 'typebox';
import type { LinksTable } from '../database-tables.ts';
import type { Manage } from '../dependencies.ts';
import { Uuid } from '../fields.ts';
import { notFound } from '../problem.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';

export const linksPath = '/projects/:project_id/links';
export const linkParams = Type.Object({ ...projectParams.properties, link_id: Uuid });

export function selectLinks({ db }: Manage, projectId: string) {
  return db.selectFrom('links').selectAll().where('project_id', '=', projectId).where('deleted_at', 'is', null);
}

/** Throws a 404 problem where there is no such link of the project, or it was deleted. */
export async function requireLink(
  manage: Manage,
  { project_id, link_id }: { readonly project_id: string; readonly link_id: string },
): Promise<Selectable<LinksTable>> {
  await requireProject(manage.db, project_id);
  const row = await selectLinks(manage, project_id).where('link_id', '=', link_id).executeTakeFirst();
  if (row === undefined) throw notFound('link', link_id);
  return row;
}
