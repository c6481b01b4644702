import type pg from 'pg';

/** Which of a project's pools: that of links by which people ask to join, or that of links by which they join at once. */
export interface PoolKey {
  readonly projectId: string;
  readonly createsJoinRequest: boolean;
}

export interface PoolLink {
  /** In the queue of its pool, and no other link's of the project. */
  readonly place: number;
  readonly inviteLink: string;
}

/** Places of a pool that one process has taken, and the links that stand there, in order. */
export interface Reservation {
  readonly fromPlace: string;
  readonly links: PoolLink[];
}

/** Places of a project are told apart by themselves: its second pool begins where the first never ends. */
const placeBeforeSql = `case when $2 then ${2 ** 40} else 0 end`;

/** The end of a pool's queue: a place for one more link. Locks the pool until the transaction ends, so no place is seen before its link. */
export const nextPlaceSql = `insert into invite_pools as pool (project_id, creates_join_request, added, taken)
   values ($1, $2, ${placeBeforeSql} + 1, ${placeBeforeSql})
   on conflict (project_id, creates_join_request) do update set added = pool.added + 1 returning added`;

/** Takes links from the head of a pool for this process alone, at most `count`; null: the pool is empty. */
export async function reserveLinks(
  pool: pg.Pool,
  { projectId, createsJoinRequest }: PoolKey,
  { count, openUntilMs, retireMs }: { readonly count: number; readonly openUntilMs: number; readonly retireMs: number },
): Promise<Reservation | null> {
  const reserved = await pool.query<{ from_place: string; to_place: string }>(
    `with head as (
       select added, taken from invite_pools where project_id = $1 and creates_join_request = $2 and taken < added for update),
     moved as (
       update invite_pools p set taken = least(head.added, head.taken + $3) from head
       where p.project_id = $1 and p.creates_join_request = $2 returning head.taken + 1 as from_place, p.taken as to_place)
     insert into invite_reservations (project_id, creates_join_request, from_place, to_place, open_until, retire_at)
     select $1, $2, from_place, to_place, $4::timestamptz, $5::timestamptz from moved returning from_place, to_place`,
    [projectId, createsJoinRequest, count, new Date(openUntilMs), new Date(retireMs)],
  );
  const [places] = reserved.rows;
  if (places === undefined) return null;
  // A statement of its own: it sees the links of all places that were added before the head was moved.
  // As two texts: thousands of rows, or JSON of them, would be read one by one, in the way of the visitors. No address holds a space.
  const found = await pool.query<{ places: string | null; links: string | null }>(
    `select string_agg(place::text, ' ') as places, string_agg(invite_link, ' ') as links from (
       select place, invite_link from invite_links
       where project_id = $1 and place between $2 and $3 and used_at is null and revoked_at is null order by place
     ) as reserved`,
    [projectId, places.from_place, places.to_place],
  );
  const links = found.rows[0]?.links?.split(' ') ?? [];
  const at = found.rows[0]?.places?.split(' ') ?? [];
  if (links.length !== at.length) throw new Error('the address of an invite link holds a space');
  return {
    fromPlace: places.from_place,
    links: links.map((inviteLink, index) => ({ place: Number(at[index]), inviteLink })),
  };
}

/**
 * Ends a reservation: links that were not handed out go to the end of the queue, and the others are leased. `left` is what its process
 * did not hand out; null: that process is not there to ask, and what no click has after all this time was not handed out. A reservation
 * ends once, whoever ends it.
 */
export async function endReservation(
  pool: pg.Pool,
  { projectId, createsJoinRequest }: PoolKey,
  fromPlace: string,
  left: readonly PoolLink[] | null,
): Promise<void> {
  await pool.query(
    `with ended as (
       update invite_reservations set open_until = null
       where project_id = $1 and from_place = $3 and open_until is not null returning from_place, to_place),
     back as (
       select i.invite_link, row_number() over (order by i.place) as place
       from ended e join invite_links i on i.project_id = $1 and i.place between e.from_place and e.to_place
       where i.used_at is null and i.revoked_at is null and case when $4::bigint[] is null
         then not exists (select from clicks c where c.project_id = $1 and c.invite_place = i.place)
         else i.place = any($4::bigint[]) end),
     queue as (
       select added from invite_pools where project_id = $1 and creates_join_request = $2 and exists (select from back) for update),
     grown as (
       update invite_pools p set added = queue.added + (select count(*) from back) from queue
       where p.project_id = $1 and p.creates_join_request = $2)
     update invite_links i set place = queue.added + back.place from back, queue
     where i.project_id = $1 and i.invite_link = back.invite_link`,
    [projectId, createsJoinRequest, fromPlace, left?.map(({ place }) => place) ?? null],
  );
}

/** Ends the reservations whose process has had its time, because it died or because they outlasted it. */
export async function endOverdue(pool: pg.Pool, projectIds: readonly string[], nowMs: number): Promise<void> {
  const overdue = await pool.query<{ project_id: string; creates_join_request: boolean; from_place: string }>(
    `select project_id, creates_join_request, from_place from invite_reservations
     where project_id = any($1::bigint[]) and open_until <= $2 order by open_until limit ${perRound}`,
    [projectIds, new Date(nowMs)],
  );
  for (const { project_id, creates_join_request, from_place } of overdue.rows)
    await endReservation(pool, { projectId: project_id, createsJoinRequest: creates_join_request }, from_place, null);
}

const perRound = 50;
