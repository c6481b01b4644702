import { describe, expect, it } from 'vitest';
import { labels } from './fields.ts';

/** What is written, and the labels that are read; undefined: they are refused. */
const rows: ReadonlyArray<readonly [written: unknown, read: unknown]> = [
  [[], []],
  [[{ name: 'manager', value: 'John Doe' }], [{ name: 'manager', value: 'John Doe' }]],
  ['[{"name":"a","value":1}]', [{ name: 'a', value: '1' }]],
  [
    [{ name: 1, value: true }, { name: 'b', value: null }, { name: 'c' }],
    [
      { name: '1', value: 'true' },
      { name: 'b', value: '' },
      { name: 'c', value: '' },
    ],
  ],
  [[{ name: 'a', value: 'x'.repeat(300) }], [{ name: 'a', value: 'x'.repeat(256) }]],
  [
    Array.from({ length: 50 }, () => ({ name: 'a', value: '' })),
    Array.from({ length: 50 }, () => ({ name: 'a', value: '' })),
  ],
  [Array.from({ length: 51 }, () => ({ name: 'a', value: '' })), undefined],
  [[{ value: 'no name' }], undefined],
  [[{ name: ' ', value: '' }], undefined],
  [[{ name: 'a', value: {} }], undefined],
  [['a'], undefined],
  [[null], undefined],
  [{ name: 'a', value: 'b' }, undefined],
  ['a=b', undefined],
  ['', undefined],
  [5, undefined],
];

describe('labels', () => {
  it.each(rows.map((row) => [row] as const))('are read from %j', ([written, read]) => {
    expect(labels.read(written, 0)).toEqual(read);
  });
});
