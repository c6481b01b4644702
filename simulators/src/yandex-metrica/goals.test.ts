import { expect, it } from 'vitest';
import { COUNTER, startWithCounter, upload } from './fixture.ts';
import type { YandexMetricaSimulator } from './simulator.ts';

const address = ({ url }: YandexMetricaSimulator): string => `${url}/management/v1/counter/${COUNTER.id}/goals`;
const good = { name: 'Sale', type: 'action', conditions: [{ type: 'exact', url: 'sale' }] };

function make(simulator: YandexMetricaSimulator, body: unknown, headers: Record<string, string> = {}) {
  return fetch(address(simulator), {
    method: 'POST',
    headers: { authorization: `OAuth ${COUNTER.token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

it('makes a goal, lists it, and links conversions of it from then on', async () => {
  const simulator = await startWithCounter();
  const csv = `ClientId,Target,DateTime\n1,sale,${Math.floor(simulator.clock() / 1000) - 60}\n`;
  await upload(simulator, { csv });
  const made = await make(simulator, { goal: good });
  expect([made.status, await made.json()]).toMatchObject([200, { goal: { id: expect.any(Number), ...good } }]);
  await upload(simulator, { csv });
  expect(simulator.uploads(COUNTER.id)).toMatchObject([
    { linkedQuantity: 0, goalNotFoundQuantity: 1 },
    { linkedQuantity: 1, goalNotFoundQuantity: 0 },
  ]);
  const listed = await fetch(address(simulator), { headers: { authorization: `OAuth ${COUNTER.token}` } });
  const { goals } = (await listed.json()) as { goals: unknown[] };
  expect(goals).toHaveLength(COUNTER.goals.length + 1);
  expect(goals.at(-1)).toMatchObject(good);
});

it.each([
  [{ goal: { ...good, name: '' } }, 'missing_parameter'],
  [{ goal: { ...good, name: 'n'.repeat(256) } }, 'invalid_parameter'],
  [{ goal: { ...good, type: 'url' } }, 'invalid_parameter'],
  [{ goal: { ...good, conditions: [] } }, 'invalid_parameter'],
  [{ goal: { ...good, conditions: [...good.conditions, ...good.conditions] } }, 'invalid_parameter'],
  [{ goal: { ...good, conditions: [{ type: 'exactly', url: 'sale' }] } }, 'invalid_parameter'],
  [{ goal: { ...good, conditions: [{ type: 'exact', url: '' }] } }, 'missing_parameter'],
  [good, 'missing_parameter'],
])('refuses %j as %s', async (body, type) => {
  const simulator = await startWithCounter();
  const answer = await make(simulator, body);
  expect([answer.status, await answer.json()]).toMatchObject([400, { errors: [{ error_type: type }] }]);
});

it('takes nothing but JSON, and no goal of a stranger', async () => {
  const simulator = await startWithCounter();
  expect((await make(simulator, { goal: good }, { 'content-type': 'text/plain' })).status).toBe(400);
  expect((await make(simulator, { goal: good }, { authorization: 'OAuth nobody' })).status).toBe(401);
});
