import type { ClientBase } from 'pg';
import { execute, statement } from '../database/statement.ts';
import { accessEndsAt } from '../destinations/access-ends.ts';
import type { Failure, NeedsOwner } from '../destinations/outcome.ts';
import type { Token } from '../destinations/token.ts';
import { recordAttempts } from './attempt-log.ts';
import { makeCall } from './make-call.ts';
import { endNotices } from './notices.ts';
import type { OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { settleDestination } from './settle-destination.ts';
import { inTransaction } from './transaction.ts';

type Options = Pick<
  DeliveryOptions,
  'pool' | 'call' | 'callOwnersAddress' | 'now' | 'random' | 'log' | 'baseUrls' | 'sealSettings' | 'tokens'
>;

/** The destination with the access token that its calls need. Null: none was to be had, and what that means is stored. */
export async function withToken(options: Options, destination: OpenDestination): Promise<OpenDestination | null> {
  const { platform, settings } = destination;
  if (platform.token === null) return destination;
  const known = options.tokens.get(destination);
  if (known?.token && known.token.expiresMs > options.now()) return using(destination, known.token);
  const baseUrl = options.baseUrls[platform.token.baseUrl];
  const request = platform.token.request(settings, baseUrl, options.now(), (known?.refusals ?? 0) > 0);
  if (request === null) return destination;
  if ('class' in request) {
    await inTransaction(options.pool, (client) => settleDestination(client, options, destination, request));
    return null;
  }
  const made = await makeCall(
    options,
    { ...destination, platform: { ...platform, baseUrl: platform.token.baseUrl } },
    request,
  );
  const outcome = made.answer === null ? made.failure : platform.token.read(made.answer, options.now());
  if (outcome.class === 'token') {
    const held = await keep(options, using(destination, outcome), outcome);
    await inTransaction(options.pool, (client) =>
      recordAttempts(client, using(destination, outcome), [
        { made, purpose: 'token', batchId: null, class: 'accepted', reason: null },
      ]),
    );
    return held;
  }
  await inTransaction(options.pool, async (client) => {
    const { class: failed, reason } = outcome;
    await recordAttempts(client, destination, [{ made, purpose: 'token', batchId: null, class: failed, reason }]);
    // A call for a token carries no rows: what is wrong with it is wrong with the settings.
    const failure =
      failed === 'rejected' ? { ...outcome, class: 'needs_owner' as const, reason: 'token_invalid' as const } : outcome;
    await settleDestination(client, options, destination, failure);
  });
  return null;
}

/** The token and what it replaces are secrets from here on. */
function using(destination: OpenDestination, { value, replaces }: Token): OpenDestination {
  const secrets = [value, ...Object.values(replaces ?? {}), ...destination.secrets];
  return { ...destination, token: value, secrets };
}

const replaceSettings = statement<{ readonly destination_id: string }>(
  'replace_settings',
  `update destinations set settings_sealed = $4, access_ends_at = $5 where project_id = $1 and destination_id = $2 and settings_sealed = $3
   returning destination_id`,
);

async function renew(client: ClientBase, renewed: OpenDestination, replaced: Buffer, nowMs: number) {
  const { projectId, destinationId, platform, settings, sealed } = renewed;
  const endsAt = accessEndsAt(platform, settings);
  const rows = await execute(client, replaceSettings, [projectId, destinationId, replaced, sealed, endsAt]);
  if (rows.length > 0) await endNotices(client, renewed, ['token_expires'], nowMs);
  return rows;
}

/** Null where the owner, or another process with a token of its own, has changed the settings meanwhile: theirs are used next. */
async function keep(options: Options, destination: OpenDestination, token: Token): Promise<OpenDestination | null> {
  const refusals = options.tokens.get(destination)?.refusals ?? 0;
  if (token.replaces === null) {
    options.tokens.set(destination, token, refusals);
    return destination;
  }
  const { sealed, settings } = destination;
  const replaced: unknown = { ...(typeof settings === 'object' ? settings : {}), ...token.replaces };
  const renewed = { ...destination, settings: replaced, sealed: options.sealSettings(replaced) };
  const rows = await inTransaction(options.pool, (client) => renew(client, renewed, sealed, options.now()));
  if (rows.length === 0) return null;
  options.tokens.set(renewed, token, refusals);
  return renewed;
}

/** A refused token that may only be old is no reason to ask the owner: a fresh one is fetched first. */
export function judge<Read extends { readonly class: string }>(
  { tokens }: Pick<DeliveryOptions, 'tokens'>,
  destination: OpenDestination,
  read: Read | Failure,
): Read | Failure {
  const known = tokens.get(destination);
  if (destination.platform.token?.renews(destination.settings) !== true) return read;
  if (!isRefusedToken(read)) {
    if (known !== null && known.refusals > 0) tokens.set(destination, known.token, 0);
    return read;
  }
  const again = known === null || known.refusals === 0;
  tokens.set(destination, null, again ? 1 : 0);
  return again ? { class: 'retryable', afterSeconds: 1, reason: 'token_renewed', detail: read.detail } : read;
}

function isRefusedToken(read: { readonly class: string }): read is NeedsOwner {
  return read.class === 'needs_owner' && 'reason' in read && read.reason === 'token_invalid';
}
