import { firstWorkspace } from '../../accounts/memberships.ts';
import { type Principal, roleIn, workspacesOf } from '../../accounts/principal.ts';
import { covers } from '../../accounts/roles.ts';
import { execute, type Queryable, statement } from '../../database/statement.ts';
import { invalid, Problem } from '../problem.ts';

const selectWorkspace = statement<{ workspace_id: string }>(
  'select_workspace',
  'select workspace_id from workspaces where workspace_id = $1',
);

/**
 * Where a new project belongs: the workspace that was named, else the first where its maker may change something; the operator's goes
 * to the first there is. Throws a 400 problem for a workspace that is none of theirs, a 403 problem where they may make none.
 */
export async function workspaceForProject(
  client: Queryable,
  principal: Principal,
  wanted: string | null,
): Promise<string> {
  if (wanted !== null) {
    const role = roleIn(principal, wanted);
    const [known] = await execute(client, selectWorkspace, [wanted]);
    if (role === null || known === undefined)
      throw invalid([{ field: 'workspace_id', expected: 'a workspace of yours' }]);
    if (!covers(role, 'editor')) throw new Problem('forbidden', `this takes the role editor, and yours is ${role}`);
    return wanted;
  }
  const theirs = workspacesOf(principal, 'editor');
  if (theirs === null) return firstWorkspace(client);
  const [first] = theirs.toSorted((a, b) => Number(a) - Number(b));
  if (first === undefined) throw new Problem('forbidden', 'a project takes the role editor in a workspace');
  return first;
}
