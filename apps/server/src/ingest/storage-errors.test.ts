import { expect, it } from 'vitest';
import { classifyFailure, isStorageAway } from './storage-errors.ts';

const failed = (code: string): Error => Object.assign(new Error(`failed with ${code}`), { code });

it.each([
  // Five capitals, as a SQLSTATE has: taken for one, a batch whose commit was sent would be stored again in halves.
  ['EPIPE', 'connection', true],
  ['ECONNRESET', 'connection', true],
  ['57P01', 'connection', true],
  ['08006', 'connection', true],
  ['53100', 'storage', true],
  ['25006', 'storage', true],
  ['40P01', 'repeat', false],
  ['40001', 'repeat', false],
  ['23505', 'record', false],
  ['22021', 'record', false],
] as const)('%s is a failure of the kind %s', (code, kind, away) => {
  expect(classifyFailure(failed(code))).toBe(kind);
  expect(isStorageAway(failed(code))).toBe(away);
});

it('an answer that did not come in time says that the storage is away', () => {
  expect(classifyFailure(new Error('Query read timeout'))).toBe('connection');
  expect(isStorageAway(new Error('Query read timeout'))).toBe(true);
});

it.each([new TypeError('x is undefined'), new RangeError('Invalid time value'), new Error('a step has a defect')])(
  'what a step throws is no lost connection: %s',
  (error) => {
    expect(classifyFailure(error)).toBe('record');
    expect(isStorageAway(error)).toBe(false);
  },
);
