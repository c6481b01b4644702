import { describe, expect, it } from 'vitest';
import { countConversions } from '../../reports/count-conversions.ts';
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

describe('somebody who is erased', () => {
  it('is still counted, as somebody of whom nothing is known', async () => {
    const project = await sampleProject(manage);
    await telegramStart(project, 41, { language_code: 'ru', is_premium: true });
    await telegramStart(project, 42, { language_code: 'ru' });
    await manage.done('DELETE', `${project.path}/subscribers/41`);
    const report = await manage.done('GET', `${project.path}/reports/audience`);
    expect(report).toMatchObject({
      present: 2,
      by_premium: [{ present: 0 }, { present: 1 }, { premium: null, present: 1 }],
    });
    expect(report.by_language).toMatchObject([
      { language: null, present: 1 },
      { language: 'ru', present: 1 },
    ]);
    manage.nowMs += 1_000;
    await telegramStart(project, 41, { language_code: 'en' });
    expect(await manage.done('GET', `${project.path}/reports/audience`)).toMatchObject({ present: 3 });
  });
});

describe('lifetimes', () => {
  it('are told by the week of the first join: who remains, and within which time half of them leave', async () => {
    const project = await sampleProject(manage);
    manage.nowMs = Date.parse('2026-05-04T10:00:00Z');
    for (const user of ['1', '2', '3']) await project.start(user);
    manage.nowMs += 2 * 3_600_000;
    await project.send('my_bot_was_stopped', { user_id: '1' });
    manage.nowMs += 2 * 86_400_000;
    await project.send('my_bot_was_stopped', { user_id: '2' });
    manage.nowMs += 86_400_000;
    await project.start('2', {}, '');
    manage.nowMs += 10 * 86_400_000;
    await project.start('4');
    const report = await manage.done('GET', `${project.path}/reports/lifetime?from=2026-05-04&to=2026-05-17`);
    expect(report.cohorts).toMatchObject([
      { local: '2026-05-04', kind: null, keys: [], joined: 3, here: 2, median_hours: 72 },
      { local: '2026-05-11', joined: 1, here: 1, median_hours: null },
    ]);
    const remaining = (days: number) => report.cohorts[0].remaining.find((one: { days: number }) => one.days === days);
    expect(remaining(1)).toMatchObject({ of: 3, here: 2, share: 0.666667, small: true });
    expect(remaining(3)).toMatchObject({ of: 3, here: 1 });
    expect(remaining(7)).toMatchObject({ of: null, here: null, share: null });
    const left = report.totals.left_by_age.filter((band: { left: number }) => band.left !== 0);
    expect(left).toEqual([
      { from_hours: 1, to_hours: 6, left: 1 },
      { from_hours: 48, to_hours: 72, left: 1 },
      { from_hours: 72, to_hours: 96, left: -1 },
    ]);
    const bySource = await manage.done('GET', `${project.path}/reports/lifetime?from=2026-05-04&group_by=utm_source`);
    expect(bySource.cohorts).toMatchObject([
      { local: '2026-05-04', kind: 'attributed', keys: [{ value: 'yandex' }], joined: 3 },
      { local: '2026-05-11', kind: 'attributed', keys: [{ value: 'yandex' }], joined: 1 },
    ]);
  });
});

describe('the funnel', () => {
  it('counts events by type and result, in the order that was asked for', async () => {
    const project = await sampleProject(manage);
    await project.start('1');
    await project.start('2', {}, '');
    const send = (user_id: string, event_type: string, rest: object = {}) =>
      project.send('add_event', { user_id, event_type, ...rest });
    await send('1', 'lesson', { event_result: 'success' });
    await send('1', 'lesson', { event_result: 'in_progress' });
    await send('2', 'lesson', { event_result: 'failure' });
    await send('1', 'sale', { amount: 100.5, event_result: 'success' });
    await send('1', 'sale', { amount: -20, event_result: 'success' });
    await send('1', 'refund', { amount: -50 });
    await project.send('send_reach_goal', { user_id: '1', target: 'lead' });
    const report = await manage.done(
      'GET',
      `${project.path}/reports/funnel?steps=lesson,lead,sale,nothing&group_by=link`,
    );
    expect(report).toMatchObject({ clicks: 1, joins: 2, conversion: 2 });
    expect(report.steps).toMatchObject([
      { kind: 'event', name: 'lesson', in_progress: 1, success: 1, failure: 1, success_share: 0.5, from_previous: 0.5 },
      { kind: 'goal', name: 'lead', events: 1, from_previous: 1 },
      { kind: 'event', name: 'sale', success: 2, from_previous: 2, revenue: '100.5', cost: '20' },
      { kind: 'event', name: 'nothing', events: 0, from_previous: 0 },
    ]);
    expect(report.groups).toMatchObject([
      { kind: 'attributed', keys: [{ label: 'Яндекс, лето' }], clicks: 1, joins: 1 },
      { kind: 'organic', clicks: 0, joins: 1, conversion: null },
    ]);
    expect(report.groups[1].steps[0]).toMatchObject({ name: 'lesson', success: 0, failure: 1 });
    const all = await manage.done('GET', `${project.path}/reports/funnel`);
    expect(all.steps.map(({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`)).toEqual([
      'event lesson',
      'event sale',
      'goal lead',
      expect.stringMatching('refund'),
    ]);
  });
});

describe('the funnel by labels', () => {
  async function withCourses() {
    const project = await sampleProject(manage);
    await project.start('1');
    await project.start('2', {}, '');
    const sale = (user_id: string, amount: number, ...values: string[]) =>
      project.send('add_event', {
        user_id,
        event_type: 'sale',
        event_result: 'success',
        amount,
        labels: values.map((value, index) => ({ name: ['course', 'city'][index], value })),
      });
    await sale('1', 100, 'Акварель', 'a=b');
    await sale('1', 200, 'Масло');
    await sale('2', 400, 'Акварель');
    await sale('2', 800);
    return project;
  }
  const funnel = (path: string, query: Readonly<Record<string, string>>) =>
    manage.call('GET', `${path}/reports/funnel?${new URLSearchParams(query).toString()}`);

  it('counts only events that carry a label; joins are whole', async () => {
    const { path } = await withCourses();
    const { body } = await funnel(path, { labels: 'course=Акварель' });
    expect(body).toMatchObject({ joins: 2, groups: [], steps: [{ events: 2, revenue: '500', from_previous: 1 }] });
    const both = await funnel(path, { labels: 'course=Акварель\ncity=a=b' });
    expect(both.body).toMatchObject({ steps: [{ events: 1, revenue: '100' }] });
    const ofNobody = await funnel(path, { labels: 'course=Пастель' });
    expect(ofNobody.body).toMatchObject({ joins: 2, steps: [] });
  });

  it('tells the values of a label apart, also by source and as a table', async () => {
    const { path } = await withCourses();
    const { body } = await funnel(path, { group_by_label: 'course' });
    expect(body.label_by).toBe('course');
    expect(body.groups).toMatchObject([
      { kind: null, keys: [], label: 'Акварель', joins: 2, steps: [{ events: 2, revenue: '500' }] },
      { kind: null, keys: [], label: 'Масло', joins: 2, steps: [{ events: 1, revenue: '200' }] },
      { kind: null, keys: [], label: null, joins: 2, steps: [{ events: 1, revenue: '800' }] },
    ]);
    const bySource = await funnel(path, { group_by_label: 'course', group_by: 'link' });
    expect(bySource.body.groups).toMatchObject([
      { kind: 'attributed', label: 'Акварель', joins: 1, steps: [{ revenue: '100' }] },
      { kind: 'attributed', label: 'Масло', joins: 1, steps: [{ revenue: '200' }] },
      { kind: 'organic', label: 'Акварель', joins: 1, steps: [{ revenue: '400' }] },
      { kind: 'organic', label: null, joins: 1, steps: [{ revenue: '800' }] },
    ]);
    const table = await funnel(path, { group_by_label: 'course', format: 'csv' });
    expect(table.text).toMatch(/^\ufefflabel,label_value,kind,name,.*\ncourse,Акварель,event,sale,/);
  });

  it('knows which labels there are', async () => {
    const { path } = await withCourses();
    expect((await manage.done('GET', `${path}/reports/labels`)).labels).toEqual([
      {
        name: 'course',
        events: 3,
        values: [
          { value: 'Акварель', events: 2 },
          { value: 'Масло', events: 1 },
        ],
      },
      { name: 'city', events: 1, values: [{ value: 'a=b', events: 1 }] },
    ]);
    const organic = await manage.done('GET', `${path}/reports/labels?exactness=organic`);
    expect(organic.labels).toMatchObject([{ name: 'course', events: 1 }]);
  });

  it.each([
    [{ labels: 'course' }, 'labels'],
    [{ labels: '=x' }, 'labels'],
    [{ labels: 'a=1\na=2' }, 'labels'],
    [{ labels: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}=1`).join('\n') }, 'labels'],
    [{ labels: 'a=\0' }, 'labels'],
    [{ group_by_label: ' ' }, 'group_by_label'],
  ])('refuses %j', async (query, field) => {
    const { path } = await sampleProject(manage);
    const { status, body } = await funnel(path, query);
    expect([status, body.errors[0].field]).toEqual([400, field]);
  });
});

describe('the goals', () => {
  it('tell what became of conversions, before and after they are counted, and after they change', async () => {
    const project = await sampleProject(manage);
    await project.start('1');
    await project.start('2');
    await project.send('send_reach_goal', { user_id: '1', target: 'lead' });
    const report = () => manage.done('GET', `${project.path}/reports/goals`);
    const rows = (pending: number, confirmed: number) => [
      {
        destination: 'Metrica',
        type: 'yandex_metrica',
        target: 'bot_start',
        conversions: 2,
        states: { pending, confirmed },
      },
      { target: 'lead', conversions: 1, states: { pending: 1 } },
    ];
    expect((await report()).rows).toMatchObject(rows(2, 0));
    await countConversions(manage.database.pool);
    expect((await report()).rows).toMatchObject(rows(2, 0));
    await manage.database.pool.query(
      `update conversions set state = 'confirmed' where project_id = $1 and user_id = '1' and target = 'bot_start'`,
      [project.id],
    );
    expect((await report()).rows).toMatchObject(rows(1, 1));
    await countConversions(manage.database.pool);
    await countConversions(manage.database.pool);
    const counted = await report();
    expect(counted.rows).toMatchObject(rows(1, 1));
    expect(counted.totals).toMatchObject({
      conversions: 3,
      states: { pending: 2, confirmed: 1 },
      match: { rate: null },
    });
  });
});

describe('the last 24 hours', () => {
  it('are subscriptions and unsubscriptions, beside the day before', async () => {
    const project = await sampleProject(manage);
    await project.start('1');
    manage.nowMs += 86_400_000;
    await project.start('2');
    await project.start('3');
    await project.send('my_bot_was_stopped', { user_id: '1' });
    expect(await manage.done('GET', `${project.path}/reports/day`)).toMatchObject({
      subscriptions: 2,
      unsubscriptions: 1,
      before: { joins: 1, leaves: 0 },
      sources: [{ kind: 'attributed', keys: [{ label: 'Яндекс, лето' }], figures: { joins: 2 }, before: { joins: 1 } }],
    });
  });
});

describe('a table', () => {
  it.each(['sources', 'dynamics', 'audience', 'lifetime', 'funnel', 'labels', 'goals', 'day'])(
    'of %s is CSV',
    async (name) => {
      const project = await sampleProject(manage);
      await project.start('1', { first_name: 'A' });
      await project.send('add_event', { user_id: '1', event_type: '=1+1', labels: [{ name: '=2', value: '3' }] });
      for (const [query, headers] of [
        ['?format=csv', {}],
        ['', { accept: 'text/csv' }],
      ] as const) {
        const answer = await manage.call('GET', `${project.path}/reports/${name}${query}`, undefined, headers);
        expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
        expect(answer.text).toMatch(/^\ufeff[a-z_,0-9]+\n.+\n/);
        expect(answer.text).not.toMatch(/(^|,)=/m);
      }
    },
  );
});
