import { isIPv4, isIPv6 } from 'node:net';

/** A visitor's address with the host part gone: /24 of IPv4, /48 of IPv6. Null for what is no address. */
export function shortenAddress(address: string): string | null {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIPv4(plain)) return plain.replace(/\.\d+$/, '.0');
  if (!isIPv6(plain)) return null;
  const [head = '', tail] = plain.split('%', 1)[0]?.split('::') ?? [];
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = tail === undefined ? front : [...front, ...Array(8 - front.length - back.length).fill('0'), ...back];
  return `${groups.slice(0, 3).join(':')}::`;
}
