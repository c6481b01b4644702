import { beforeEach, expect, it } from 'vitest';
import { uuidv7 } from '../../domain/uuid.ts';
import { type SampleProject, sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();
const settings = { dataset_id: '1', access_token: 'EAAB_TEST', action_source: 'website' };
let project: SampleProject;
let meta = '';

async function connect(): Promise<string> {
  const made = await manage.done('POST', `${project.path}/destinations`, { type: 'meta_capi', name: 'Meta', settings });
  return `${project.path}/destinations/${made.id}`;
}

beforeEach(async () => {
  project = await sampleProject(manage);
  meta = await connect();
  const clickId = uuidv7(manage.nowMs);
  await manage.database.pool.query(`insert into click_addresses values ($1, $2, 'x', now())`, [project.id, clickId]);
});

async function kept(): Promise<number> {
  const found = await manage.database.pool.query('select 1 from click_addresses where project_id = $1', [project.id]);
  return found.rowCount ?? 0;
}

it('addresses are dropped with the last destination that needed them', async () => {
  const other = await connect();
  await manage.done('DELETE', other);
  expect(await kept()).toBe(1);
  await manage.done('DELETE', meta);
  expect(await kept()).toBe(0);
});

it('addresses are dropped once the last destination tells of events in a chat', async () => {
  const other = await connect();
  await manage.done('PATCH', other, { settings: { action_source: 'chat' } });
  expect(await kept()).toBe(1);
  await manage.done('PATCH', meta, { name: 'Meta 2', goals: { start: 'Lead' } });
  await manage.done('PATCH', meta, { settings: { test_event_code: 'TEST1' } });
  expect(await kept()).toBe(1);
  await manage.done('PATCH', meta, { settings: { action_source: 'chat' } });
  expect(await kept()).toBe(0);
});

it('addresses stay where a destination is paused, or another one is deleted', async () => {
  await manage.done('POST', `${meta}/pause`);
  await manage.done('DELETE', `${project.path}/destinations/${project.destinationId}`);
  expect(await kept()).toBe(1);
});

it('addresses are dropped with the project', async () => {
  await manage.done('DELETE', project.path);
  expect(await kept()).toBe(0);
});

it('a change that is not made drops nothing', async () => {
  const refused = await manage.call('PATCH', meta, { settings: { action_source: 'chat', dataset_id: 'x' } });
  expect(refused.status).toBe(400);
  expect(await kept()).toBe(1);
});
