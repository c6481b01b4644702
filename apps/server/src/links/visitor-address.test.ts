import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { visitorAddress } from './visitor-address.ts';

function request(remoteAddress: string, forwarded: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
  const message = new IncomingMessage(socket);
  message.headers['x-forwarded-for'] = forwarded;
  return message;
}

it.each<[string, boolean | string, string]>([
  ['nobody is trusted', false, '10.0.0.1'],
  ['the proxy is trusted', '10.0.0.1', '198.51.100.7'],
  ['another proxy is trusted', '10.9.9.9', '10.0.0.1'],
  ['its net is trusted', '10.0.0.0/8, loopback', '198.51.100.7'],
  ['everybody is trusted', true, '203.0.113.5'],
])('the address of a visitor where %s', (_name, trusted, address) => {
  expect(visitorAddress(trusted)(request('10.0.0.1', '203.0.113.5, 198.51.100.7'))).toBe(address);
});
