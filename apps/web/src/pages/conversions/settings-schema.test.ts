import { describe, expect, it } from 'vitest';
import { fieldsOf, readMap, writeMap } from './settings-schema.ts';

describe('a form', () => {
  it('is drawn from the definition of the destination', () => {
    const settings = {
      type: 'object',
      required: ['pixel_id'],
      properties: {
        pixel_id: { type: 'string', 'x-label': { ru: 'ID пикселя', en: 'Pixel id' }, examples: ['123'] },
        method: { type: 'string', enum: ['GET', 'POST'], default: 'GET', 'x-choices': { GET: { ru: 'Г', en: 'G' } } },
        token: { type: 'string' },
        headers: { type: 'object' },
        refresh_token: { type: 'string', 'x-made': true },
      },
    };
    expect(fieldsOf({ settings, secrets: ['token', 'refresh_token'] })).toMatchObject([
      { name: 'pixel_id', kind: 'text', required: true, label: { ru: 'ID пикселя' }, example: '123' },
      { kind: 'choice', byDefault: 'GET', choices: [{ label: { ru: 'Г' } }, { label: { ru: 'POST' } }] },
      { name: 'token', kind: 'secret', required: false, label: { en: 'token' } },
      { name: 'headers', kind: 'map' },
    ]);
  });

  it('writes and reads a table of two columns', () => {
    const map = { bot_start: '123', 'X-Sign': 'a=b' };
    expect(readMap(writeMap(map))).toEqual(map);
    expect(readMap('nothing\n\n = x')).toEqual({});
  });
});
