import { describe, expect, it } from 'vitest';
import { labelSpans } from '../../domain/rollup-spans.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import { insertInviteLink, inviteLinkState } from '../../testing/fixture-project.ts';
import { placesOf } from '../testing/places-of.ts';
import { type SampleProject, sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();
let people = 987_654_321;
const person = { first_name: 'Прасковья', last_name: 'Незабываемая', username: 'praskovya_n', language_code: 'tt' };

interface Trace {
  readonly project: SampleProject;
  readonly userId: string;
  /** Texts that must be nowhere afterwards. */
  readonly texts: readonly string[];
}

/** Somebody who left traces in every table. */
async function somebody(): Promise<Trace> {
  people += 1;
  const userId = String(people);
  const project = await sampleProject(manage);
  const code = await project.click();
  const clickId = (
    await manage.database.pool.query('select click_id, ids from clicks where project_id = $1', [project.id])
  ).rows[0];
  await manage.database.pool.query(
    `insert into click_ids (project_id, click_id, name, value, learnt_at) values ($1, $2, '_ym_uid', $3, now())`,
    [project.id, clickId.click_id, `17000000001${userId.slice(-4)}42`],
  );
  await manage.database.pool.query(
    `insert into click_addresses (project_id, click_id, sealed, drop_at) values ($1, $2, $3, now())`,
    [project.id, clickId.click_id, Buffer.from(`address of ${userId}`)],
  );
  await project.send(
    'user_did_start_bot',
    { user_id: userId, start_value: code, ...person },
    { idempotencyKey: 'one' },
  );
  manage.nowMs += 1_000;
  const labels = [{ name: 'client', value: `${person.first_name}, +7 900 000-00-00` }];
  await project.send('add_event', { user_id: userId, event_type: 'sale', amount: 100, labels });
  await project.send('get_user_info', { user_id: userId }, { idempotencyKey: 'two' });
  await project.send('add_event', { user_id: userId });
  await project.send('send_reach_goal', { user_id: '5', target: userId.slice(0, 3) });
  await project.send('user_did_start_bot', { user_id: '5', first_name: 'Other', full_name: `friend of ${userId}` });
  await attempt(project, userId);
  await attempt(project, null);
  // The refused call is remembered behind its answer's back: it has to be there to be erased.
  await expect
    .poll(async () => {
      const found = await manage.database.pool.query(
        `select 1 from requests where project_id = $1 and outcome = 'refused' and status = 400`,
        [project.id],
      );
      return found.rowCount;
    })
    .toBe(1);
  return {
    project,
    userId,
    texts: [
      userId,
      ...Object.values(person),
      clickId.ids.yclid,
      `17000000001${userId.slice(-4)}42`,
      'sample)',
      'ya.ru',
      '900 000',
    ],
  };
}

async function attempt(project: SampleProject, user: string | null): Promise<void> {
  const { pool } = manage.database;
  const batchId = uuidv7(manage.nowMs);
  if (user !== null) {
    await pool.query(
      `insert into batch_conversions select project_id, conversion_id, $3 from conversions where project_id = $1 and user_id = $2`,
      [project.id, user, batchId],
    );
    await pool.query(
      `update conversions set batch_id = $3, state = 'accepted', response = 'took ' || user_id
       where project_id = $1 and user_id = $2 and target = 'purchase'`,
      [project.id, user, batchId],
    );
  }
  await pool.query(
    `insert into attempts (project_id, attempt_id, batch_id, destination_id, purpose, tried_at, duration_ms, request, status, answer, class)
     values ($1, $2, $3, $4, 'send', now(), 5, $5, 200, $5, 'accepted')`,
    [project.id, uuidv7(manage.nowMs), batchId, project.destinationId, user === null ? 'about others' : `user=${user}`],
  );
}

const counted = async (projectId: string): Promise<unknown> => {
  const { rows } = await manage.database.pool.query(
    `select (select count(*) from subscribers where project_id = $1 and status = 'member') as members,
       (select count(*) from events where project_id = $1) as events,
       (select count(*) from touches where project_id = $1) as touches,
       (select count(*) from requests where project_id = $1) as requests,
       (select count(*) from conversions where project_id = $1) as conversions,
       (select json_agg(r order by r.bucket, r.source_id) from rollups r where project_id = $1) as rollups`,
    [projectId],
  );
  return rows[0];
};

/** The same in every span. */
async function labelRollups(projectId: string): Promise<unknown[]> {
  const { pool } = manage.database;
  const spans = await Promise.all(
    labelSpans.map(async ({ suffix }) => {
      const { rows } = await pool.query(
        `select s.labels, sum(r.events)::text as events, trim_scale(sum(r.revenue))::text as revenue
         from label_rollups${suffix} r left join label_sets s using (project_id, label_set_id) where project_id = $1
         group by 1 order by 1`,
        [projectId],
      );
      return rows;
    }),
  );
  const [first = [], ...others] = spans;
  for (const other of others) expect(other).toEqual(first);
  return first;
}

describe('somebody who is erased', () => {
  it('leaves no trace in any table, while the counts stay', async () => {
    const { project, userId, texts } = await somebody();
    const places = await Promise.all(texts.map((text) => placesOf(manage.database.pool, text)));
    expect(places.every((found) => found.length > 0)).toBe(true);
    expect(places[0]).toEqual(
      expect.arrayContaining([
        'attempts.answer',
        'attempts.request',
        'click_addresses.sealed',
        'conversions.once_key',
        'conversions.response',
        'conversions.user_id',
        'events.user_id',
        'first_answers.answer',
        'first_answers.user_id',
        'requests.body',
        'requests.user_id',
        'subscribers.user_id',
        'touches.user_id',
      ]),
    );
    const before = await counted(project.id);
    expect((await manage.call('DELETE', `${project.path}/subscribers/${userId}`)).status).toBe(204);
    for (const text of texts) expect([text, await placesOf(manage.database.pool, text)]).toEqual([text, []]);
    expect(await counted(project.id)).toEqual(before);
    expect((await manage.call('GET', `${project.path}/subscribers/${userId}`)).status).toBe(404);
  });

  it('goes on under a made-up id, as a story without a person', async () => {
    const { project, userId } = await somebody();
    await manage.done('DELETE', `${project.path}/subscribers/${userId}`);
    const { items } = await manage.done('GET', `${project.path}/subscribers?q=erased`);
    expect(items).toMatchObject([
      { status: 'member', first_name: null, first_touch: { utm: { source: 'yandex' }, ids: {} } },
    ]);
    const { user_id } = items[0];
    expect(user_id).toMatch(/^erased:[0-9a-f-]{36}$/);
    const dossier = await manage.done('GET', `${project.path}/subscribers/${encodeURIComponent(user_id)}`);
    expect(dossier.timeline.items).toHaveLength(2);
    const requests = await manage.done('GET', `${project.path}/requests`);
    const own = requests.items.filter((request: { user_id: string }) => request.user_id === user_id);
    expect(own).toHaveLength(3);
    for (const request of own) expect(request).toMatchObject({ body: null, body_bytes: 0 });
  });

  it('is not found by the invite link that was leased to their click, and nobody else is sent to it', async () => {
    const { project, userId } = await somebody();
    const { pool } = manage.database;
    const touch = await pool.query('select click_id from touches where project_id = $1 and user_id = $2', [
      project.id,
      userId,
    ]);
    const url = 'https://t.me/+leased';
    await insertInviteLink(pool, project.id, { url, clickId: touch.rows[0].click_id });
    await manage.done('DELETE', `${project.path}/subscribers/${userId}`);
    const found = await pool.query('select from clicks where project_id = $1 and invite_place is not null', [
      project.id,
    ]);
    expect(found.rowCount).toBe(0);
    expect(await inviteLinkState(pool, project.id, url)).toBe('used');
  });

  it('is forgotten by the bot that wrote to them and let them in', async () => {
    const { project, userId } = await somebody();
    await manage.database.pool.query(
      `insert into chat_messages (project_id, message_key, chat_id, content, repeats, state, due_at, created_at)
       values ($1, 'hop:tg:1', $2, '{}', true, 'sent', now(), now())`,
      [project.id, userId],
    );
    await manage.database.pool.query(
      `insert into join_requests (project_id, chat_id, user_id, requested_at, state) values ($1, '-1', $2, now(), 'approved')`,
      [project.id, userId],
    );
    await manage.done('DELETE', `${project.path}/subscribers/${userId}`);
    expect(await placesOf(manage.database.pool, userId)).toEqual([]);
  });

  it('is not told to ad systems any more', async () => {
    const { project, userId } = await somebody();
    await manage.done('DELETE', `${project.path}/subscribers/${userId}`);
    const { items } = await manage.done('GET', `${project.path}/conversions`);
    expect(items.find(({ target }: { target: string }) => target === 'bot_start')).toMatchObject({
      state: 'skipped',
      reason: 'erased',
      due_at: null,
    });
    expect(items.find(({ target }: { target: string }) => target === 'purchase')).toMatchObject({ state: 'accepted' });
    expect(await manage.done('POST', `${project.path}/conversions/replay`, { state: 'skipped' })).toEqual({
      replayed: 0,
      left: 1,
    });
  });

  it('takes nothing away from others', async () => {
    const { project, userId } = await somebody();
    await project.start(`${userId}0`, { first_name: 'Neighbour' });
    await manage.done('DELETE', `${project.path}/subscribers/${userId}`);
    expect(await manage.done('GET', `${project.path}/subscribers/5`)).toMatchObject({
      subscriber: { first_name: 'Other' },
    });
    const { items } = await manage.done('GET', `${project.path}/requests`);
    const bodyOf = (id: string) => items.find((request: { user_id: string }) => request.user_id === id)?.body;
    expect(bodyOf(`${userId}0`)).toContain('Neighbour');
    const attempts = await manage.database.pool.query('select request from attempts where project_id = $1 order by 1', [
      project.id,
    ]);
    expect(attempts.rows).toEqual([{ request: '(erased)' }, { request: 'about others' }]);
  });

  it('is counted by labels no more; a set of labels goes with them unless others carry it, and may come back', async () => {
    const { project, userId } = await somebody();
    const course = [{ name: 'course', value: 'Watercolour' }];
    const mail = [{ name: 'mail', value: 'praskovya@example.test' }];
    const sale = (user: string, labels: object) =>
      project.send('add_event', { user_id: user, event_type: 'sale', amount: 10, labels });
    await project.start('6');
    await sale(userId, course);
    await sale(userId, course);
    await sale('6', course);
    await sale(userId, mail);
    await manage.done('DELETE', `${project.path}/subscribers/${userId}`);
    expect(await labelRollups(project.id)).toEqual([{ labels: course, events: '1', revenue: '10' }]);
    expect(await placesOf(manage.database.pool, 'praskovya@')).toEqual([]);
    // The process that stores it believes that the set is still there.
    await sale('6', mail);
    expect(await labelRollups(project.id)).toEqual([
      { labels: course, events: '1', revenue: '10' },
      { labels: mail, events: '1', revenue: '10' },
    ]);
    const { labels } = await manage.done('GET', `${project.path}/reports/labels`);
    expect(labels.map(({ name, events }: { name: string; events: number }) => [name, events])).toEqual([
      ['course', 1],
      ['mail', 1],
    ]);
  });

  it('takes no event with the same labels out of the counts that is stored meanwhile', async () => {
    const { project, userId } = await somebody();
    const labels = [{ name: 'mail', value: 'shared@example.test' }];
    const sale = (user: string) => project.send('add_event', { user_id: user, event_type: 'sale', amount: 1, labels });
    const rounds = 8;
    for (let round = 0; round < rounds; round += 1) {
      const person = `${userId}-${round}`;
      await project.start(person);
      await sale(person);
      // Days apart, so that a count is one of its own as well as one among others.
      if (round % 2 === 0) manage.nowMs += 86_400_000;
      const [erased, ...sold] = await Promise.all([
        manage.call('DELETE', `${project.path}/subscribers/${person}`),
        ...['6', '7', '6'].map((user) => sale(user)),
      ]);
      expect([erased.status, ...sold.map(({ ok }) => ok)]).toEqual([204, true, true, true]);
    }
    const own = (await labelRollups(project.id)).filter((row) => JSON.stringify(row).includes('shared@'));
    expect(own).toEqual([{ labels, events: String(3 * rounds), revenue: String(3 * rounds) }]);
  });

  it('is somebody new after coming back', async () => {
    const { project, userId } = await somebody();
    await manage.done('DELETE', `${project.path}/subscribers/${userId}`);
    await project.start(userId, { first_name: 'Again' });
    const dossier = await manage.done('GET', `${project.path}/subscribers/${userId}`);
    expect(dossier.timeline.items).toMatchObject([{ counted: 'first_join' }]);
    expect(dossier.conversions).toMatchObject([{ state: 'pending' }]);
  });

  it.each(['7', 'a.b*c', 'o\\1', 'юзер', "'; drop"])('may have the id %s', async (id) => {
    const project = await sampleProject(manage);
    await project.start(id, { first_name: 'Bobby' });
    await project.start('77', { first_name: 'Other' });
    expect((await manage.call('DELETE', `${project.path}/subscribers/${encodeURIComponent(id)}`)).status).toBe(204);
    expect((await manage.call('GET', `${project.path}/subscribers/${encodeURIComponent(id)}`)).status).toBe(404);
    const { rows } = await manage.database.pool.query(
      `select convert_from(body, 'UTF8') as body from requests where project_id = $1 and body is not null`,
      [project.id],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].body).toContain('"77"');
  });

  it('is erased once, also where two ask for it at once', async () => {
    const { project, userId } = await somebody();
    const path = `${project.path}/subscribers/${userId}`;
    const answers = await Promise.all([manage.call('DELETE', path), manage.call('DELETE', path)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404]);
    expect(await placesOf(manage.database.pool, userId)).toEqual([]);
  });
});
