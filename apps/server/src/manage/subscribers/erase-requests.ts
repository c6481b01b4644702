import { type RawBuilder, sql } from 'kysely';
import { uuidFloor } from '../../domain/uuid.ts';

export interface Erasure {
  readonly projectId: string;
  readonly userId: string;
  /** Stands in for the user id from now on, so that the counts hold. */
  readonly pseudonym: string;
}

/**
 * Takes bodies out of the request log that name the person: those of the person's own calls, and any other with the id standing by
 * itself in it, since a refused call knows no user and an update about somebody else may name this person as well. `fromMs`: only
 * calls received since then.
 */
export function eraseRequests({ projectId, userId, pseudonym }: Erasure, fromMs: number): RawBuilder<unknown> {
  return sql`
    update requests set body = null, details = null, user_id = case when user_id = ${userId} then ${pseudonym} else user_id end
    where project_id = ${projectId} and request_id >= ${uuidFloor(fromMs)}::uuid and (
      user_id = ${userId} or details ~ ${standingAlone(userId)}
      or position(convert_to(${userId}, 'UTF8') in body) > 0 and encode(body, 'escape') ~ ${standingAlone(escapeFormat(userId))})`;
}

/** A regular expression of PostgreSQL: 12 is neither in 123 nor in a12. */
function standingAlone(text: string): string {
  const literal = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return `(^|[^[:alnum:]_])${literal}($|[^[:alnum:]_])`;
}

/** Text as PostgreSQL's bytea format "escape" writes it: bodies are bytes, and may be no valid text. */
function escapeFormat(text: string): string {
  return Array.from(Buffer.from(text), (byte) => {
    if (byte === 0x5c) return '\\\\';
    return byte === 0 || byte >= 0x80 ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte);
  }).join('');
}
