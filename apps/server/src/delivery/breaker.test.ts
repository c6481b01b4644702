import { startReceiver } from '@otkuda/simulators';
import { describe, expect, it, onTestFinished } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { hourMs, openWorld } from './testing/delivery-world.ts';

const database = useDatabase();
const minuteMs = 60_000;

async function openPlain() {
  const world = await openWorld(database.pool);
  const receiver = await startReceiver({ now: () => world.nowMs });
  onTestFinished(() => receiver.close());
  receiver.addClick('c1');
  const url = `${receiver.trackerUrl}?subid={click_id}&status={status}&tid={conversion_id}`;
  const destinationId = await world.outbox.addDestination({ url }, 'postback');
  const add = (from: number, count: number) =>
    world.outbox.add(
      ...Array.from({ length: count }, (_, index) => {
        const id = String(from + index);
        return { destinationId, idValue: id, idKind: 'macros', identifiers: { id, click_id: 'c1' } };
      }),
    );
  return { world, receiver, destinationId, add };
}

describe('the breaker of a destination that takes one row a call', () => {
  it('lets the others go on where one row keeps failing', async () => {
    const { world, receiver, destinationId, add } = await openPlain();
    await add(1, 30);
    receiver.inject({ kind: 'status', status: 503 });
    await world.delivery().tick();
    expect(receiver.events()).toHaveLength(29);
    expect(await world.outbox.destination(destinationId)).toMatchObject({ trips: 0, resume_at: null });
  });

  it('opens at seven of ten, so that a platform that is down is not run against by every row', async () => {
    const { world, receiver, destinationId, add } = await openPlain();
    await add(1, 200);
    receiver.inject({ kind: 'status', status: 503, times: 1_000 });
    await world.delivery().tick();
    expect(receiver.requests().length).toBeLessThan(20);
    const resumeAt = new Date(world.nowMs + 30_000);
    expect(await world.outbox.destination(destinationId)).toMatchObject({ trips: 1, resume_at: resumeAt });
  });

  it('lets a single call try, and rests twice as long each time it fails, a quarter of an hour at most', async () => {
    const { world, receiver, destinationId, add } = await openPlain();
    await add(1, 50);
    receiver.inject({ kind: 'status', status: 503, times: 1_000 });
    const delivery = world.delivery();
    await delivery.tick();
    const rests: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const { resume_at } = await world.outbox.destination(destinationId);
      const resumeMs = resume_at?.getTime() ?? 0;
      rests.push((resumeMs - world.nowMs) / 1000);
      const before = receiver.requests().length;
      world.advanceTo(resumeMs);
      await delivery.tick();
      expect(receiver.requests().length - before).toBe(1);
    }
    expect(rests).toEqual([30, 60, 120, 240, 480, 900, 900]);
  });

  it('closes with the first success, and all that waited goes', async () => {
    const { world, receiver, destinationId, add } = await openPlain();
    await add(1, 50);
    receiver.inject({ kind: 'status', status: 503, times: 12 });
    const delivery = world.delivery();
    await delivery.tick();
    world.advance(minuteMs);
    await world.run(delivery);
    expect(receiver.events()).toHaveLength(50);
    expect(await world.outbox.destination(destinationId)).toMatchObject({ trips: 0, failures: 0 });
  });
});

describe('an owner', () => {
  it('is told once of a platform that fails for an hour, and anew after it has worked', async () => {
    const { world, receiver, add } = await openPlain();
    await add(1, 3);
    const told: string[] = [];
    const delivery = world.delivery({ onTrouble: async ({ text }) => void told.push(text.ru) });
    receiver.inject({ kind: 'status', status: 503, times: 10_000 });
    await world.run(delivery, world.nowMs + 50 * minuteMs);
    expect(told).toEqual([]);
    await world.run(delivery, world.nowMs + 5 * hourMs);
    expect(told).toEqual([
      '«d» (Постбэк): Уже час обращения не проходят. Ошибка на стороне рекламной системы. Сначала узнаем, дошло ли отправленное, и отправим снова, если нет. Ждут отправки: 3.',
    ]);
  });
});
