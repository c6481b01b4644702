import { Writable } from 'node:stream';
import { type MetaCapiSimulator, startMetaCapi } from '@otkuda/simulators';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { placesOf } from '../manage/testing/places-of.ts';
import { Sealer } from '../secrets/seal.ts';
import { useDatabase } from '../testing/test-database.ts';
import { type TestBot, useServer } from '../testing/test-server.ts';

/** The whole way of an address on real parts: landing page, click, start of the bot, Meta's stand-in; and what is left of it. */
const secretKey = 'the secret key of both processes';
const environment: Record<string, string> = { OTKUDA_TRUST_PROXY: 'loopback', OTKUDA_SECRET_KEY: secretKey };
const logged: string[] = [];
const sink = new Writable({
  write(line: Buffer, _encoding, done) {
    logged.push(line.toString());
    done();
  },
});
const log = pino({ level: 'trace' }, sink);

let meta: MetaCapiSimulator | undefined;
beforeAll(async () => {
  meta = await startMetaCapi();
  for (const id of ['1', '2']) meta.addDataset({ id, token: 'EAAB_TEST' });
  environment.META_GRAPH_URL = meta.url;
});
const database = useDatabase();
const server = useServer(database, environment, log);
const another = useServer(database, environment, log);
afterAll(() => meta?.close());

const userAgent =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1';
const page = 'https://shop.example/sale';
let bot: TestBot;
let visits = 0;

beforeEach(async () => {
  bot = await server.bot();
});

async function connect(dataset_id: string, action_source: string): Promise<string> {
  const settings = { dataset_id, access_token: 'EAAB_TEST', action_source };
  const made = await bot.manage('POST', '/destinations', {
    type: 'meta_capi',
    name: 'M',
    settings,
    goals: { start: 'Lead' },
  });
  expect(made).toMatchObject({ httpStatus: 201 });
  return `/destinations/${made.body.id}`;
}

/** Somebody comes to the landing page by an ad of Meta's; gives the code of the click. */
async function visit(from: string, { url } = server, named?: string): Promise<string> {
  const code = named ?? (await bot.manage('POST', '/links', { name: 'Ad' })).body.code;
  visits += 1;
  const answer = await fetch(`${url}/s/visit`, {
    method: 'POST',
    headers: { 'user-agent': userAgent, 'x-forwarded-for': from },
    body: JSON.stringify({ link: code, url: `${page}?utm_source=fb&fbclid=IwAR${visits}` }),
  });
  return ((await answer.json()) as { click: string }).click;
}

async function keptRows(): Promise<{ sealed: Buffer; kept_for: string }[]> {
  const found = await database.pool.query(
    `select sealed, (drop_at - clicked_at)::text as kept_for, ip from click_addresses join clicks using (project_id, click_id)
     where project_id = $1 order by click_id`,
    [bot.projectId],
  );
  return found.rows;
}

describe('the address of a visitor', () => {
  it.each(['198.51.100.77', '2001:db8::feed:77'])(
    '(%s) reaches the destination that needs it, and is to be read nowhere else',
    async (address) => {
      await connect('1', 'website');
      await connect('2', 'chat');
      const click = await visit(address);
      const [row, ...more] = await keptRows();
      expect([row?.kept_for, more]).toEqual(['7 days', []]);
      expect(row?.sealed.includes(address)).toBe(false);
      expect(new Sealer(secretKey).open(row?.sealed ?? Buffer.of())).toBe(address);

      await bot.call('user_did_start_bot', { user_id: '77', first_name: 'A', start_value: click });
      const events = () =>
        meta?.counted().filter(({ fields }) => JSON.stringify(fields).includes(`IwAR${visits}`)) ?? [];
      await expect.poll(() => events().length).toBe(2);
      const of = (source: string) => events().find(({ actionSource }) => actionSource === source)?.fields;
      expect(of('website')).toMatchObject({ user_data: { client_ip_address: address, client_user_agent: userAgent } });
      expect(of('chat')).not.toHaveProperty('user_data.client_ip_address');

      const { items } = (await bot.manage('GET', '/conversions')).body;
      await expect
        .poll(async () => {
          const attempts = await Promise.all(
            items.map(async ({ id }: { id: string }) => (await bot.manage('GET', `/conversions/${id}/attempts`)).body),
          );
          return JSON.stringify(attempts);
        })
        .toMatch(/client_ip_address[\\"]+:[\\"]+\*\*\*/);
      expect(await placesOf(database.pool, address)).toEqual([]);
      for (const path of ['/clicks', '/subscribers/77', '/conversions', '/requests', '/destinations']) {
        const { httpStatus, body } = await bot.manage('GET', path);
        expect([httpStatus, JSON.stringify(body).includes(address)]).toEqual([200, false]);
      }
      // Something that is worth a line: the same visitor, on a page whose link is not there.
      await visit(address, server, `gone-${visits}`);
      await expect.poll(() => logged.some((line) => line.includes(`gone-${visits - 1}`))).toBe(true);
      expect(logged.filter((line) => line.includes(address))).toEqual([]);
    },
  );

  it('is gone once the person is erased', async () => {
    await connect('1', 'website');
    const click = await visit('198.51.100.78');
    await bot.call('user_did_start_bot', { user_id: '78', first_name: 'A', start_value: click });
    expect(await keptRows()).toHaveLength(1);
    expect((await bot.manage('DELETE', '/subscribers/78')).httpStatus).toBe(204);
    expect(
      (await database.pool.query('select 1 from click_addresses where project_id = $1', [bot.projectId])).rowCount,
    ).toBe(0);
  });

  it('is kept of no visitor while no destination needs it', async () => {
    await visit('198.51.100.79');
    await connect('2', 'chat');
    await visit('198.51.100.80');
    expect(await keptRows()).toEqual([]);
  });

  it('that was stored after the last need was gone is swept on a schedule', async () => {
    const { pool } = database;
    const left = `insert into click_addresses values ($1, gen_random_uuid(), 'x', now() + interval '7 days')`;
    await pool.query(left, [bot.projectId]);
    const scheduled = await pool.query('select identifier from graphile_worker._private_known_crontabs');
    expect(scheduled.rows).toContainEqual({ identifier: 'sweep_addresses' });
    await pool.query(`select graphile_worker.add_job('sweep_addresses')`);
    const rows = async () =>
      (await pool.query('select 1 from click_addresses where project_id = $1', [bot.projectId])).rowCount;
    await expect.poll(rows).toBe(0);
  });

  it('is kept by every process from the moment that one is needed, and by none once it is not', async () => {
    await visit('198.51.100.81', another);
    const destination = await connect('1', 'website');
    await expect
      .poll(async () => {
        await visit('198.51.100.82', another);
        return (await keptRows()).length;
      })
      .toBeGreaterThan(0);

    const changed = await bot.manage('PATCH', destination, { settings: { action_source: 'chat' } });
    expect(changed.httpStatus).toBe(200);
    // The other process hears of it a moment later.
    await expect
      .poll(async () => {
        const before = (await keptRows()).length;
        await visit('198.51.100.83', another);
        return (await keptRows()).length - before;
      })
      .toBe(0);
  });
});
