import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { useServer } from '../testing/test-server.ts';
import { GuessDelay, guesserOf } from './guess-delay.ts';

describe('guessing keys', () => {
  it('a few typing errors cost nothing, guessing on doubles the wait up to 3 seconds', () => {
    const delay = new GuessDelay(() => 0);
    expect(Array.from({ length: 10 }, () => delay.note('a'))).toEqual([
      0, 0, 0, 100, 200, 400, 800, 1_600, 3_000, 3_000,
    ]);
    expect(delay.note('b')).toBe(0);
  });

  it('is forgotten after a while', () => {
    let now = 0;
    const delay = new GuessDelay(() => now);
    for (let n = 0; n < 10; n += 1) delay.note('a');
    now = 11 * 60_000;
    expect(delay.note('a')).toBe(0);
  });

  it('from very many addresses takes bounded memory, and the one that guesses on is not forgotten for them', () => {
    const delay = new GuessDelay(() => 0);
    for (let n = 0; n < 30_000; n += 1) {
      delay.note(`address ${n}`);
      if (n % 1_000 === 0) delay.note('the guesser');
    }
    expect(delay.addresses).toBe(10_000);
    expect(delay.note('the guesser')).toBe(3_000);
  });

  it('ends its wait when the caller hangs up', async () => {
    const delay = new GuessDelay(() => 0);
    for (let n = 0; n < 20; n += 1) delay.note('a');
    const gone = new AbortController();
    const waiting = delay.wait('a', gone.signal);
    gone.abort();
    await waiting;
  });

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['::ffff:203.0.113.7', '::ffff:203.0.113.7'],
  ])('%s is the guesser %s: of IPv6 a network of one site', (ip, guesser) => {
    expect(guesserOf(ip)).toBe(guesser);
  });
});

describe('one address that sends for many', () => {
  const server = useServer(useDatabase());
  it('waits with its unknown keys only', async () => {
    const bot = await server.bot();
    const timed = async (key: string) => {
      const startedAt = performance.now();
      const { httpStatus } = await server.call(key, 'user_did_start_bot', { user_id: '1' });
      return { httpStatus, ms: performance.now() - startedAt };
    };
    const guesses = [];
    for (let n = 0; n < 6; n += 1) guesses.push(await timed(`otk_guess${n}`));
    expect(guesses.map(({ httpStatus }) => httpStatus)).toEqual([401, 401, 401, 401, 401, 401]);
    expect(guesses[5]?.ms).toBeGreaterThan(390);
    // While answers to unknown keys wait, and although they do, known keys are answered first.
    const order: string[] = [];
    const note = (name: string) => () => order.push(name);
    await Promise.all([
      server.call('otk_guess', 'get_user_info', {}).then(note('unknown')),
      server.call('otk_guess', 'no_such_method', {}).then(note('unknown')),
      bot.call('user_did_start_bot', { user_id: '1' }).then(note('known')),
      bot.call('no_such_method', {}).then(note('known')),
    ]);
    expect(order).toEqual(['known', 'known', 'unknown', 'unknown']);
  });
});
