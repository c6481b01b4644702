import { randomUUID } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { inTransaction, repeating } from '../database.ts';
import type { Manage } from '../dependencies.ts';
import { eraseFromAudience } from './erase-audience.ts';
import { eraseLabels } from './erase-labels.ts';
import { type Erasure, eraseRequests } from './erase-requests.ts';

/**
 * What is done to each table, in this order: the subscriber's row first, so that the pipeline waits; clicks and attempts before the
 * rows they are found by. Labels and start values are free text of the sender about this person, so they go too.
 */
const steps: ReadonlyArray<(erasure: Erasure) => RawBuilder<unknown>> = [
  eraseFromAudience,

  ({ projectId, userId, pseudonym }) => sql`
    update subscribers set user_id = ${pseudonym}, first_name = null, last_name = null, username = null, language_code = null,
      is_premium = null, profile_at = null
    where project_id = ${projectId} and user_id = ${userId}`,

  // A link that nobody is known to have been sent to would lead its user here again: it is closed as one that was used.
  ({ projectId, userId }) => sql`
    update invite_links set used_at = now() where project_id = ${projectId} and used_at is null and place in (
      select c.invite_place from clicks c join touches t on t.project_id = c.project_id and t.click_id = c.click_id
      where c.project_id = ${projectId} and t.user_id = ${userId} and c.invite_place is not null)`,

  ({ projectId, userId }) => sql`
    update clicks set ids = '{}', address = null, referrer = null, user_agent = null, ip = null, invite_place = null
    where project_id = ${projectId} and click_id in (
      select click_id from touches where project_id = ${projectId} and user_id = ${userId} and click_id is not null)`,

  ({ projectId, userId }) => sql`
    delete from click_ids where project_id = ${projectId} and click_id in (
      select click_id from touches where project_id = ${projectId} and user_id = ${userId} and click_id is not null)`,

  ({ projectId, userId }) => sql`
    delete from click_addresses where project_id = ${projectId} and click_id in (
      select click_id from touches where project_id = ${projectId} and user_id = ${userId} and click_id is not null)`,

  ({ projectId, userId, pseudonym }) => sql`
    update touches set user_id = ${pseudonym}, start_value = null, click_id = null, ids = '{}'
    where project_id = ${projectId} and user_id = ${userId}`,

  ({ projectId, userId, pseudonym }) => sql`
    update events set user_id = ${pseudonym}, start_value = null, labels = null
    where project_id = ${projectId} and user_id = ${userId}`,

  ...eraseLabels,

  // Others whose conversions went with the same batch lose these texts as well: a body cannot be parted.
  ({ projectId, userId }) => sql`
    update attempts set request = '(erased)', answer = null
    where project_id = ${projectId} and batch_id in (
      select m.batch_id from conversions c
      join batch_conversions m on m.project_id = c.project_id and m.conversion_id = c.conversion_id
      where c.project_id = ${projectId} and c.user_id = ${userId})`,

  ({ projectId, userId, pseudonym }) => sql`
    update conversions set user_id = ${pseudonym}, identifiers = null, click_id = null, clicked_at = null, response = null,
      once_key = case when state <> 'pending' then split_part(once_key, ':', 1) || ':' || ${pseudonym} end,
      reason = case when state = 'pending' then 'erased' else reason end,
      due_at = case when state <> 'pending' then due_at end,
      batch_id = case when state <> 'pending' then batch_id end,
      state = case when state = 'pending' then 'skipped' else state end
    where project_id = ${projectId} and user_id = ${userId}`,

  // A request that still waits is left to the owner: approving it would need the id.
  ({ projectId, userId }) => sql`delete from join_requests where project_id = ${projectId} and user_id = ${userId}`,

  ({ projectId, userId }) => sql`delete from chat_messages where project_id = ${projectId} and chat_id = ${userId}`,

  ({ projectId, userId }) => sql`delete from first_answers where project_id = ${projectId} and user_id = ${userId}`,
];

const arrivingMs = 60_000;

/**
 * Takes everything personal of a subscriber out of all tables, in one transaction; counts stay. False where there is no such
 * subscriber. A call about this person that comes later, or is being stored at this moment, makes a new one.
 */
export async function erasePerson(
  { pool, now }: Pick<Manage, 'pool' | 'now'>,
  projectId: string,
  userId: string,
): Promise<boolean> {
  const erasure = { projectId, userId, pseudonym: `erased:${randomUUID()}` };
  return repeating(() =>
    inTransaction(pool, async (tx) => {
      const person = tx
        .selectFrom('subscribers')
        .select('user_id')
        .where('project_id', '=', projectId)
        .where('user_id', '=', userId);
      if ((await person.executeTakeFirst()) === undefined) return false;
      const beganMs = now();
      // All bodies are looked through before the row is locked: the pipeline must not wait for that. What came meanwhile follows.
      await eraseRequests(erasure, 0).execute(tx);
      if ((await person.forUpdate().executeTakeFirst()) === undefined) return false;
      for (const step of steps) await step(erasure).execute(tx);
      await eraseRequests(erasure, beganMs - arrivingMs).execute(tx);
      return true;
    }),
  );
}
