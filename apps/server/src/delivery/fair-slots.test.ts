import { describe, expect, it } from 'vitest';
import { FairSlots } from './fair-slots.ts';

/** Tasks that end when they are told to, in a list of their beginnings. */
function tasks(slots: FairSlots) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (owner: string, name: string): Promise<void> =>
    slots.run(owner, () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { begun, run, end };
}

describe('slots', () => {
  it('hold so many tasks and no more, also after one has failed', async () => {
    const slots = new FairSlots(2);
    const { begun, run, end } = tasks(slots);
    await expect(slots.run('x', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    const all = ['1', '2', '3'].map((name) => run(name, name));
    await end('nothing');
    expect(begun).toEqual(['1', '2']);
    await end('1');
    expect(begun).toEqual(['1', '2', '3']);
    await end('2');
    await end('3');
    await Promise.all(all);
  });

  it('are given in turn by owner, and in order to each', async () => {
    const { begun, run, end } = tasks(new FairSlots(1));
    const wishes = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'];
    const all = wishes.map((name) => run(name.slice(0, 1), name));
    await end('nothing');
    for (const [index] of wishes.entries()) await end(begun[index] ?? '');
    await Promise.all(all);
    expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  });
});
