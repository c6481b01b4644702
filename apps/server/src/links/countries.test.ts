import { expect, it } from 'vitest';
import { countries } from './countries.ts';

const faults: unknown[] = [];
const countryOf = countries((error) => faults.push(error));

it.each([
  ['77.88.8.8', 'RU'],
  ['8.8.8.8', 'US'],
  ['::ffff:8.8.8.8', 'US'],
  ['2a02:6b8::feed:ff', 'RU'],
])('%s is in %s once the data are read', async (address, country) => {
  await expect.poll(() => countryOf(address)).toBe(country);
});

it.each([
  '127.0.0.1',
  '10.0.0.1',
  '::1',
  '',
  'nonsense',
  '1.2.3',
  '999.1.1.1',
  '::ffff:1.2',
  '8.8.8.8, 1.1.1.1',
  'fe80::1%eth0',
])('%j is nowhere', async (address) => {
  await expect.poll(() => countryOf('8.8.8.8')).toBe('US');
  expect(countryOf(address)).toBeNull();
  expect(faults).toEqual([]);
});
