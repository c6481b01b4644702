import type { TendedProject } from '../bots/projects-of-bot.ts';
import type { MessengersOptions } from '../options.ts';
import { asksToJoin } from '../people/join-requests.ts';
import type { Shortage } from './make-invite-link.ts';

/** So many links wait at least, at most; in between twice what was taken in the last ten minutes, as long as reservations are open. */
const readyMin = 20;
const readyMax = 500;
const sharedMax = 500;

interface LinkRow {
  project_id: string;
  link_id: string;
  name: string;
  auto_approve_seconds: number | null;
  has_shared: boolean;
}

/** Per channel at most one link that is to be made now: the pool before the shared ones, since these only stand in for it. */
export async function findShortages(
  { pool }: Pick<MessengersOptions, 'pool'>,
  projects: readonly TendedProject[],
): Promise<Shortage[]> {
  const ids = projects.map(({ project }) => project.projectId);
  const counted = await countLinks({ pool }, ids);
  const links = await pool.query<LinkRow>(
    `select l.project_id, l.link_id, l.name, l.auto_approve_seconds,
       exists (select from invite_links i where i.project_id = l.project_id and i.link_id = l.link_id and i.place is null) as has_shared
     from links l where l.project_id = any($1::bigint[]) and l.archived_at is null and l.deleted_at is null and l.target is null
     order by l.link_id desc limit ${sharedMax}`,
    [ids],
  );
  return projects.flatMap((tended): Shortage[] => {
    const { projectId, chatId } = tended.project;
    if (chatId === null) return [];
    const own = links.rows.filter((row) => row.project_id === projectId);
    const asking = new Set(own.map((row) => asksToJoin(tended, row.auto_approve_seconds)));
    if (asking.size === 0) asking.add(asksToJoin(tended, null));
    for (const createsJoinRequest of asking) {
      const count = counted.find(
        (row) => row.project_id === projectId && row.creates_join_request === createsJoinRequest,
      );
      const wanted = Math.min(Math.max(readyMin, 2 * (count?.taken ?? 0)), readyMax);
      if ((count?.free ?? 0) < wanted) return [{ projectId, chatId, createsJoinRequest, shared: null }];
    }
    const bare = own.find((row) => !row.has_shared);
    if (bare === undefined) return [];
    const createsJoinRequest = asksToJoin(tended, bare.auto_approve_seconds);
    return [{ projectId, chatId, createsJoinRequest, shared: { linkId: bare.link_id, name: bare.name } }];
  });
}

interface Counted {
  readonly project_id: string;
  readonly creates_join_request: boolean;
  readonly free: number;
  readonly taken: number;
}

/** How many links wait in the pools, and how many were taken from them lately: those of the reservations that are open. */
async function countLinks({ pool }: Pick<MessengersOptions, 'pool'>, projectIds: readonly string[]) {
  const counted = await pool.query<Counted>(
    `select p.project_id, p.creates_join_request, (p.added - p.taken)::float8 as free,
       (select coalesce(sum(to_place - from_place + 1), 0)::float8 from invite_reservations r where r.project_id = p.project_id
          and r.creates_join_request = p.creates_join_request and r.open_until is not null) as taken
     from invite_pools p where p.project_id = any($1::bigint[])`,
    [projectIds],
  );
  return counted.rows;
}
