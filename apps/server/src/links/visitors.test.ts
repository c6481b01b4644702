import { get } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { type TestBot, useServer } from '../testing/test-server.ts';

const database = useDatabase();
const server = useServer(database, { OTKUDA_TRUST_PROXY: 'loopback', TRACKING_URL: 'https://go.example.org' });
let bot: TestBot;
beforeAll(async () => {
  bot = await server.bot();
});

const browser =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';

/** With headers that fetch does not let one write. */
function ask(path: string, headers: Record<string, string>): Promise<{ status: number; location: string | undefined }> {
  return new Promise((resolve, reject) => {
    get(new URL(path, server.url), { headers: { 'user-agent': browser, ...headers } }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, location: response.headers.location });
    }).on('error', reject);
  });
}

async function newLink(): Promise<{ id: string; code: string; url: string }> {
  return (await bot.manage('POST', '/links', { name: 'Link' })).body;
}

async function clicksOf(linkId: string) {
  const found = await database.pool.query(
    'select machine, country, ip from clicks where project_id = $1 and link_id = $2 order by click_id',
    [bot.projectId, linkId],
  );
  return found.rows;
}

describe('a visitor behind a trusted proxy', () => {
  it('has a country; the address is kept without its last part', async () => {
    const link = await newLink();
    const from = (address: string) => ask(`/l/${link.code}`, { 'x-forwarded-for': address });
    // The data are read in the background when the server starts.
    await expect
      .poll(async () => {
        await from('77.88.8.8');
        return (await clicksOf(link.id)).at(-1)?.country;
      })
      .toBe('RU');
    await from('2a02:6b8::feed:ff');
    await from('192.168.3.4');
    expect((await clicksOf(link.id)).slice(-2)).toEqual([
      { machine: null, country: 'RU', ip: '2a02:6b8:0::' },
      { machine: null, country: null, ip: '192.168.3.0' },
    ]);
  });

  it('that sends more than people do is a flood, and is sent on all the same', async () => {
    const link = await newLink();
    let sent = 0;
    const floods = async () => (await clicksOf(link.id)).filter(({ machine }) => machine === 'flood').length;
    // A minute may turn in the middle of the first 130.
    await expect
      .poll(async () => {
        const visits = Array.from({ length: 130 }, (_, n) =>
          ask(`/l/${link.code}?yclid=${sent + n}`, { 'x-forwarded-for': '8.8.8.8' }),
        );
        sent += visits.length;
        for (const { location } of await Promise.all(visits)) expect(location).toMatch(/start=PJ/);
        return floods();
      })
      .toBeGreaterThan(0);
    const { counts } = (await bot.manage('GET', `/links/${link.id}`)).body;
    expect(counts).toMatchObject({ clicks: sent - (await floods()), machine_clicks: await floods() });
  });
});

describe('the tracking domain', () => {
  it('has short links, however the host is written', async () => {
    const link = await newLink();
    expect(link.url).toBe(`https://go.example.org/${link.code}`);
    for (const host of ['go.example.org', 'GO.EXAMPLE.ORG', 'go.example.org:443', 'go.example.org.']) {
      expect((await ask(`/${link.code}?yclid=${host.length}`, { host })).location).toMatch(/start=PJ/);
    }
    expect((await ask(`/l/${link.code}`, { host: 'go.example.org' })).location).toMatch(/start=PJ/);
    expect((await ask(`/${link.code}`, { host: 'elsewhere.example.org' })).status).toBe(404);
    expect((await ask('/robots.txt', { host: 'go.example.org' })).status).toBe(404);
  });
});
