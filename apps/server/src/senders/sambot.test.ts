import { describe, expect, it } from 'vitest';
import { sambot } from './sambot.ts';
import { blockUpdate, john, sentAtSeconds, startUpdate } from './telegram.samples.ts';
import { telegramUpdate } from './telegram.ts';

const context = { nowMs: sentAtSeconds * 1000, project: { kind: 'bot', chatId: null } } as const;
const start = startUpdate('/start PJ1');

describe('the update that SamBot forwards', () => {
  it.each([
    ['as an object', { webhook: start }],
    ['as text', { webhook: JSON.stringify(start) }],
    ['beside other values', { webhook: start, data: 'x', name: 'John' }],
    ['under another name', { update: start }],
    ['alone', start],
    ['alone as text', JSON.stringify(start)],
    ['with its quotes left as they were', `{"webhook":"${JSON.stringify(start)}"}`],
  ])('%s is read like any update', (_, payload) => {
    expect(sambot(payload, context)).toStrictEqual(telegramUpdate(start, context));
  });

  it('of a block is a stop', () => {
    const reading = sambot({ webhook: blockUpdate('member', 'kicked') }, context);
    expect(reading).toMatchObject({ signals: [{ kind: 'stopped', userId: String(john.id) }] });
  });

  it.each([
    [{ webhook: '' }, 'webhook'],
    [{ webhook: null, user_id: 1 }, 'webhook'],
    [{ webhook: '{{webhook}}' }, 'was not filled in'],
    [{ webhook: 'hello' }, 'update'],
    [{}, 'update'],
    [[], 'update'],
    [5, 'update'],
    ['', 'update'],
  ])('is missed in %j', (payload, details) => {
    const reading = sambot(payload, context);
    expect(reading).toMatchObject({ kind: 'refused', error: 'badRequest' });
    expect(reading).toHaveProperty('details', expect.stringContaining(details));
  });
});
