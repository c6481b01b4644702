import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amount,
  explain,
  freeText,
  goalName,
  labels,
  optional,
  readBody,
  required,
  unixDate,
  userId,
} from './fields.ts';

const nowMs = 1_780_387_078_000;
const spec = {
  user_id: required(userId),
  target: required(goalName),
  first_name: optional(freeText(256)),
  date: optional(unixDate),
  amount: optional(amount),
  labels: optional(labels),
};
const valid = { user_id: 7, target: 'lead' };
const nothing = { first_name: null, date: null, amount: null, labels: null };

describe('a body', () => {
  it('has each field of its spec: what is absent or null is null, what is unknown is left alone', () => {
    const json = { ...valid, first_name: null, amount: '5,5', colour: 'red' };
    const body = { ...nothing, user_id: '7', target: 'lead', amount: '5.5' };
    expect(readBody(spec, json, nowMs)).toStrictEqual({ ok: true, body });
  });

  it.each([
    ['is absent', { target: 'lead' }],
    ['is null', { user_id: null, target: 'lead' }],
    ['is absent, though another is bad', { target: '', date: 'today' }],
  ])('is a bad request where a required field %s', (_, json) => {
    const details = 'user_id is required: a user id (not empty, not 0, at most 64 characters) was expected';
    expect(readBody(spec, json, nowMs)).toEqual({ ok: false, error: 'badRequest', details });
  });

  it('is a bad request where a field is missing behind a bad one: 400 stands before 422 in the table of errors', () => {
    expect(readBody(spec, { user_id: 0 }, nowMs)).toMatchObject({
      error: 'badRequest',
      details: expect.stringMatching(/^target /),
    });
  });

  it('is unprocessable where a field is bad, telling of the first', () => {
    const details = 'target: the name of a goal (1 to 128 characters) was expected, got ""';
    expect(readBody(spec, { ...valid, target: '', date: 'x' }, nowMs)).toEqual({
      ok: false,
      error: 'unprocessable',
      details,
    });
  });

  it('takes nothing from the prototype', () => {
    const inherited: Record<string, unknown> = Object.create(valid);
    expect(readBody(spec, inherited, nowMs)).toMatchObject({ error: 'badRequest' });
    expect(readBody({ constructor: optional(goalName) }, {}, nowMs)).toEqual({ ok: true, body: { constructor: null } });
  });

  it('is read without an exception, whatever it holds', () => {
    const parts = fc.record(
      {
        user_id: fc.jsonValue(),
        target: fc.jsonValue(),
        first_name: fc.jsonValue(),
        date: fc.jsonValue(),
        amount: fc.jsonValue(),
        labels: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(parts, fc.dictionary(fc.string(), fc.jsonValue())), (json) => {
        const reading = readBody(spec, json, nowMs);
        if (!reading.ok) expect(reading.details).toMatch(/^(user_id|target|first_name|date|amount|labels)/);
      }),
    );
  });
});

describe('an explanation', () => {
  it.each([
    [{ id: 1 }, 'got an object'],
    [[1], 'got an array'],
    ['x', 'got "x"'],
    ['x'.repeat(100), `got "${'x'.repeat(59)}…`],
    ['\ud83d', 'got "\\ud83d"'],
    [`${'x'.repeat(58)}👋`, `got "${'x'.repeat(58)}\ufffd…`],
    [
      '#{platform_id}',
      `got "#{platform_id}"; SaleBot's template #{…} was not filled in: the variable is empty or its name is misspelt`,
    ],
  ])('shows what came: %j', (value, shown) => {
    expect(explain('date', 'a date', value)).toBe(`date: a date was expected, ${shown}`);
  });
});
