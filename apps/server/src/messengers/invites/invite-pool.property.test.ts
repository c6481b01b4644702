import fc from 'fast-check';
import type pg from 'pg';
import { expect, it } from 'vitest';
import { uuidv7 } from '../../domain/uuid.ts';
import { insertProject, inviteLinkState } from '../../testing/fixture-project.ts';
import { useDatabase } from '../../testing/test-database.ts';
import { endOverdue, endReservation, nextPlaceSql, reserveLinks } from './invite-pool.ts';
import { InviteStock } from './invite-stock.ts';
import { makeInviteLink } from './make-invite-link.ts';

/**
 * Whatever order links are made, handed out and given back in, by processes that stop, die and come again, no link is the way of two
 * visitors, and none is lost: in the end each is leased to its click or waits in the pool.
 */
const database = useDatabase();
const processes = [0, 1, 2];
const leaseMs = 30 * 86_400_000;

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('make' as const), count: fc.integer({ min: 1, max: 12 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('visit' as const),
      process: fc.constantFrom(...processes),
      count: fc.integer({ min: 1, max: 8 }),
      /** The process dies between the answer of the pool and the click's commit: the visitor never sees the link. */
      dies: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    }),
  },
  fc.record({ kind: fc.constantFrom('stop' as const, 'kill' as const), process: fc.constantFrom(...processes) }),
  fc.record({ kind: fc.constant('pass' as const), minutes: fc.constantFrom(1, 5, 9, 11) }),
  fc.record({ kind: fc.constant('look' as const) }),
);

function noting(pool: pg.Pool, queries: Promise<unknown>[]): pg.Pool {
  const query = (text: string, values: unknown[]): Promise<unknown> => {
    const asked = pool.query(text, values);
    queries.push(asked);
    return asked;
  };
  return new Proxy(pool, { get: (target, name) => (name === 'query' ? query : Reflect.get(target, name, target)) });
}

const storeClick = async (projectId: string, place: number, nowMs: number): Promise<string> => {
  const clickId = uuidv7(nowMs);
  await database.pool.query(
    `insert into clicks (project_id, click_id, clicked_at, marks, ids, invite_place) values ($1, $2, $3, '{}', '{}', $4)`,
    [projectId, clickId, new Date(nowMs), place],
  );
  return clickId;
};

it('the pool gives no link to two visitors and loses none', async () => {
  const { pool } = database;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(step, fc.boolean()), { minLength: 5, maxLength: 30 }),
      fc.boolean(),
      async (steps, asks) => {
        const projectId = await insertProject(pool, { kind: 'channel', chatId: '-100' });
        let nowMs = Date.now();
        let made = 0;
        const queries: Promise<unknown>[] = [];
        const options = {
          pool: noting(pool, queries),
          now: () => nowMs,
          log: (text: string) => expect.unreachable(text),
        };
        const stocks = new Map(processes.map((process) => [process, new InviteStock(options)]));
        const stockOf = (process: number): InviteStock => stocks.get(process) ?? expect.unreachable('no such process');
        const wanted = { projectId, chatId: '-100', createsJoinRequest: asks, shared: null };
        const createInviteLink = async () => `https://t.me/+${projectId}x${made++}`;

        const run = async ([each]: (typeof steps)[number]): Promise<void> => {
          if (each.kind === 'pass') nowMs += each.minutes * 60_000;
          else if (each.kind === 'look') await endOverdue(pool, [projectId], nowMs);
          else if (each.kind === 'make') {
            for (let made = 0; made < each.count; made += 1)
              await makeInviteLink(options, { createInviteLink }, wanted);
          } else if (each.kind === 'visit') {
            const stock = stockOf(each.process);
            // What dies gives nothing back: a stop after it is that of the process which came in its place.
            if (each.dies) stocks.set(each.process, new InviteStock(options));
            const visits = Array.from({ length: each.count }, async () => {
              const link = await stock.take(projectId, asks, leaseMs);
              if (link !== null && !each.dies) await storeClick(projectId, link.place, nowMs);
            });
            await Promise.all(visits);
          } else {
            const stock = stockOf(each.process);
            stocks.set(each.process, new InviteStock(options));
            if (each.kind === 'stop') await stock.release();
          }
        };
        const running: Promise<void>[] = [];
        for (const each of steps) {
          running.push(run(each));
          if (each[1] || each[0].kind === 'pass') await Promise.all(running);
        }
        await Promise.all(running);
        // What processes that died were taking from the pool arrives there all the same.
        for (let seen = -1; seen !== queries.length; await Promise.all(queries)) seen = queries.length;
        nowMs += 11 * 60_000;
        await endOverdue(pool, [projectId], nowMs);

        const leased = await pool.query<{ n: number; links: number }>(
          'select count(*)::int as n, count(distinct invite_place)::int as links from clicks where project_id = $1',
          [projectId],
        );
        const states = await pool.query<{ state: string; n: number }>(
          'select state, count(*)::int as n from invite_link_states where project_id = $1 group by 1',
          [projectId],
        );
        const counted = Object.fromEntries(states.rows.map(({ state, n }) => [state, n]));
        expect(leased.rows).toEqual([{ n: counted.leased ?? 0, links: counted.leased ?? 0 }]);
        expect({ free: 0, ...counted }).toEqual({
          free: made - (counted.leased ?? 0),
          ...(counted.leased === undefined ? {} : { leased: counted.leased }),
        });
        // What waits can be handed out, to the last one.
        const stock = new InviteStock(options);
        const rest = new Set<string>();
        for (;;) {
          const link = await stock.take(projectId, asks, leaseMs);
          if (link === null) break;
          rest.add(link.inviteLink);
        }
        expect(rest.size).toBe(counted.free ?? 0);
      },
    ),
    { numRuns: 100 },
  );
});

it('a click that is stored after its reservation has ended has no link, and who gets the link next has it alone', async () => {
  const { pool } = database;
  const projectId = await insertProject(pool, { kind: 'channel', chatId: '-100' });
  let nowMs = Date.now();
  const options = { pool, now: () => nowMs, log: (text: string) => expect.unreachable(text) };
  const createInviteLink = async (): Promise<string> => 'https://t.me/+only';
  await makeInviteLink(
    options,
    { createInviteLink },
    { projectId, chatId: '-100', createsJoinRequest: false, shared: null },
  );

  const first = await new InviteStock(options).take(projectId, false, leaseMs);
  nowMs += 11 * 60_000;
  await endOverdue(pool, [projectId], nowMs);
  const second = await new InviteStock(options).take(projectId, false, leaseMs);
  expect(second?.inviteLink).toBe(first?.inviteLink);
  await storeClick(projectId, first?.place ?? 0, nowMs);
  const clickId = await storeClick(projectId, second?.place ?? 0, nowMs);
  const found = await pool.query(
    `select c.click_id from invite_links i join clicks c on c.project_id = i.project_id and c.invite_place = i.place
     where i.project_id = $1 and i.invite_link = 'https://t.me/+only'`,
    [projectId],
  );
  expect(found.rows).toEqual([{ click_id: clickId }]);
});

it('a reservation that ends while a link is being added gives back what it has left', async () => {
  const { pool } = database;
  const projectId = await insertProject(pool, { kind: 'channel', chatId: '-100' });
  const key = { projectId, createsJoinRequest: false };
  const options = { pool, now: Date.now, log: (text: string) => expect.unreachable(text) };
  const createInviteLink = async (): Promise<string> => 'https://t.me/+left';
  await makeInviteLink(options, { createInviteLink }, { ...key, chatId: '-100', shared: null });
  const times = { openUntilMs: Date.now(), retireMs: Date.now() };
  const reservation = await reserveLinks(pool, key, { count: 1, ...times });

  const adding = await pool.connect();
  try {
    await adding.query('begin');
    await adding.query(nextPlaceSql, [projectId, false]);
    const ending = endReservation(pool, key, reservation?.fromPlace ?? '', null);
    const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    await expect.poll(async () => (await pool.query(waiting)).rowCount).toBe(1);
    await adding.query('commit');
    await ending;
  } finally {
    adding.release();
  }
  expect(await inviteLinkState(pool, projectId, 'https://t.me/+left')).toBe('free');
});
