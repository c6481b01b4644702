import { BlockList, isIPv4, isIPv6 } from 'node:net';

const own = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  own.addSubnet(net, bits, 'ipv4');
}
own.addAddress('::', 'ipv6');
own.addAddress('::1', 'ipv6');
own.addSubnet('fc00::', 7, 'ipv6');
own.addSubnet('fe80::', 10, 'ipv6');

/** IPv4 as itself, also where it came mapped into IPv6. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

// One visit asks several times.
let latest = { address: '', isPublic: false };

/** Whether an address is somebody's on the Internet, and no neighbour's. */
export function isPublicAddress(address: string): boolean {
  if (address !== latest.address) latest = { address, isPublic: isNoNeighbours(address) };
  return latest.isPublic;
}

function isNoNeighbours(address: string): boolean {
  const plain = plainAddress(address);
  if (isIPv4(plain)) return !own.check(plain, 'ipv4');
  return isIPv6(plain) && !own.check(plain, 'ipv6');
}
