import { createServer, type Server } from 'node:http';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { destinationsByType } from '../destinations/registry.ts';
import { Directory } from '../directory/directory.ts';
import { insertLink, insertProject } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { landingPages } from './landing/index.ts';
import { RecentVisits } from './recent-visits.ts';
import type { StoreClick } from './store-in-time.ts';
import { trackingLinks } from './tracking-links.ts';
import type { InviteFor } from './way-on.ts';

const database = useDatabase();
const servers: Server[] = [];
let code = '';
let outcomes: string[] = [];

const list =
  'insert into link_directory (code, project_id, link_id) select code, project_id, link_id from links where code = $1';

beforeAll(async () => {
  code = await insertLink(database.pool, await insertProject(database.pool), { name: 'Link' });
  await database.pool.query(list, [code]);
  await database.pool.query(`update links set page = '{"counterId": "1", "goal": null}' where code = $1`, [code]);
});

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  outcomes = [];
});

/** The links over a storage that behaves like `store`. */
async function linksOver(storeClick: StoreClick, inviteFor: InviteFor = () => null): Promise<string> {
  const dependencies = {
    now: Date.now,
    addressOf: () => '127.0.0.1',
    isBehindUnknownProxy: () => false,
    recentVisits: new RecentVisits(Date.now),
    countryOf: () => null,
    sealAddress: (address: string) => Buffer.from(address),
    directory: new Directory(database.pool, destinationsByType, () => ({})),
    ...{ storeClick, storeClickIds: async () => {}, storePress: async () => {} },
    inviteFor,
    counterOf: async () => null,
    onRedirect: (outcome: string) => outcomes.push(outcome),
    onVisit: (outcome: string) => outcomes.push(outcome),
    ...{ onPress() {}, onFault() {}, onUnknownLink() {} },
    ...{ publicUrl: 'http://127.0.0.1', trackingUrl: 'http://127.0.0.1' },
  };
  const [links, pages] = [trackingLinks(dependencies), landingPages(dependencies)];
  const server = createServer((request, response) => {
    if (!links(request, response)) pages(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

describe.each<[string, StoreClick]>([
  ['does not answer', () => {}],
  ['refuses', (_click, tell) => tell(new Error('away'))],
])('a visitor whose storage %s', (_name, store) => {
  const userAgent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari/604.1';

  it('of a link is sent to the bot without a code', async () => {
    const url = await linksOver(store);
    const response = await fetch(`${url}/l/${code}`, { redirect: 'manual', headers: { 'user-agent': userAgent } });
    expect([response.status, response.headers.get('location')]).toEqual([302, 'https://t.me/my_bot']);
    expect(outcomes).toEqual(['without_code']);
  });

  it.each([
    ['the link that all visitors share', 'https://t.me/+shared', 'https://t.me/+shared'],
    ['the channel all the same, where there is none', null, 'https://t.me/+own'],
  ])('of a private channel is sent to %s', async (_where, shared, expected) => {
    const link = await insertLink(database.pool, await insertProject(database.pool, { kind: 'channel' }), {
      name: 'Ad',
    });
    await database.pool.query(
      'update projects set username = null from links l where l.project_id = projects.project_id and code = $1',
      [link],
    );
    await database.pool.query(list, [link]);
    const url = await linksOver(store, () => ({ location: 'https://t.me/+own', invitePlace: 1, shared }));
    const response = await fetch(`${url}/l/${link}`, { redirect: 'manual', headers: { 'user-agent': userAgent } });
    expect(response.headers.get('location')).toBe(expected);
  });

  it('of a page gets the address without a code', async () => {
    const url = await linksOver(store);
    const body = JSON.stringify({ link: code, url: 'https://a.b/' });
    const response = await fetch(`${url}/s/visit`, { method: 'POST', body, headers: { 'user-agent': userAgent } });
    expect(await response.json()).toEqual({
      to: 'https://t.me/my_bot',
      app: 'tg://resolve?domain=my_bot',
      click: null,
    });
    expect(outcomes).toEqual(['without_code']);
  });
});
