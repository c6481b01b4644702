import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { type Principal, roleIn } from '../accounts/principal.ts';
import { covers, type Role } from '../accounts/roles.ts';
import { execute, type Queryable, statement } from '../database/statement.ts';
import { accessOf } from './access.ts';
import { authenticate, type Identities } from './authenticate.ts';
import { setPrincipal } from './principal-of.ts';
import { notFound, Problem } from './problem.ts';

/**
 * The one place that decides who may call what: before a body is read, for every route under /api/v1, by what the route says and by
 * the project or workspace that its address names. What is not theirs does not exist for them.
 */
export function authorize(identities: Identities): onRequestAsyncHookHandler {
  return async (request) => {
    const access = accessOf(request);
    if (access === 'anyone') return;
    const principal = await authenticate(identities, request);
    setPrincipal(request, principal);
    if (access === 'person') return;
    if (access === 'session') refuseTokens(principal);
    else await refuseStrangers(identities.pool, principal, access, request);
  };
}

function refuseTokens(principal: Principal): void {
  if (principal.kind === 'person' && principal.sessionId !== null) return;
  throw new Problem('forbidden', 'only from the dashboard, after signing in: a token may not do this');
}

async function refuseStrangers(
  pool: Queryable,
  principal: Principal,
  needed: Role,
  request: FastifyRequest,
): Promise<void> {
  const { project_id: projectId, workspace_id: workspaceId } = request.params as Readonly<Record<string, string>>;
  if (projectId !== undefined) {
    const workspace = await workspaceOf(pool, projectId);
    refuseBelow(workspace === null ? null : roleIn(principal, workspace), needed, notFound('project', projectId));
  } else if (workspaceId !== undefined) {
    refuseBelow(roleIn(principal, workspaceId), needed, notFound('workspace', workspaceId));
  }
  // Whatever names neither looks at the principal itself: lists, and new projects.
}

function refuseBelow(role: Role | null, needed: Role, stranger: Problem): void {
  if (role === null) throw stranger;
  if (!covers(role, needed)) throw new Problem('forbidden', `this takes the role ${needed}, and yours is ${role}`);
}

/** A sandbox twin belongs to the workspace of its original. */
const selectWorkspace = statement<{ workspace_id: string }>(
  'select_workspace_of_project',
  'select workspace_id from projects where project_id = $1',
);

async function workspaceOf(pool: Queryable, projectId: string): Promise<string | null> {
  if (!/^[1-9][0-9]{0,17}$/.test(projectId)) return null;
  return (await execute(pool, selectWorkspace, [projectId]))[0]?.workspace_id ?? null;
}
