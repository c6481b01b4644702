import { describe, expect, it } from 'vitest';
import { sendMorningReports } from '../../reports/morning-schedule.ts';
import { sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();

interface Sent {
  readonly projectId: string;
  readonly key: string;
  readonly text: string;
}

/** Owners' chats as the messengers keep them: each key once. */
function chats() {
  const sent = new Map<string, Sent>();
  const send = async (projectId: string, key: string, text: string): Promise<number> => {
    const known = sent.has(`${projectId} ${key}`);
    if (!known) sent.set(`${projectId} ${key}`, { projectId, key, text });
    return known ? 0 : 1;
  };
  return { sent, send };
}

const run = (send: (projectId: string, key: string, text: string) => Promise<number>) =>
  sendMorningReports(manage.database.pool, send, manage.nowMs, (_, error) => {
    throw error;
  });

describe('the morning report', () => {
  it('is sent at the hour of the zone of the project, once a day, however many processes look', async () => {
    const project = await sampleProject(manage);
    manage.nowMs = Date.parse('2026-06-01T03:00:00Z');
    await manage.done('PATCH', project.path, { time_zone: 'Asia/Kolkata' });
    const schedule = { enabled: true, hour: 9, skip_empty: false, language: 'en' };
    expect(await manage.done('PUT', `${project.path}/report-schedule`, schedule)).toEqual(schedule);
    expect(await manage.done('GET', `${project.path}/report-schedule`)).toEqual(schedule);
    const { sent, send } = chats();
    await run(send);
    expect(sent.size).toBe(0);
    manage.nowMs = Date.parse('2026-06-01T03:30:00Z');
    await Promise.all([run(send), run(send)]);
    manage.nowMs += 3_600_000;
    await run(send);
    expect([...sent.values()].map(({ key }) => key)).toEqual(['morning:2026-06-01']);
    manage.nowMs += 86_400_000;
    await run(send);
    expect([...sent.values()].map(({ key }) => key)).toEqual(['morning:2026-06-01', 'morning:2026-06-02']);
  });

  it('is sent again by the next process where one dies while telling, and is one message', async () => {
    const project = await sampleProject(manage);
    manage.nowMs = Date.parse('2026-07-01T00:00:00Z');
    await manage.done('PUT', `${project.path}/report-schedule`, {
      enabled: true,
      hour: 9,
      skip_empty: false,
      language: 'ru',
    });
    manage.nowMs = Date.parse('2026-07-01T08:00:00Z');
    const { sent, send } = chats();
    const dies = async (projectId: string, key: string, text: string): Promise<number> => {
      await send(projectId, key, text);
      throw new Error('the process ends here');
    };
    const failed: string[] = [];
    await sendMorningReports(manage.database.pool, dies, manage.nowMs, (projectId) => failed.push(projectId));
    expect(failed).toContain(project.id);
    await run(send);
    await run(send);
    expect([...sent.values()].filter(({ projectId }) => projectId === project.id)).toHaveLength(1);
  });

  it('is not sent where nothing happened, if so set, nor today where its hour is over', async () => {
    const project = await sampleProject(manage);
    manage.nowMs = Date.parse('2026-08-01T12:00:00Z');
    await manage.done('PUT', `${project.path}/report-schedule`, {
      enabled: true,
      hour: 9,
      skip_empty: true,
      language: 'ru',
    });
    const { sent, send } = chats();
    const own = () => [...sent.values()].filter(({ projectId }) => projectId === project.id);
    await run(send);
    manage.nowMs = Date.parse('2026-08-02T07:00:00Z');
    await run(send);
    expect(own()).toEqual([]);
    await project.start('1');
    manage.nowMs = Date.parse('2026-08-03T06:30:00Z');
    await run(send);
    expect(own()).toHaveLength(1);
  });

  it.each([
    [
      'ru',
      'Sample: за 24 часа\n\nПодписки: 2 (+1)\nОтписки: 1 (+1)\nКлики: 1\n\nИсточники:\n• Яндекс, лето: +1 / −1\n• Без источника: +1 (+1)\n\nНе работает:\n• Metrica: отправка остановлена, проверьте подключение',
    ],
    [
      'en',
      'Sample: the last 24 hours\n\nSubscriptions: 2 (+1)\nUnsubscriptions: 1 (+1)\nClicks: 1\n\nSources:\n• Яндекс, лето: +1 / −1\n• Without a source: +1 (+1)\n\nBroken:\n• Metrica: sending has stopped, check the connection',
    ],
  ])(
    'says in %s what came, from where, how that differs from the day before, and what is broken',
    async (language, text) => {
      const project = await sampleProject(manage);
      await project.start('1');
      manage.nowMs += 86_400_000;
      await project.start('2');
      await project.start('3', {}, '');
      await project.send('my_bot_was_stopped', { user_id: '1' });
      await manage.database.pool.query(`update destinations set state = 'needs_owner' where project_id = $1`, [
        project.id,
      ]);
      const preview = await manage.done('GET', `${project.path}/report-schedule/preview?language=${language}`);
      expect(preview).toEqual({ text, empty: false });
    },
  );
});
