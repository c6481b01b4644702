import { describe, expect, it } from 'vitest';
import { Ends } from './ends.ts';

describe('a stop', () => {
  it('goes by stages, in whatever order the parts were started', async () => {
    const ended: string[] = [];
    const ends = new Ends();
    for (const stage of ['database', 'work', 'connections', 'calls'] as const) {
      ends.add(stage, async () => {
        await new Promise((resolve) => setImmediate(resolve));
        ended.push(stage);
      });
    }
    await ends.run();
    expect(ended).toEqual(['calls', 'work', 'connections', 'database']);
  });

  it('ends the parts of one stage side by side', async () => {
    const both = Promise.withResolvers<void>();
    const ends = new Ends();
    // In turn, the first would wait for ever.
    ends.add('work', () => both.promise);
    ends.add('work', async () => both.resolve());
    await ends.run();
  });

  it('does not wait for what takes too long', async () => {
    const ends = new Ends();
    ends.add('connections', () => new Promise(() => {}), 1);
    await ends.run();
  });

  it('leaves what hangs alone, so that all of it takes nine seconds at most', async () => {
    let nowMs = 0;
    const waits: number[] = [];
    const ends = new Ends({
      now: () => nowMs,
      async atMost(ms) {
        waits.push(ms);
        nowMs += ms;
      },
    });
    for (const stage of ['calls', 'work', 'connections'] as const) ends.add(stage, () => new Promise(() => {}));
    await ends.run();
    expect(waits).toEqual([7_000, 1_500, 500]);
  });

  it('ends the rest where a part fails, and says what failed', async () => {
    const ended: string[] = [];
    const ends = new Ends();
    ends.add('calls', () => Promise.reject(new Error('it hangs')));
    ends.add('calls', async () => void ended.push('bots'));
    ends.add('database', async () => void ended.push('database'));
    await expect(ends.run()).rejects.toThrow('it hangs');
    expect(ended).toEqual(['bots', 'database']);
  });

  it('that is asked for twice ends each part once', async () => {
    const ended: string[] = [];
    const ends = new Ends();
    ends.add('work', async () => void ended.push('writer'));
    await Promise.all([ends.run(), ends.run()]);
    expect(ended).toEqual(['writer']);
  });
});
