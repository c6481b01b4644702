import type { TendedProject } from '../bots/projects-of-bot.ts';
import type { MessengersOptions } from '../options.ts';
import { asksToJoin } from '../people/join-requests.ts';
import { reservedMs } from './invite-stock.ts';
import type { Shortage } from './make-invite-link.ts';

/** So many links are ready at least, at most; in between twice what the last ten minutes took. */
const readyMin = 20;
const readyMax = 500;
const lookBackMs = 600_000;
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
  { pool, now }: Pick<MessengersOptions, 'pool' | 'now'>,
  projects: readonly TendedProject[],
): Promise<Shortage[]> {
  const ids = projects.map(({ project }) => project.projectId);
  const counted = await countLinks({ pool, now }, ids);
  const links = await pool.query<LinkRow>(
    `select l.project_id, l.link_id, l.name, l.auto_approve_seconds,
       exists (select from invite_links i where i.project_id = l.project_id and i.link_id = l.link_id and i.state = 'shared') as has_shared
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
      if ((count?.ready ?? 0) < wanted) return [{ projectId, chatId, createsJoinRequest, shared: null }];
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
  readonly ready: number;
  readonly taken: number;
}

/**
 * How many links wait for visitors, and how many visitors took one lately: no further than the answer matters, since this is looked at
 * every second and a pool may be large. A lease ends days from now, a reservation within minutes, so their common index tells them apart.
 */
async function countLinks(
  { pool, now }: Pick<MessengersOptions, 'pool' | 'now'>,
  projectIds: readonly string[],
): Promise<readonly Counted[]> {
  const nowMs = now();
  const counted = await pool.query<Counted>(
    `select p.project_id, asking.creates_join_request, free.n + reserved.n as ready, taken.n as taken
     from unnest($1::bigint[]) as p (project_id) cross join unnest(array[false, true]) as asking (creates_join_request),
     lateral (select count(*)::int as n from (select from invite_links i where i.project_id = p.project_id
       and i.creates_join_request = asking.creates_join_request and i.state = 'free' limit ${readyMax}) as counted) as free,
     lateral (select count(*)::int as n from (select from invite_links i where i.project_id = p.project_id
       and i.creates_join_request = asking.creates_join_request and i.state = 'reserved'
       and i.state in ('reserved', 'leased') and i.leased_until > $3 and i.leased_until <= $4 limit ${readyMax}) as counted) as reserved,
     lateral (select count(*)::int as n from (select from invite_links i where i.project_id = p.project_id
       and i.creates_join_request = asking.creates_join_request and i.leased_at > $2 limit ${readyMax}) as counted) as taken`,
    [projectIds, new Date(nowMs - lookBackMs), new Date(nowMs), new Date(nowMs + reservedMs)],
  );
  return counted.rows;
}
