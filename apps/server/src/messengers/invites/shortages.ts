import type { TendedProject } from '../bots/projects-of-bot.ts';
import type { MessengersOptions } from '../options.ts';
import { asksToJoin } from '../people/join-requests.ts';
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
  const counted = await pool.query<{ project_id: string; creates_join_request: boolean; ready: number; taken: number }>(
    `select project_id, creates_join_request, count(*) filter (where state in ('free', 'reserved'))::int as ready,
       count(*) filter (where leased_at > $2)::int as taken
     from invite_links where project_id = any($1::bigint[]) and (state in ('free', 'reserved') or leased_at > $2) group by 1, 2`,
    [ids, new Date(now() - lookBackMs)],
  );
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
      const count = counted.rows.find(
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
