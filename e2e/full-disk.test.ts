import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backWithin, expectBack } from './durability/expectations.ts';
import { Probes } from './durability/probes.ts';
import { canHaveSmallDisk } from './durability/small-disk.ts';
import { SmallDiskSite } from './durability/small-disk-site.ts';

/** A real disk without room: a small one of its own, which only root or who may be root in a namespace can have. */
describe.skipIf(!(await canHaveSmallDisk()))('the embedded PostgreSQL, on a full disk', () => {
  let site: SmallDiskSite;
  let probes: Probes;
  beforeAll(async () => {
    site = await SmallDiskSite.open();
    probes = new Probes(site);
  });
  afterAll(async () => {
    probes?.close();
    await site?.close();
  });

  it('refuses what it has no room for', async () => {
    await site.whileFull(async () => {
      await expect.poll(async () => (await probes.event()).status, backWithin).toBe(503);
      await expect.poll(async () => (await probes.readiness()).status, backWithin).toBe(503);
    });
    await expectBack(probes);
    expect(await site.account()).toBe('');
  });

  it('ends where it has no room for its log, and is back by itself once there is some', async () => {
    await site.whileFull(async () => {
      await site.exhaustLog();
      const { event, click, health } = await probes.all();
      expect(event).toMatchObject({ status: 503, retryAfter: '5' });
      expect(click.status).toBe(302);
      expect(health.status).toBe(200);
      await expect.poll(async () => (await probes.readiness()).status, backWithin).toBe(503);
    });
    await expectBack(probes);
    expect(await site.account()).toBe('');
  });
});
