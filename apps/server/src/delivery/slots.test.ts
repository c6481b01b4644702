import { expect, it } from 'vitest';
import { Slots } from './slots.ts';

it('lets so many run at once, the others in their order', async () => {
  const slots = new Slots(2);
  const started: number[] = [];
  const gates = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
  const all = gates.map((gate, index) =>
    slots.run(async () => {
      started.push(index);
      await gate.promise;
    }),
  );
  await expect.poll(() => started).toEqual([0, 1]);
  gates[1]?.resolve();
  await all[1];
  await expect.poll(() => started).toEqual([0, 1, 2]);
  for (const gate of gates) gate.resolve();
  await Promise.all(all);
  expect(started).toEqual([0, 1, 2, 3]);
});

it('gives the place back where a task fails', async () => {
  const slots = new Slots(1);
  await expect(slots.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await slots.run(async () => 'next')).toBe('next');
});
