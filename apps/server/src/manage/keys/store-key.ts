import type { Selectable } from 'kysely';
import { type Static, Type } from 'typebox';
import { uuidv7 } from '../../domain/uuid.ts';
import type { KeysTable } from '../database-tables.ts';
import type { Manage } from '../dependencies.ts';
import { Uuid } from '../fields.ts';
import { notFound } from '../problem.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { limitsDefault, type NewKey } from './key-answer.ts';
import { newSecret } from './new-secret.ts';
import { ensureSandboxTwin } from './sandbox-twin.ts';

export const keyParams = Type.Object({ ...projectParams.properties, key_id: Uuid });

type KeyRow = Selectable<KeysTable>;

/** Throws a 404 problem. */
export async function requireKey({ db }: Manage, { project_id, key_id }: Static<typeof keyParams>): Promise<KeyRow> {
  await requireProject(db, project_id);
  const row = await db
    .selectFrom('keys')
    .selectAll()
    .where('project_id', '=', project_id)
    .where('key_id', '=', key_id)
    .executeTakeFirst();
  if (row === undefined) throw notFound('key', key_id);
  return row;
}

/** Makes a key; the whole of it comes along, since it is shown once without being asked for. */
export async function insertKey(
  manage: Manage,
  projectId: string,
  { mode = 'production', expires_at = null, limits, always_200 = false }: Static<typeof NewKey>,
): Promise<{ readonly row: KeyRow; readonly secret: string }> {
  const createdAt = new Date(manage.now());
  const { secret, hash, hint } = newSecret('otk');
  const keyId = uuidv7(manage.now());
  const row = await manage.changeConfig(projectId, async (tx) => {
    if (mode === 'sandbox') await ensureSandboxTwin(tx, projectId, createdAt);
    await tx.insertInto('key_directory').values({ key_hash: hash, project_id: projectId, key_id: keyId }).execute();
    return tx
      .insertInto('keys')
      .values({
        project_id: projectId,
        key_id: keyId,
        mode,
        secret_sealed: manage.sealer.seal(secret),
        hint,
        ...limitsDefault,
        ...limits,
        always_200,
        expires_at: expires_at === null ? null : new Date(expires_at),
        revoked_at: null,
        created_at: createdAt,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  });
  return { row, secret };
}

/** A key that was revoked before keeps its first time. */
export async function revokeKey(manage: Manage, { project_id, key_id }: KeyRow): Promise<void> {
  await manage.changeConfig(project_id, (tx) =>
    tx
      .updateTable('keys')
      .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(new Date(manage.now()))) }))
      .where('project_id', '=', project_id)
      .where('key_id', '=', key_id)
      .execute(),
  );
}
