import { expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

it.each([
  [undefined, false],
  ['off', false],
  ['0', false],
  ['true', true],
  ['on', true],
  ['127.0.0.1', '127.0.0.1'],
  ['10.0.0.0/8, ::1', '10.0.0.0/8, ::1'],
])('OTKUDA_TRUST_PROXY=%s trusts %s', (given, trusted) => {
  expect(readConfig(given === undefined ? {} : { OTKUDA_TRUST_PROXY: given }).trustProxy).toBe(trusted);
});

it.each(['nginx', '10.0.0.0/64', '127.0.0.1,'])('OTKUDA_TRUST_PROXY=%s is refused before anything starts', (given) => {
  const read = (): unknown => readConfig({ OTKUDA_TRUST_PROXY: given });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow('OTKUDA_TRUST_PROXY: true, off, or addresses such as 127.0.0.1, 10.0.0.0/8 was expected');
});
