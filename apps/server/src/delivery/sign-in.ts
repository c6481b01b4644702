import type { Reason } from '../destinations/reasons.ts';
import { recordAttempts } from './attempt-log.ts';
import { makeCall } from './make-call.ts';
import { type DestinationKey, openDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { withClient } from './transaction.ts';

/** `unknown`: there is no such destination. `unfit`: its type knows no signing in, or its settings cannot be read. */
export type SignInAddress =
  | { readonly kind: 'address'; readonly url: string }
  | { readonly kind: 'lacks'; readonly settings: readonly string[] }
  | { readonly kind: 'unknown' | 'unfit' };

export type Exchanged =
  | { readonly ok: true; readonly settings: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly reason: Reason };

/** Where the owner's browser signs in at the platform of a destination, in whatever state that is. */
export async function signInAddress(
  options: DeliveryOptions,
  key: DestinationKey,
  way: { readonly redirectUri: string; readonly state: string },
): Promise<SignInAddress> {
  const opening = await openDestination(options, key, { anyState: true });
  if (opening.state === 'closed') return { kind: 'unknown' };
  if (opening.state === 'unreadable') return { kind: 'unfit' };
  const { platform, settings } = opening.destination;
  const { signIn } = platform;
  if (signIn === undefined) return { kind: 'unfit' };
  const missing = signIn.lacks(settings);
  if (missing.length > 0) return { kind: 'lacks', settings: missing };
  return { kind: 'address', url: signIn.address(settings, options.baseUrls[signIn.baseUrl], way) };
}

/** Exchanges the code that the platform gave the browser for tokens: settings, to be stored. Written into the log of attempts. */
export async function exchangeCode(
  options: DeliveryOptions,
  key: DestinationKey,
  given: { readonly code: string; readonly redirectUri: string },
): Promise<Exchanged> {
  const opening = await openDestination(options, key, { anyState: true });
  if (opening.state !== 'open') return { ok: false, reason: 'settings_unreadable' };
  const { destination } = opening;
  const { platform, settings } = destination;
  const { signIn } = platform;
  if (signIn === undefined) return { ok: false, reason: 'settings_unreadable' };
  const request = signIn.request(settings, options.baseUrls[signIn.baseUrl], given);
  const made = await makeCall(options, destination, request);
  const outcome = made.answer === null ? made.failure : signIn.read(made.answer, options.now());
  const tokens = outcome.class === 'token' ? Object.values(outcome.replaces ?? {}) : [];
  const masked = { ...destination, secrets: [given.code, ...tokens, ...destination.secrets] };
  const failed = outcome.class === 'token' ? null : outcome;
  await withClient(options.pool, (client) =>
    recordAttempts(client, masked, [
      { made, purpose: 'token', batchId: null, class: failed?.class ?? 'accepted', reason: failed?.reason ?? null },
    ]),
  );
  if (outcome.class !== 'token') return { ok: false, reason: outcome.reason };
  return { ok: true, settings: outcome.replaces ?? {} };
}
