import { describe, expect, it } from 'vitest';
import { sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();

describe('costs', () => {
  it('are stored by day and source; what is sent again replaces what was there', async () => {
    const { path, linkId } = await sampleProject(manage);
    const costs = [
      { date: '2026-02-28', link_id: linkId, amount: '100.50', currency: 'RUB', impressions: 1000, clicks: 10 },
      { date: '2026-02-28', utm_campaign: 'summer', amount: 7 },
    ];
    expect(await manage.done('PUT', `${path}/costs`, costs)).toEqual({ stored: 2 });
    await manage.done('PUT', `${path}/costs`, [{ ...costs[1], amount: '8.25' }]);
    const { items, next_cursor } = await manage.done('GET', `${path}/costs`);
    expect(next_cursor).toBe(null);
    expect(items).toMatchObject([
      { date: '2026-02-28', link_id: linkId, utm_campaign: null, amount: '100.5', impressions: 1000, clicks: 10 },
      { date: '2026-02-28', link_id: null, utm_campaign: 'summer', amount: '8.25', currency: 'RUB', impressions: null },
    ]);
    const first = await manage.done('GET', `${path}/costs?limit=1`);
    const second = await manage.done('GET', `${path}/costs?limit=1&cursor=${first.next_cursor}`);
    expect([...first.items, ...second.items]).toEqual(items);
    expect((await manage.done('GET', `${path}/costs?from=2026-03-01`)).items).toEqual([]);
  });

  it.each([
    [[{ date: '2026-02-30', utm_campaign: 'a', amount: 1 }], '0.date'],
    [[{ date: '2026-02-01', amount: 1 }], '0.link_id'],
    [
      [{ date: '2026-02-01', utm_campaign: 'a', link_id: '019ca8d7-2d00-77dd-8082-c613d9723b50', amount: 1 }],
      '0.link_id',
    ],
    [[{ date: '2026-02-01', link_id: '019ca8d7-2d00-77dd-8082-c613d9723b50', amount: 1 }], '0.link_id'],
    [[{ date: '2026-02-01', utm_campaign: 'a', amount: -1 }], '0.amount'],
    [[{ date: '2026-02-01', utm_campaign: 'a', amount: '1e3' }], '0.amount'],
    [[{ date: '2026-02-01', utm_campaign: 'a', amount: 1, currency: 'rub' }], '0.currency'],
    [
      [
        { date: '2026-02-01', utm_campaign: 'a', amount: 1 },
        { date: '2026-02-01', utm_campaign: 'a', amount: 2 },
      ],
      '1.date',
    ],
  ])('%j are refused, naming the field, and nothing is stored', async (costs, field) => {
    const { path } = await sampleProject(manage);
    const given = [{ date: '2026-01-01', utm_campaign: 'good', amount: 1 }, ...costs];
    const { status, body } = await manage.call('PUT', `${path}/costs`, given);
    const moved = field.replace(/^\d/, (index) => String(Number(index) + 1));
    expect([status, body.errors.map((error: { field: string }) => error.field)]).toEqual([400, [moved]]);
    expect((await manage.done('GET', `${path}/costs`)).items).toEqual([]);
  });

  it('come as a table as well, all of it or nothing', async () => {
    const { path } = await sampleProject(manage);
    const send = (table: string) =>
      manage.call('POST', `${path}/costs/import`, table, { 'content-type': 'text/csv; charset=utf-8' });
    const bad = await send('date;campaign;amount\n2026-01-31;a;1\n2026-01-31;b;x');
    expect([bad.status, bad.body.errors]).toEqual([400, [{ field: 'row 3, amount', expected: expect.any(String) }]]);
    expect((await manage.done('GET', `${path}/costs`)).items).toEqual([]);
    const good = await send('\ufeffДата;Ссылка;Расход\n31.01.2026;Яндекс, лето;1 500,50');
    expect(good.body).toEqual({ stored: 1 });
    const json = await manage.call('POST', `${path}/costs/import`, {});
    expect([json.status, json.body.errors[0].field]).toEqual([400, 'body']);
  });

  it('stand in the reports, with what a subscriber and one who stayed cost', async () => {
    const project = await sampleProject(manage);
    for (const user of ['1', '2', '3']) await project.start(user);
    await project.send('my_bot_was_stopped', { user_id: '3' });
    const date = new Date(manage.nowMs).toISOString().slice(0, 10);
    await manage.done('PUT', `${project.path}/costs`, [
      { date, link_id: project.linkId, amount: '100' },
      { date, utm_campaign: 'winter', amount: '10', currency: 'USD' },
    ]);
    const report = (query: string) =>
      manage.done('GET', `${project.path}/reports/sources?from=${date}&to=${date}&${query}`);
    const apart = await report('');
    expect(apart.rows).toMatchObject([
      {
        keys: [{ value: project.linkId }],
        figures: { cost: '100', cost_per_subscriber: '33.33', cost_per_stayed: '50', romi: -1 },
      },
      { kind: 'unassigned', figures: { cost: '0', other_costs: [{ currency: 'USD', amount: '10' }] } },
    ]);
    await manage.done('PUT', `${project.path}/currency-rates`, { rates: [{ currency: 'USD', rate: '92.5' }] });
    const converted = await report('group_by=utm_campaign');
    expect(converted.rows).toMatchObject([
      { keys: [{ value: 'summer' }], figures: { cost: '100' } },
      { keys: [{ value: 'winter' }], figures: { cost: '925', subscribers: 0, cost_per_subscriber: null } },
    ]);
    expect(converted.totals.figures).toMatchObject({ cost: '1025', other_costs: [] });
    expect((await report(`link_id=${project.linkId}`)).totals.figures.cost).toBe('100');
  });
});

describe('rates', () => {
  it.each([
    [[{ currency: 'RUB', rate: '1' }], 'rates.0.currency'],
    [[{ currency: 'USD', rate: '0.0' }], 'rates.0.rate'],
    [
      [
        { currency: 'USD', rate: '1' },
        { currency: 'USD', rate: '2' },
      ],
      'rates.1.currency',
    ],
  ])('%j are refused', async (rates, field) => {
    const { path } = await sampleProject(manage);
    const { status, body } = await manage.call('PUT', `${path}/currency-rates`, { rates });
    expect([status, body.errors[0].field]).toEqual([400, field]);
    expect(await manage.done('GET', `${path}/currency-rates`)).toEqual({ rates: [] });
  });
});
