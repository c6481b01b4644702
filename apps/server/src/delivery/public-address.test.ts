import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './public-address.ts';

/** Ranges by their first address and prefix. Sources: the IANA registries of special-purpose addresses. */
const refused = [
  ['0.0.0.0', 8, 'this network'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'shared by carriers'],
  ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'link-local: metadata of clouds'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'protocols'],
  ['192.0.2.0', 24, 'documentation'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'benchmarks'],
  ['203.0.113.0', 24, 'documentation'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved and broadcast'],
] as const;

function toNumber(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}

function toAddress(number: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.');
}

const publicV4 = fc
  .integer({ min: 0, max: 2 ** 32 - 1 })
  .filter((number) => !refused.some(([from, bits]) => Math.floor((number - toNumber(from)) / 2 ** (32 - bits)) === 0))
  .map(toAddress);

describe('of IPv4', () => {
  it.each(refused)('all of %s/%i is refused (%s)', (from, bits) => {
    const size = 2 ** (32 - bits);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: size - 1 }),
        (offset) => !isPublicAddress(toAddress(toNumber(from) + offset)),
      ),
    );
    expect([from, toAddress(toNumber(from) + size - 1)].map(isPublicAddress)).toEqual([false, false]);
  });

  it.each(['8.8.8.8', '77.88.55.88', '9.255.255.255', '11.0.0.0', '100.63.255.255', '172.32.0.0', '223.255.255.255'])(
    '%s is public',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
});

describe('of IPv6', () => {
  const hex = (address: string): string =>
    toNumber(address)
      .toString(16)
      .padStart(8, '0')
      .replace(/^(.{4})/, '$1:');
  const carriers: ReadonlyArray<readonly [string, (v4: string) => string]> = [
    ['mapped', (v4) => `::ffff:${v4}`],
    ['mapped, in hexadecimal', (v4) => `::ffff:${hex(v4)}`],
    ['compatible', (v4) => `::${hex(v4)}`],
    ['translated', (v4) => `::ffff:0:${v4}`],
    ['NAT64', (v4) => `64:ff9b::${v4}`],
    ['local NAT64', (v4) => `64:ff9b:1::${hex(v4)}`],
    ['6to4', (v4) => `2002:${hex(v4)}::1`],
    ['Teredo', (v4) => `2001:0:${hex(v4)}::1`],
  ];

  it.each(carriers)('an IPv4 address that is %s is refused, also a public one', (_, carry) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (number) => !isPublicAddress(carry(toAddress(number)))),
    );
  });

  it.each([
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12::1',
    'fec0::1',
    'ff02::1',
    '100::1',
    '2001:db8::1',
    '3fff::1',
  ])('%s is refused', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(['2a02:6b8::2:242', '2606:4700:4700::1111'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

it('takes public addresses of IPv4 but for a few more special ones', () => {
  // AS112 and AMT: addresses of the internet's own machinery, which the library leaves out as well.
  const special = /^(192\.31\.196|192\.52\.193|192\.175\.48|192\.88\.99)\./;
  fc.assert(fc.property(publicV4, (address) => special.test(address) || isPublicAddress(address)));
});

it.each(['', 'localhost', '1', '0x7f000001', '2130706433', '127.1', '010.0.0.1', '1.2.3.4.5', '[::1]'])(
  'refuses %j, which is no address as a resolver gives it, or one by which to hide another',
  (text) => expect(isPublicAddress(text)).toBe(false),
);
