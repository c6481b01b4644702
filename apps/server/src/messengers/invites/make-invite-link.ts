import { randomInt } from 'node:crypto';
import { isFailure } from '../failure.ts';
import type { InvitingMessenger } from '../messenger.ts';
import type { MessengersOptions } from '../options.ts';
import { nextPlaceSql } from './invite-pool.ts';

/** A link that is wanted: for the pool, or the shared one of a tracking link. */
export interface Shortage {
  readonly projectId: string;
  readonly chatId: string;
  readonly createsJoinRequest: boolean;
  readonly shared: { readonly linkId: string; readonly name: string } | null;
}

type Options = Pick<MessengersOptions, 'pool' | 'now'>;

/** A call that has no answer by then never gets one. */
const answerMsMax = 120_000;

/**
 * Makes one invite link. It is written down before the call: where the answer is lost, the link may be there at Telegram, which has no list
 * to look it up in; it stays known by its name as unanswered, was shown to nobody, and another one is made. Rejects with a MessengerFailure.
 */
export async function makeInviteLink(
  options: Options,
  telegram: Pick<InvitingMessenger, 'createInviteLink'>,
  wanted: Shortage,
): Promise<void> {
  const { pool, now } = options;
  const { projectId, chatId, createsJoinRequest, shared } = wanted;
  const name = newName(shared?.name ?? 'Otkuda');
  await pool.query(
    `insert into invite_link_orders (project_id, name, chat_id, link_id, creates_join_request, state, ordered_at)
     values ($1, $2, $3, $4, $5, 'asked', $6)`,
    [projectId, name, chatId, shared?.linkId ?? null, createsJoinRequest, new Date(now())],
  );
  let url: string;
  try {
    url = await telegram.createInviteLink(chatId, { name, createsJoinRequest, shared: shared !== null });
  } catch (error) {
    await (isFailure(error) && error.class !== 'unknown'
      ? dropOrder(options, projectId, name)
      : giveUp(options, projectId, name));
    throw error;
  }
  const given = [projectId, createsJoinRequest, name, url, chatId, shared?.linkId ?? null, new Date(now())];
  await pool.query(
    `with ordered as (delete from invite_link_orders where project_id = $1 and name = $3)${shared === null ? `, queue as (${nextPlaceSql})` : ''}
     insert into invite_links (project_id, invite_link, chat_id, name, link_id, creates_join_request, created_at, place)
     select $1, $4, $5, $3, $6::uuid, $2::boolean, $7::timestamptz, ${shared === null ? 'added from queue' : 'null'} on conflict (project_id, invite_link) do nothing`,
    given,
  );
}

async function dropOrder({ pool }: Options, projectId: string, name: string): Promise<void> {
  await pool.query('delete from invite_link_orders where project_id = $1 and name = $2', [projectId, name]);
}

async function giveUp({ pool }: Options, projectId: string, name: string): Promise<void> {
  await pool.query(`update invite_link_orders set state = 'unanswered' where project_id = $1 and name = $2`, [
    projectId,
    name,
  ]);
}

/** What a process that died had ordered is unanswered. */
export async function giveUpOrders({ pool, now }: Options, projectIds: readonly string[]): Promise<void> {
  await pool.query(
    `update invite_link_orders set state = 'unanswered'
     where project_id = any($1::bigint[]) and state = 'asked' and ordered_at <= $2`,
    [projectIds, new Date(now() - answerMsMax)],
  );
}

/** Telegram shows it to the owner: 32 characters at most, of which the last ones are this link's alone. */
function newName(title: string): string {
  const own = randomInt(36 ** 7)
    .toString(36)
    .padStart(7, '0');
  const characters = Array.from(title.trim());
  return `${characters.slice(0, 22).join('')} ${own}`;
}
