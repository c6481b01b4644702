import type { Selectable } from 'kysely';
import { type Static, Type } from 'typebox';
import { uuidv7 } from '../../domain/uuid.ts';
import { inTransaction } from '../database.ts';
import type { ReportKeysTable } from '../database-tables.ts';
import type { Manage } from '../dependencies.ts';
import { Uuid } from '../fields.ts';
import { newSecret } from '../keys/new-secret.ts';
import { notFound } from '../problem.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';

export const reportKeyParams = Type.Object({ ...projectParams.properties, report_key_id: Uuid });

type ReportKeyRow = Selectable<ReportKeysTable>;

/** Throws a 404 problem. */
export async function requireReportKey(
  { db }: Manage,
  { project_id, report_key_id }: Static<typeof reportKeyParams>,
): Promise<ReportKeyRow> {
  await requireProject(db, project_id);
  const row = await db
    .selectFrom('report_keys')
    .selectAll()
    .where('project_id', '=', project_id)
    .where('key_id', '=', report_key_id)
    .executeTakeFirst();
  if (row === undefined) throw notFound('report key', report_key_id);
  return row;
}

/** Makes a key; the whole of it comes along, since it is shown once without being asked for. */
export async function insertReportKey(
  { pool, sealer, now }: Manage,
  projectId: string,
): Promise<{ readonly row: ReportKeyRow; readonly secret: string }> {
  const { secret, hash, hint } = newSecret('otr');
  const keyId = uuidv7(now());
  const row = await inTransaction(pool, async (tx) => {
    await tx
      .insertInto('report_key_directory')
      .values({ key_hash: hash, project_id: projectId, key_id: keyId })
      .execute();
    return tx
      .insertInto('report_keys')
      .values({
        project_id: projectId,
        key_id: keyId,
        secret_sealed: sealer.seal(secret),
        hint,
        revoked_at: null,
        created_at: new Date(now()),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  });
  return { row, secret };
}

/** It is looked up in the database each time, so no process has to be told. */
export async function revokeReportKey({ db, now }: Manage, { project_id, key_id }: ReportKeyRow): Promise<void> {
  await db
    .updateTable('report_keys')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(new Date(now()))) }))
    .where('project_id', '=', project_id)
    .where('key_id', '=', key_id)
    .execute();
}
