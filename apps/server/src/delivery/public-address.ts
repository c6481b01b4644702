import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Global unicast as it is handed out (RFC 4291 §2.4). Outside of it IPv6 has forms that carry an IPv4 address past a filter. */
const handedOut = ipaddr.IPv6.parse('2000::');
const handedOutBits = 3;

/**
 * Whether an address is one of the public internet, and none by which a server reaches itself or its neighbours: loopback, private,
 * link-local (there stands the metadata of clouds), shared (RFC 6598), multicast, reserved, and IPv6 forms of an IPv4 address
 * (mapped, compatible, NAT64, 6to4, Teredo), which are refused as such, whatever they carry.
 */
export function isPublicAddress(address: string): boolean {
  // The library also reads octal and shortened forms, which no resolver gives.
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(handedOut, handedOutBits);
}
