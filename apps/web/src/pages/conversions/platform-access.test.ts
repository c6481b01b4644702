import { expect, it } from 'vitest';
import { accessOf } from './platform-access.ts';

const now = new Date('2026-11-24T00:00:00Z');
const app = { client_id: 'app', client_secret: '…cret' };

it.each([
  ['by_hand', null],
  ['by_hand', { oauth_token: '…TEST' }],
  ['by_hand', { client_id: 'app' }],
  ['missing', app],
  ['given', { ...app, oauth_token: '…1234' }],
  ['given', { ...app, oauth_token: '…1234', expires_at: '2026-12-09T00:00:00Z' }],
  ['ends_soon', { ...app, oauth_token: '…1234', expires_at: '2026-12-07T00:00:00Z' }],
  ['ended', { ...app, oauth_token: '…1234', expires_at: '2026-11-24T00:00:00Z' }],
] as const)('access is %s with %j', (access, settings) => {
  expect(accessOf({ settings }, { signs_in: true }, now)).toBe(access);
});

it('an app is no lack of access where nobody signs in with it', () => {
  const google = { ...app, refresh_token: '…TEST' };
  expect(accessOf({ settings: google }, { signs_in: false }, now)).toBe('by_hand');
});
