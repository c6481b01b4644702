import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configChannel } from '../directory/listen.ts';
import { type SampleProject, sampleProject } from './testing/sample-project.ts';
import { useManage } from './testing/use-manage.ts';

const manage = useManage();
const told: Array<string | undefined> = [];
let listener: pg.Client;
let project: SampleProject;
let keyId: string;

beforeAll(async () => {
  project = await sampleProject(manage);
  keyId = (await manage.done('GET', `${project.path}/keys`)).items[0].id;
  listener = new pg.Client({ connectionString: manage.database.url });
  await listener.connect();
  await listener.query(`listen ${configChannel}`);
  listener.on('notification', ({ payload }) => told.push(payload));
});
afterAll(() => listener.end());

/** What this call tells the processes: whatever was notified before it is delivered with the answer to a query. */
const toldBy = async (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown> => {
  told.length = 0;
  const { status } = await manage.call(method, path, body);
  await listener.query('select 1');
  return [status, ...told];
};

describe('every process is told', () => {
  const link = (): string => `${project.path}/links/${project.linkId}`;
  const destination = (): string => `${project.path}/destinations/${project.destinationId}`;
  it.each([
    ['a change of the project', 'PATCH', () => project.path, { title: 'Other' }, 200],
    ['a new key', 'POST', () => `${project.path}/keys`, {}, 201],
    ['a new sandbox key', 'POST', () => `${project.path}/keys`, { mode: 'sandbox' }, 201],
    ['a revoked key', 'DELETE', () => `${project.path}/keys/${keyId}`, undefined, 204],
    ['a new link', 'POST', () => `${project.path}/links`, { name: 'b', code: 'mine' }, 201],
    ['a changed link', 'PATCH', link, { name: 'c' }, 200],
    ['a deleted link', 'DELETE', link, undefined, 204],
    [
      'a new destination',
      'POST',
      () => `${project.path}/destinations`,
      { type: 'yandex_metrica', name: 'b', settings: { counter_id: '1', oauth_token: 'x' } },
      201,
    ],
    ['a changed destination', 'PATCH', destination, { goals: { start: 'b' } }, 200],
    ['a paused destination', 'POST', () => `${destination()}/pause`, undefined, 200],
    ['a destination that goes on', 'POST', () => `${destination()}/resume`, undefined, 200],
    ['a deleted destination', 'DELETE', destination, undefined, 204],
    ['a deleted project', 'DELETE', () => project.path, undefined, 204],
  ] as const)('of %s', async (_what, method, path, body, status) => {
    expect(await toldBy(method, path(), body)).toEqual([status, project.id]);
  });

  it('of a new project', async () => {
    const body = { platform: 'telegram', kind: 'bot', title: 'New' };
    expect(await toldBy('POST', '/projects', body)).toEqual([201, expect.stringMatching(/^\d+$/)]);
  });

  it('of nothing that was refused', async () => {
    const other = await sampleProject(manage);
    expect(await toldBy('POST', `${other.path}/links`, { name: 'b', code: 'mine' })).toEqual([409]);
    const settings = { oauth_token: '…0000' };
    expect(await toldBy('PATCH', `${other.path}/destinations/${other.destinationId}`, { settings })).toEqual([400]);
  });
});
