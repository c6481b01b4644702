import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startUpdate } from './telegram.samples.ts';
import { recoverUpdate, unwrapUpdate } from './unwrap.ts';

const update: unknown = JSON.parse(JSON.stringify(startUpdate('/start "PJ1" it\'s')));
const json = JSON.stringify(update);
const python = `{'update_id': 873215001, 'message': {'text': '/start "PJ1" it\\'s', 'from': {'is_bot': False, 'last_name': None}}}`;
const pythonUpdate = {
  update_id: 873215001,
  message: { text: '/start "PJ1" it\'s', from: { is_bot: false, last_name: null } },
};

describe('the update in a body', () => {
  it.each([
    ['A: as it is', update],
    ['B: a text', json],
    ['B: a text in a text', JSON.stringify(json)],
    ['C: under tg_request', { tg_request: update }],
    ['C: under tg_request as a text', { tg_request: json }],
    ['C: under tg_request as a text in a text', { tg_request: JSON.stringify(json) }],
    ['C: under webhook, with other values', { webhook: update, bot: 5, user: { id: 1 } }],
    ['C: under update', { update, token: 'x' }],
    ['C: under data', { data: json, extra: null }],
    ['C: under any single key', { whatever: json }],
    ['C: under two keys', { body: { data: update } }],
    ['C: beside a message that is a text', { message: 'hello', webhook: update }],
    ['B: a text with a mark of byte order', `\ufeff ${json}\n`],
  ])('is found, %s', (_, body) => {
    expect(unwrapUpdate(body)).toEqual({ ok: true, update });
  });

  it.each([
    ['E: Python', python],
    ['E: Python under a key', { tg_request: python }],
  ])('is found, %s', (_, body) => {
    expect(unwrapUpdate(body)).toEqual({ ok: true, update: pythonUpdate });
  });

  it('is whatever has an update_id or one of the known kinds', () => {
    for (const raw of [{ update_id: 1, data: { a: 1 } }, { message: { text: 'x' } }, { update_id: 1 }]) {
      expect(unwrapUpdate(raw)).toEqual({ ok: true, update: raw });
    }
  });

  it('is handed on where it is something else: the sender says what it misses', () => {
    for (const other of [{}, [], [update, update], 5, true, { a: 1, b: 2 }, { a: 5 }, '5']) {
      expect(unwrapUpdate(other)).toEqual({ ok: true, update: other === '5' ? 5 : other });
    }
  });

  const layers = fc.array(fc.constantFrom('text', 'tg_request', 'webhook', 'update', 'data', 'foo'), { maxLength: 6 });
  it('is the same within any layers', () => {
    fc.assert(
      fc.property(fc.record({ update_id: fc.nat(), message: fc.jsonValue() }), layers, (inner, names) => {
        const body = names.reduce<unknown>(
          (value, name) => (name === 'text' ? JSON.stringify(value) : { [name]: value }),
          inner,
        );
        const found = unwrapUpdate(body);
        expect(JSON.stringify(found)).toBe(JSON.stringify({ ok: true, update: inner }));
      }),
    );
  });
});

describe('a variable without a value', () => {
  it.each([
    [''],
    ['  '],
    ['""'],
    ['None'],
    ['null'],
    [null],
    [undefined],
    ['#{tg_request}'],
    ['"#{tg_request}"'],
    ['{{ webhook }}'],
    [{ tg_request: '' }],
    [{ tg_request: 'None' }],
    [{ tg_request: null }],
    [{ tg_request: '#{tg_request}' }],
    [{ data: { update: '' } }],
    ['{"tg_request": }'],
    ['{"tg_request": #{tg_request}}'],
    ['{"tg_request":"#{tg_request}"}'],
  ])('is told apart, with the setting to make: %j', (body) => {
    expect(unwrapUpdate(body)).toEqual({ ok: false, details: expect.stringContaining('save_webhook') });
  });
});

describe('a body that is no JSON', () => {
  it.each([
    ['quotes that the template did not escape', `{"tg_request":"${json}"}`, update],
    ['the same with spaces', ` { "tg_request" : "${json}" } \n`, update],
    ['an object pasted without quotes', `{"tg_request": ${python}}`, pythonUpdate],
    ['Python in the quotes of JSON', `{"tg_request":"${python}"}`, pythonUpdate],
    ['Python alone', python, pythonUpdate],
    ['Python around JSON', `{'webhook': ${JSON.stringify(json)}}`, update],
    ['JSON after all', json, update],
  ])('is mended: %s', (_, text, found) => {
    expect(recoverUpdate(text)).toEqual({ ok: true, update: found });
  });

  it('is empty', () => {
    expect(recoverUpdate('')).toMatchObject({ ok: false, details: expect.stringContaining('save_webhook') });
  });

  it.each(['hello', '<html></html>', '{"a":', '{"tg_request":"{"update_id":1', 'update_id=1'])(
    'is refused: %s',
    (text) => {
      expect(recoverUpdate(text)).toMatchObject({ ok: false, details: expect.stringContaining('a Telegram update') });
    },
  );
});

describe('any body', () => {
  it('is read without an exception', () => {
    fc.assert(fc.property(fc.anything(), (value) => typeof unwrapUpdate(value).ok === 'boolean'));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof recoverUpdate(text).ok === 'boolean'));
    fc.assert(
      fc.property(fc.nat({ max: json.length }), fc.string({ maxLength: 3 }), (at, piece) => {
        const broken = `{"tg_request":"${json.slice(0, at)}${piece}${json.slice(at + 1)}"}`;
        return typeof recoverUpdate(broken).ok === 'boolean';
      }),
    );
  });

  it.each([
    ['[', ']'],
    ['[', ''],
    ['{"a":', '}'],
    ['{"a":"', '"}'],
    ["{'a':", '}'],
    ["{'a':", ''],
    ['(', ')'],
    ['"', '"'],
    ['\\"', ''],
    ['#{', ''],
    ['{{', '}} '],
    [' ', '{'],
  ])('comes to an end on 100 000 times %j and %j', (open, close) => {
    const text = open.repeat(100_000) + close.repeat(100_000);
    expect(typeof recoverUpdate(text).ok).toBe('boolean');
    expect(typeof unwrapUpdate({ tg_request: text }).ok).toBe('boolean');
  });

  it('is not looked into where it is longer than any update', () => {
    const long = JSON.stringify({ update_id: 1, message: { text: 'x'.repeat(1_000_000) } });
    expect(unwrapUpdate({ tg_request: long })).toMatchObject({
      ok: false,
      details: expect.stringContaining('Telegram update'),
    });
  });

  it('may be nested deeper than the stack', () => {
    let value: unknown = { update_id: 1 };
    for (let depth = 0; depth < 100_000; depth += 1) value = { data: value };
    expect(unwrapUpdate(value)).toMatchObject({ ok: false, details: expect.stringContaining('at most') });
  });
});
