import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { freeDestination } from './index.ts';
import { type DeliveryWorld, openWorld } from './testing/delivery-world.ts';
import { numbered } from './testing/outbox.ts';
import type { Trouble } from './trouble.ts';

const database = useDatabase();

/** What the owner does about it: new settings, or nothing but "go on" where the cause was mended at the platform. */
async function mend(world: DeliveryWorld, destinationId: string, settings?: object): Promise<void> {
  const client = await database.pool.connect();
  if (settings !== undefined)
    await world.outbox.change(destinationId, { settings_sealed: Buffer.from(JSON.stringify(settings)) });
  await freeDestination(client, { projectId: '1', destinationId }, world.nowMs);
  client.release();
}

describe('an owner', () => {
  it.each([
    [
      'a wrong token',
      { counter_id: '2215573', oauth_token: 'wrong' },
      'Рекламная система не принимает токен: он истёк или отозван. Подключите её заново.',
    ],
    [
      'a deleted counter',
      { counter_id: '1', oauth_token: 'y0_TEST' },
      'Такого счётчика нет или он удалён. Проверьте номер счётчика.',
    ],
  ])('of %s reads what to do and how many wait, mends it, and they go', async (_, settings, text) => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination(settings);
    await world.outbox.add(...numbered(destinationId, 3));
    const told: Trouble[] = [];
    const delivery = world.delivery({ onTrouble: async (trouble) => void told.push(trouble) });
    await delivery.tick();
    await delivery.tick();
    expect(told).toMatchObject([{ destinationId, kind: 'needs_owner' }]);
    expect(told[0]?.text.ru).toBe(`«d» (Яндекс Метрика): ${text} Ждут отправки: 3.`);
    expect(await world.outbox.states()).toEqual({ pending: 3 });
    await mend(world, destinationId, { counter_id: '2215573', oauth_token: 'y0_TEST' });
    await world.run(delivery);
    expect(await world.outbox.states()).toEqual({ confirmed: 3 });
    expect(told).toHaveLength(1);
  });

  it('of a goal that is missing reads which conversions failed and why, and sends them again when it is there', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination();
    await world.outbox.add({ destinationId, idValue: '1', target: 'not_there' });
    await world.run(world.delivery());
    expect(await world.outbox.conversions()).toMatchObject([
      { state: 'failed', reason: 'goal_not_found', response: '0 of 1 matched' },
    ]);
  });

  it('is told again after a process died while telling, under the same key', async () => {
    const world = await openWorld(database.pool);
    await world.outbox.add(
      ...numbered(await world.outbox.addDestination({ counter_id: '1', oauth_token: 'y0_TEST' }), 1),
    );
    const keys: string[] = [];
    const refusing = world.delivery({
      onTrouble: async ({ noticeId }) => {
        keys.push(noticeId);
        throw new Error('the messenger is away');
      },
    });
    await refusing.tick();
    await world.delivery({ onTrouble: async ({ noticeId }) => void keys.push(noticeId) }).tick();
    await refusing.tick();
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('who was quicker is not told of what is over', async () => {
    const world = await openWorld(database.pool);
    const destinationId = await world.outbox.addDestination({ counter_id: '1', oauth_token: 'y0_TEST' });
    await world.outbox.add(...numbered(destinationId, 1));
    await world.delivery().tick();
    await mend(world, destinationId, { counter_id: '2215573', oauth_token: 'y0_TEST' });
    const told: Trouble[] = [];
    await world.run(world.delivery({ onTrouble: async (trouble) => void told.push(trouble) }));
    expect(told).toEqual([]);
  });
});
