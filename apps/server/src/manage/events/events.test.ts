import { describe, expect, it } from 'vitest';
import { type SampleProject, sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();
const list = async ({ path }: SampleProject, query = '') => (await manage.done('GET', `${path}/events${query}`)).items;
const types = (items: ReadonlyArray<{ type: string }>): string[] => items.map(({ type }) => type);

describe('events', () => {
  it('say what happened and what it is attributed to', async () => {
    const project = await sampleProject(manage);
    const code = await project.click();
    await project.start('1', {}, code);
    const labels = [{ name: 'manager', value: 'Ann' }];
    await project.send('add_event', {
      user_id: '1',
      event_type: 'sale',
      event_result: 'success',
      amount: 10.5,
      labels,
    });
    const [sale, start] = (await list(project)).toSorted((a: { type: string }, b: { type: string }) =>
      a.type < b.type ? -1 : 1,
    );
    const touch = {
      id: expect.any(String),
      at: expect.any(String),
      source_type: 'tracking_link',
      exactness: 'exact',
      confidence: 1,
      link_id: project.linkId,
      link_name: 'Яндекс, лето',
      ad_system: 'yandex',
      utm: { source: 'yandex', medium: null, campaign: 'summer', content: null, term: null },
      click_id: expect.any(String),
      clicked_at: new Date(manage.nowMs).toISOString(),
      ids: { yclid: expect.any(String) },
      country: null,
      start_value: code,
    };
    expect(start).toEqual({
      id: expect.any(String),
      at: new Date(manage.nowMs).toISOString(),
      type: 'start',
      user_id: '1',
      result: null,
      amount: null,
      labels: null,
      target: null,
      touch,
      start_value: code,
      counted: 'first_join',
      ignored: false,
    });
    expect(sale).toMatchObject({
      type: 'sale',
      result: 'success',
      amount: '10.5',
      labels,
      touch,
      counted: null,
      ignored: false,
    });
  });

  it('mark what changed nothing', async () => {
    const project = await sampleProject(manage);
    await project.start('1');
    manage.nowMs += 120_000;
    await project.send('user_did_start_bot', { user_id: '1' });
    const items = await list(project, '?type=start');
    expect(items.map(({ ignored }: { ignored: boolean }) => ignored).toSorted()).toEqual([false, true]);
  });

  it('are filtered by type, person and time, the newest first', async () => {
    const project = await sampleProject(manage);
    const at = (): string => new Date(manage.nowMs).toISOString();
    const began = at();
    await project.start('1');
    manage.nowMs += 1_000;
    await project.send('add_event', { user_id: '1', event_type: 'start' });
    manage.nowMs += 1_000;
    const middle = at();
    await project.send('send_reach_goal', { user_id: '1', target: 'lesson' });
    manage.nowMs += 1_000;
    await project.start('2');
    await project.send('my_bot_was_stopped', { user_id: '2' });

    expect(types(await list(project, '?user_id=1'))).toEqual(['goal', 'start', 'start']);
    expect(await list(project, '?type=goal')).toMatchObject([{ target: 'lesson', user_id: '1' }]);
    expect(await list(project, '?type=stop')).toMatchObject([{ counted: 'leave' }]);
    // An event that a caller named like a kind of fact is found with those facts.
    expect(await list(project, '?type=start')).toHaveLength(3);
    expect(await list(project, `?from=${began}&to=${middle}`)).toHaveLength(2);
    expect(types(await list(project, `?from=${middle}&user_id=1`))).toEqual(['goal']);
    for (const query of ['?from=today', '?till=2026-01-01T00:00:00Z']) {
      expect((await manage.call('GET', `${project.path}/events${query}`)).status).toBe(400);
    }
  });

  it('come in the order in which they happened, not in that of their arrival', async () => {
    const project = await sampleProject(manage);
    const date = Math.floor(manage.nowMs / 1000);
    for (const [type, ago] of [
      ['b', 20],
      ['c', 10],
      ['a', 30],
    ] as const) {
      await project.send('add_event', { user_id: '1', event_type: type, date: date - ago });
    }
    expect(types(await list(project))).toEqual(['c', 'b', 'a']);
  });
});
