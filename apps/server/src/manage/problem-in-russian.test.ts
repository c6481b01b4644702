import { beforeAll, describe, expect, it } from 'vitest';
import { destinations } from '../destinations/registry.ts';
import { expectedInRussian } from './expected-texts.ts';
import { wantsRussian } from './problem-in-russian.ts';
import { adminToken, useManage } from './testing/use-manage.ts';

const manage = useManage();
let document: unknown;

beforeAll(async () => {
  document = (await manage.app.inject('/api/openapi.json')).json();
});

/** Every `x-expected` below a value, whatever it is part of. */
function expectations(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'x-expected' && typeof inner === 'string' ? [inner] : expectations(inner),
  );
}

describe('problems in Russian', () => {
  it('say what every field of every route and every setting of a destination expects', () => {
    const all = new Set([...expectations(document), ...destinations.flatMap(({ settings }) => expectations(settings))]);
    expect(all.size).toBeGreaterThan(30);
    const missing = [...all].filter((expected) => !/[а-я]/i.test(expectedInRussian(expected)) && expected !== 'JSON');
    expect(missing).toEqual([]);
  });

  it.each([
    ['a whole number from 1 to 1000', 'целое число от 1 до 1000'],
    ['text of from 1 to 64 characters', 'текст от 1 до 64 знаков'],
    ['a name of 1 to 100 characters (it is required)', 'название от 1 до 100 знаков (обязательно)'],
    ['one of telegram, max', 'одно из telegram, max'],
    ['a whole number or null', 'целое число или null'],
    ['something of tomorrow', 'something of tomorrow'],
  ])('%s', (english, russian) => {
    expect(expectedInRussian(english)).toBe(russian);
  });

  it('go to those who read Russian first', async () => {
    const ask = async (language: string) => {
      const headers = { authorization: `Bearer ${adminToken}`, 'accept-language': language };
      return manage.app.inject({ method: 'POST', url: '/api/v1/projects', headers, payload: { title: 'A' } });
    };
    const russian = await ask('ru');
    expect(russian.statusCode).toBe(400);
    expect(russian.json().detail).toMatch(/^platform: нужно – одно из telegram, max \(обязательно\)/);
    expect(russian.headers['content-language']).toBe('ru');
    expect((await ask('en, ru;q=0.9')).json().detail).toMatch(/^platform: one of telegram, max \(it is required\) was/);
  });

  it.each([
    ['ru', true],
    ['ru-RU, en;q=0.8', true],
    ['en, ru', false],
    ['*', false],
    ['rum', false],
    [undefined, false],
  ])('%s', (header, wanted) => {
    expect(wantsRussian(header)).toBe(wanted);
  });
});
