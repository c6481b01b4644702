import { describe, expect, it } from 'vitest';
import { type SampleProject, sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();

let updates = 0;

async function telegramStart(project: SampleProject, id: number, profile: object): Promise<void> {
  updates += 1;
  const from = { id, is_bot: false, first_name: 'A', ...profile };
  const chat = { id, type: 'private' };
  const date = Math.floor(manage.nowMs / 1000);
  const message = { message_id: updates, date, text: `/start ${await project.click()}`, chat, from };
  await project.send('on_telegram_webhook', { update_id: updates, message });
}

describe('the sources', () => {
  it('tell who came by a link, who stayed, and keep organic starts apart', async () => {
    const project = await sampleProject(manage);
    await project.start('1', { language_code: 'ru', is_premium: true });
    await project.start('2');
    await project.start('3', {}, '');
    await project.send('add_event', { user_id: '1', event_type: 'sale', amount: 1500.5 });
    manage.nowMs += 2 * 86_400_000;
    await project.send('my_bot_was_stopped', { user_id: '2' });
    const report = await manage.done('GET', `${project.path}/reports/sources?from=2026-03-01&to=2026-03-03`);
    expect(report).toMatchObject({
      period: {
        from: '2026-02-28T21:00:00.000Z',
        to: '2026-03-03T21:00:00.000Z',
        from_day: '2026-03-01',
        to_day: '2026-03-03',
      },
      previous_period: null,
      time_zone: 'Europe/Moscow',
      currency: 'RUB',
    });
    expect(report.rows).toMatchObject([
      {
        kind: 'attributed',
        keys: [{ dimension: 'link', value: project.linkId, label: 'Яндекс, лето' }],
        figures: {
          ...{
            clicks: 2,
            starts: 2,
            joins: 2,
            conversion: 1,
            subscribers: 2,
            leaves: 1,
            still_here: 1,
            revenue: '1500.5',
          },
          stayed: { d1: { of: 2, count: 2, share: 1, small: true }, d7: { of: 0, count: null, share: null } },
        },
        probable: null,
        previous: null,
      },
      { kind: 'organic', keys: [{ value: null, label: null }], figures: { clicks: 0, subscribers: 1, still_here: 1 } },
    ]);
    expect(report.totals.figures).toMatchObject({ clicks: 2, subscribers: 3, leaves: 1, still_here: 2 });
  });

  it('compare with the days before', async () => {
    const project = await sampleProject(manage);
    await project.start('1');
    manage.nowMs += 86_400_000;
    const today = new Date(manage.nowMs).toISOString().slice(0, 10);
    const report = await manage.done(
      'GET',
      `${project.path}/reports/sources?from=${today}&to=${today}&compare=previous&group_by=ad_system,utm_campaign`,
    );
    expect(report.rows).toMatchObject([
      {
        keys: [
          { dimension: 'ad_system', value: 'yandex', label: 'yandex' },
          { dimension: 'utm_campaign', value: 'summer', label: 'summer' },
        ],
        figures: { clicks: 0, subscribers: 0, conversion: null },
        previous: { clicks: 1, subscribers: 1, conversion: 1 },
      },
    ]);
    expect(report.totals.previous).toMatchObject({ subscribers: 1 });
  });

  it.each([
    ['group_by=city', 'group_by'],
    ['group_by=link,link', 'group_by'],
    ['group_by=link,country,utm_term', 'group_by'],
    ['from=2026-03-05&to=2026-03-01', 'to'],
    ['from=1990-01-01&to=2026-03-01', 'from'],
    ['from=yesterday', 'from'],
    ['to=2026-02-30', 'to'],
    ['compare=always', 'compare'],
    ['link_id=7', 'link_id'],
    ['exactness=sure', 'exactness'],
    ['limit=0', 'limit'],
  ])('refuse %s, naming the field', async (query, field) => {
    const project = await sampleProject(manage);
    const { status, body } = await manage.call('GET', `${project.path}/reports/sources?${query}`);
    expect([status, body.errors?.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
  });
});

describe('dynamics', () => {
  it('count days of the zone of the project, and mark what goes on', async () => {
    const project = await sampleProject(manage);
    await manage.done('PATCH', project.path, { time_zone: 'Asia/Kolkata' });
    manage.nowMs = Date.parse('2026-04-01T18:20:00Z');
    await project.start('1');
    manage.nowMs = Date.parse('2026-04-01T18:40:00Z');
    await project.start('2');
    const report = await manage.done('GET', `${project.path}/reports/dynamics?from=2026-04-01&to=2026-04-02`);
    expect(report.rows).toMatchObject([
      {
        local: '2026-04-01',
        at: '2026-03-31T18:30:00.000Z',
        unfinished: false,
        figures: { clicks: 1, subscribers: 1 },
      },
      {
        local: '2026-04-02',
        until: '2026-04-02T18:30:00.000Z',
        unfinished: true,
        figures: { clicks: 1, subscribers: 1 },
      },
    ]);
    const hours = await manage.done(
      'GET',
      `${project.path}/reports/dynamics?from=2026-04-01&to=2026-04-02&group_by=hour`,
    );
    expect(hours.rows).toHaveLength(48);
    expect(hours.rows[24]).toMatchObject({ local: '2026-04-02T00:00', figures: { starts: 1 } });
  });
});

describe('the audience', () => {
  it('is who is here now, by source, age, premium and language', async () => {
    const project = await sampleProject(manage);
    await telegramStart(project, 1, { language_code: 'ru', is_premium: true });
    await telegramStart(project, 2, { language_code: 'en' });
    await project.start('3', {}, '');
    await project.send('my_bot_was_stopped', { user_id: '2' });
    manage.nowMs += 3 * 86_400_000;
    await telegramStart(project, 4, { language_code: 'ru' });
    const report = await manage.done('GET', `${project.path}/reports/audience`);
    expect(report).toMatchObject({
      present: 3,
      by_source: [
        { kind: 'attributed', keys: [{ label: 'Яндекс, лето' }], present: 2, share: 0.666667 },
        { kind: 'organic', keys: [{ label: null }], present: 1 },
      ],
      by_premium: [
        { premium: true, present: 1 },
        { premium: false, present: 1 },
        { premium: null, present: 1 },
      ],
      by_language: [
        { language: 'ru', present: 2 },
        { language: null, present: 1 },
      ],
    });
    expect(report.by_age.slice(0, 3)).toMatchObject([
      { from_days: 0, to_days: 1, present: 1 },
      { from_days: 1, to_days: 7, present: 2 },
      { from_days: 7, to_days: 30, present: 0 },
    ]);
  });
});
