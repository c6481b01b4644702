import { expect, it } from 'vitest';
import { isPublicAddress } from './public-address.ts';

it.each(['8.8.8.8', '::ffff:8.8.8.8', '172.32.0.1', '2a02:6b8::1'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

it.each([
  '127.0.0.1',
  '::1',
  '10.1.2.3',
  '192.168.0.7',
  '172.20.0.1',
  '100.64.1.1',
  '::ffff:10.0.0.1',
  'fd00::1',
  'fe80::1',
  '',
  'x',
])('%j is not', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});
