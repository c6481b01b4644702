import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../destinations/http-message.ts';
import { useDatabase } from '../testing/test-database.ts';
import { type Call, CallFailed, Delivery } from './index.ts';
import { type DeliveryWorld, openWorld } from './testing/delivery-world.ts';

const database = useDatabase();
const tenants = 100;
const rowsEach = 30;
const batchSize = 10;

/** A hundred projects with a destination each and three batches waiting; the first one's is broken. */
async function openTenants(world: DeliveryWorld): Promise<string> {
  const destinationIds: string[] = [];
  for (let tenant = 1; tenant <= tenants; tenant += 1) {
    const projectId = tenant === 1 ? '1' : await world.outbox.addProject();
    destinationIds.push(
      await world.outbox.addDestination(
        { counter_id: String(tenant), oauth_token: 'y0_TEST' },
        'yandex_metrica',
        projectId,
      ),
    );
  }
  for (const [index, destinationId] of destinationIds.entries()) {
    const rows = Array.from({ length: rowsEach }, (_, row) => ({ destinationId, idValue: `${index + 1}${row + 100}` }));
    await world.outbox.addTo(index === 0 ? '1' : String(index + 1), ...rows);
  }
  return destinationIds[0] ?? '';
}

const taken: HttpAnswer = { status: 200, headers: {}, body: '{"uploading":{"id":1}}' };
const status = (code: number, headers = {}): HttpAnswer => ({ status: code, headers, body: '<html>' });

/** How a platform can be broken, as its calls end. */
const faults: ReadonlyArray<readonly [string, () => Promise<HttpAnswer>]> = [
  ['does not answer', () => new Promise<never>(() => {})],
  ['refuses the connection', () => Promise.reject(new CallFailed(false, 'ECONNREFUSED'))],
  ['resets what was sent', () => Promise.reject(new CallFailed(true, 'ECONNRESET'))],
  ['answers 500', async () => status(500)],
  ['answers a page', async () => ({ ...status(200), body: '<html>' })],
  ['asks to wait', async () => status(429, { 'retry-after': '60' })],
  ['refuses the token', async () => status(401)],
  ['does not know the counter', async () => status(404)],
  ['refuses every row', async () => status(400)],
];

describe('one of a hundred tenants whose platform', () => {
  it.each(faults)('%s delays nobody else', async (_, fault) => {
    const world = await openWorld(database.pool, {
      platform: { batchSizeMax: batchSize, fillsBatches: false, verdicts: null },
    });
    const broken = await openTenants(world);
    let healthyCalls = 0;
    let brokenCalls = 0;
    const call: Call = async (request) => {
      if (!request.url.includes('/counter/1/')) {
        healthyCalls += 1;
        return taken;
      }
      brokenCalls += 1;
      return fault();
    };
    const delivery = new Delivery(world.options({ call }));
    // The clock stands still: whoever is told of has waited for nothing.
    const tick = delivery.tick();
    const healthy = (): Promise<number> => world.outbox.countAccepted(broken);
    await expect.poll(healthy).toBe((tenants - 1) * rowsEach);
    expect(healthyCalls).toBe(((tenants - 1) * rowsEach) / batchSize);
    if (fault === faults[0]?.[1]) expect(brokenCalls).toBe(1);
    else await tick;
    // Nobody runs against the wall: a call or two, and for a batch refused row by row as many as halving takes.
    expect(brokenCalls).toBeLessThanOrEqual(3 * 2 * batchSize);
  });
});

describe('one tenant with a hundred destinations', () => {
  it('waits for the one of another, not the other way round', async () => {
    const world = await openWorld(database.pool, {
      platform: { batchSizeMax: 1, fillsBatches: false, verdicts: null },
    });
    const other = await world.outbox.addProject();
    const many = 40;
    for (let index = 0; index < many; index += 1) {
      const destinationId = await world.outbox.addDestination({ counter_id: '2', oauth_token: 'y0_TEST' });
      await world.outbox.add(...Array.from({ length: 3 }, (_, row) => ({ destinationId, idValue: `${index}${row}` })));
    }
    const theirs = await world.outbox.addDestination(
      { counter_id: '3', oauth_token: 'y0_TEST' },
      'yandex_metrica',
      other,
    );
    await world.outbox.addTo(other, ...['1', '2', '3'].map((idValue) => ({ destinationId: theirs, idValue })));
    const order: string[] = [];
    const call: Call = async ({ url }) => {
      order.push(/counter\/(\d)/.exec(url)?.[1] ?? '');
      // Calls overlap as they would on a network.
      await new Promise((resolve) => setImmediate(resolve));
      return taken;
    };
    await new Delivery(world.options({ call })).tick();
    expect(order).toHaveLength(3 * many + 3);
    // Three calls of theirs, each after a turn of at most all slots of the many.
    expect(order.lastIndexOf('3')).toBeLessThan(order.length / 2);
  });
});
