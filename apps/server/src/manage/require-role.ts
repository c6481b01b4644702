import type { FastifyRequest } from 'fastify';
import { roleIn } from '../accounts/principal.ts';
import { covers, type Role } from '../accounts/roles.ts';
import type { Manage } from './dependencies.ts';
import { principalOf } from './principal-of.ts';
import { Problem } from './problem.ts';
import { requireProject } from './projects/find-project.ts';

/** For a part of a route that takes more than the route does. Throws a 403 problem. */
export async function requireRole(
  { db }: Manage,
  request: FastifyRequest,
  projectId: string,
  needed: Role,
): Promise<void> {
  const { workspace_id } = await requireProject(db, projectId);
  const role = roleIn(principalOf(request), workspace_id);
  if (role === null || !covers(role, needed)) throw new Problem('forbidden', `this takes the role ${needed}`);
}
