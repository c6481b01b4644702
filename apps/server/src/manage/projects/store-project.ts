import type { Static } from 'typebox';
import type { Principal } from '../../accounts/principal.ts';
import { dropUnneededAddresses } from '../../directory/unneeded-addresses.ts';
import { inTransaction, tellOfChange } from '../database.ts';
import type { Manage } from '../dependencies.ts';
import { asHeader } from '../links/check-target.ts';
import type { ProjectRow } from './project-answer.ts';
import { type NewProject, type ProjectChange, withoutAt } from './project-body.ts';
import { workspaceForProject } from './workspace-for-project.ts';

/** Stores a new project in a workspace that the principal may change, and answers its id. */
export async function insertProject(
  manage: Manage,
  principal: Principal,
  body: Static<typeof NewProject>,
): Promise<string> {
  const projectId = await inTransaction(manage.pool, async (tx, client) => {
    const inserted = await tx
      .insertInto('projects')
      .values({
        workspace_id: await workspaceForProject(client, principal, body.workspace_id ?? null),
        platform: body.platform,
        kind: body.kind,
        title: body.title.trim(),
        username: withoutAt(body.username ?? null),
        chat_id: body.chat_id ?? null,
        time_zone: body.time_zone ?? 'Europe/Moscow',
        currency: body.currency ?? 'RUB',
        messenger_token_sealed: sealed(manage, body.messenger_token ?? null),
        created_at: new Date(manage.now()),
      })
      .returning('project_id')
      .executeTakeFirstOrThrow();
    await tellOfChange(tx, inserted.project_id);
    return inserted.project_id;
  });
  manage.directory.forget();
  return projectId;
}

/** Changes what is given. */
export async function changeProject(
  manage: Manage,
  { project_id }: ProjectRow,
  body: Static<typeof ProjectChange>,
): Promise<void> {
  const { title, username, chat_link, toolsy_goals, messenger_token, ...asTheyAre } = body;
  const changed = {
    ...asTheyAre,
    ...(title === undefined ? {} : { title: title.trim() }),
    ...(username === undefined ? {} : { username: withoutAt(username) }),
    ...(chat_link === undefined ? {} : { chat_link: chat_link === null ? null : asHeader(chat_link) }),
    ...(toolsy_goals === undefined ? {} : { toolsy_goals: JSON.stringify(toolsy_goals) }),
    ...(messenger_token === undefined ? {} : { messenger_token_sealed: sealed(manage, messenger_token) }),
  };
  if (Object.keys(changed).length === 0) return;
  await manage.changeConfig(project_id, (tx) =>
    tx.updateTable('projects').set(changed).where('project_id', '=', project_id).execute(),
  );
}

/** It stays in the table: its keys answer 403 for a while, and nothing of it is shown any more. */
export async function deleteProject(manage: Manage, { project_id }: ProjectRow): Promise<void> {
  await manage.changeConfig(project_id, async (tx, client) => {
    await tx
      .updateTable('projects')
      .set({ deleted_at: new Date(manage.now()) })
      .where('project_id', '=', project_id)
      .execute();
    await dropUnneededAddresses(client, manage.directory, project_id);
  });
}

function sealed({ sealer }: Manage, token: string | null): Buffer | null {
  return token === null ? null : sealer.seal(token);
}
