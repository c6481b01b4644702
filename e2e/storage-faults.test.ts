import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signal } from '../apps/server/src/database/embedded/processes.ts';
import { configChannel, listenForChanges } from '../apps/server/src/directory/listen.ts';
import { backWithin, expectAway, expectBack } from './durability/expectations.ts';
import { FaultySite } from './durability/faulty-site.ts';
import { Probes } from './durability/probes.ts';
import type { FaultProxy } from './durability/proxy.ts';
import { seededRandom } from './durability/random.ts';

/** While the storage is away callers are told so in time and visitors get to the bot; afterwards nothing is lost or doubled. */

describe('a PostgreSQL of the own', () => {
  let site: FaultySite;
  let probes: Probes;
  beforeAll(async () => {
    site = await FaultySite.open();
    probes = new Probes(site);
  });
  afterEach(() => site.proxy.heal());
  afterAll(async () => {
    probes?.close();
    await site?.close();
  });

  const outages: [string, (proxy: FaultProxy) => unknown, (proxy: FaultProxy) => unknown][] = [
    ['takes no connections', (proxy) => proxy.refuse(), (proxy) => proxy.accept()],
    ['says nothing any more, until it does', (proxy) => proxy.silence(), (proxy) => proxy.speak()],
    ['is gone without a word, and another is there', (proxy) => proxy.silence(), (proxy) => proxy.forgetSilenced()],
    ['takes 3 s for everything', (proxy) => proxy.holdAnswers(3_000), (proxy) => proxy.holdAnswers(0)],
  ];
  it.each(outages)('that %s', async (_name, begin, end) => {
    await site.underLoad(async () => {
      await begin(site.proxy);
      await expectAway(probes);
      await end(site.proxy);
      await expectBack(probes);
    });
    expect(await site.account()).toBe('');
  });

  it('that is only slow', async () => {
    await site.underLoad(async () => {
      site.proxy.holdAnswers(50);
      await expectBack(probes);
      const { event, click, readiness } = await probes.all();
      expect([event.status, readiness.status]).toEqual([200, 200]);
      expect(click.location).toContain('?start=PJ');
    });
    expect(await site.account()).toBe('');
  });

  it('whose connections are cut now and then', async () => {
    const random = seededRandom(1);
    await site.underLoad(async () => {
      for (let cuts = 0; cuts < 20; cuts += 1) {
        site.proxy.cutSome(() => random.chance(0.3));
        await delay(random.whole(0, 200));
      }
      await expectBack(probes);
    });
    expect(await site.account()).toBe('');
  });

  it.each([
    ['was heard, but not the answer', 'answer_lost'],
    ['was heard or not', 'cut'],
    ['got lost, and which keeps its locks', 'not_passed_on'],
  ] as const)('whose connection broke at a commit that %s', async (_name, how) => {
    await site.underLoad(async () => {
      for (let commits = 0; commits < 10; commits += 1) {
        site.proxy.atNextCommits(1, how);
        await expect.poll(() => site.proxy.commitsLeft, backWithin).toBe(0);
      }
    });
    expect(await site.account()).toBe('');
  });

  it.each([
    ['is killed, as for want of memory', async (pid: number) => signal(pid, 'SIGKILL')],
    ['is ended by the operator', (pid: number) => site.pool.query('select pg_terminate_backend($1)', [pid])],
  ])('whose process for ingestion %s', async (_name, end) => {
    await site.underLoad(async () => {
      for (let ends = 0; ends < 5; ends += 1) {
        await expect.poll(async () => site.writerPid(), backWithin).not.toBeNull();
        const pid = await site.writerPid();
        if (pid !== null) await end(pid);
      }
      await expectBack(probes);
    });
    expect(await site.account()).toBe('');
  });

  it('that is restarted', async () => {
    await site.underLoad(async () => {
      await site.postgres.restart(500);
      await expectBack(probes);
    });
    expect(await site.account()).toBe('');
  });

  it('whose disk is full for some tables', async () => {
    await site.pool.query(
      `create function disk_full() returns trigger language plpgsql as $$ begin
         raise 'could not extend file: No space left on device' using errcode = '53100';
       end $$`,
    );
    await site.underLoad(async () => {
      await site.pool.query('create trigger disk_full before insert on requests execute function disk_full()');
      expect(await probes.event()).toMatchObject({ status: 503, retryAfter: '5' });
      await expect.poll(async () => (await probes.readiness()).status, backWithin).toBe(503);
      await site.pool.query('drop trigger disk_full on requests');
      await expectBack(probes);
    });
    expect(await site.account()).toBe('');
  });

  it('has told the ad system everything once, after all this', async () => {
    await site.underLoad(() => expect.poll(() => site.ledger.acknowledged).toBeGreaterThan(500));
    expect(await site.wholeAccount()).toBe('');
  });

  it('that is gone without a word, and whose changes of configuration are heard from then on', async () => {
    const url = new URL(site.postgres.url);
    url.port = String(site.proxy.port);
    let heard = 0;
    const onChange = (): void => {
      heard += 1;
    };
    const end = listenForChanges(url.href, onChange, { retryMs: 50, askEveryMs: 100, answerMsMax: 2_000 });
    await expect.poll(() => heard, backWithin).toBe(1);
    site.proxy.silence();
    site.proxy.forgetSilenced();
    // Once where it was lost and once where it is back: what was missed meanwhile is not known.
    await expect.poll(() => heard, backWithin).toBe(3);
    await site.pool.query(`notify ${configChannel}`);
    await expect.poll(() => heard, backWithin).toBe(4);
    await end();
  });

  it('that is gone without a word keeps no server from stopping', async () => {
    site.proxy.silence();
    site.proxy.forgetSilenced();
    // By itself: the harness kills nothing, and a stop that hangs runs into the test's own end.
    expect(await site.server.stop()).toBe(0);
  });
});
