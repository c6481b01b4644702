import { createHash, randomBytes } from 'node:crypto';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { Sealer } from '../../secrets/seal.ts';

const lifeMs = 10 * 60_000;

const State = Type.Object({
  for: Type.Literal('sign_in'),
  projectId: Type.String(),
  destinationId: Type.String(),
  /** The browser's session that began it; null: a token did, and any browser may come back. */
  sessionId: Type.Union([Type.String(), Type.Null()]),
  nonce: Type.String(),
  expiresMs: Type.Number(),
});
export type SignInState = Static<typeof State>;

export function newState(
  begun: Pick<SignInState, 'projectId' | 'destinationId' | 'sessionId'>,
  nowMs: number,
): SignInState {
  return { for: 'sign_in', ...begun, nonce: randomBytes(16).toString('base64url'), expiresMs: nowMs + lifeMs };
}

/** What travels with the browser: sealed, so that nobody but this server can have made it. */
export function sealState(sealer: Pick<Sealer, 'seal'>, state: SignInState): string {
  return sealer.seal(JSON.stringify(state)).toString('base64url');
}

/** Null where this server did not make it, or too long ago. Whether it was used already is known to the database alone. */
export function openState(sealer: Pick<Sealer, 'open'>, text: string, nowMs: number): SignInState | null {
  try {
    const state: unknown = JSON.parse(sealer.open(Buffer.from(text, 'base64url')));
    return Check(State, state) && state.expiresMs > nowMs ? state : null;
  } catch {
    return null;
  }
}

/** As stored: who reads the database cannot finish a sign-in with it. */
export function nonceHash({ nonce }: SignInState): Buffer {
  return createHash('sha256').update(nonce).digest();
}
