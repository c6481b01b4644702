import type { KeyConfig } from '../directory/config-types.ts';
import type { Directory } from '../directory/directory.ts';
import { type Answer, refuse } from '../ingest/records.ts';
import type { LimitDecision, Limits } from './limits.ts';
import type { ApiMethod } from './method.ts';

export type Admission =
  | { readonly kind: 'admitted'; readonly key: KeyConfig; readonly method: ApiMethod; readonly limit: LimitDecision }
  | {
      readonly kind: 'refused';
      /** Null where the key is not known or was revoked. */
      readonly key: KeyConfig | null;
      /** Nobody ever made this key: it may be a guess, whatever else is wrong with the call. */
      readonly isUnknownKey: boolean;
      readonly answer: Answer & { readonly ok: false };
      readonly limit: LimitDecision | null;
    };

export interface Door {
  readonly methods: ReadonlyMap<string, ApiMethod>;
  readonly directory: Pick<Directory, 'findKey'>;
  readonly limits: Pick<Limits, 'take'>;
  readonly now: () => number;
}

/** Decides, before a body is read, whether a call may come in. The first refusal that applies counts; the order is the published table's. */
export async function admit(door: Door, call: { verb: string; key: string; method: string }): Promise<Admission> {
  const method = door.methods.get(call.method);
  const key = await door.directory.findKey(call.key);
  const refused = (answer: Answer, limit: LimitDecision | null = null): Admission => {
    if (answer.ok) throw new Error('a refusal was expected');
    const isGone = key !== null && (key.revoked || isLongDeleted(key.project, door.now()));
    return { kind: 'refused', key: isGone ? null : key, isUnknownKey: key === null, answer, limit };
  };
  if (method === undefined) return refused(refuse('methodNotFound', `there is no method ${quote(call.method)}`));
  if (call.verb !== 'POST') return refused(refuse('methodNotFound', `methods are called by POST, not by ${call.verb}`));
  if (key === null) return refused(refuse('invalidToken', 'the key in the address is not known'));
  if (key.revoked) return refused(refuse('invalidToken', 'this key was revoked'));
  const { project } = key;
  if (isLongDeleted(project, door.now())) {
    return refused(refuse('invalidToken', 'the project of this key was deleted'));
  }
  const answersExpired = method.takesExpiredKeys === true && method.platforms.includes(project.platform);
  if (key.expiresMs !== null && key.expiresMs <= door.now() && !answersExpired) {
    return refused(refuse('tokenExpired', `this key expired at ${new Date(key.expiresMs).toISOString()}`));
  }
  if (!method.platforms.includes(project.platform)) {
    return refused(refuse('methodNotFound', `${call.method} does not exist for projects of ${project.platform}`));
  }
  if (project.deleted) {
    return refused(
      method.ofDeletedProject === undefined
        ? refuse('forbidden', 'the project of this key was deleted')
        : refuse('notFound', method.ofDeletedProject),
    );
  }
  if (project.suspended) return refused(refuse('forbidden', 'the project of this key is suspended'));
  if (method.names.some((name) => project.disabledMethods.has(name))) {
    return refused(refuse('forbidden', `${call.method} is switched off for this project`));
  }
  const limit = await door.limits.take(key);
  if (!limit.allowed) {
    const again = `come again in ${limit.resetSeconds} s`;
    return refused(
      refuse('tooManyRequests', `the limit of ${limit.limit} calls per ${limit.span} is used up, ${again}`),
      limit,
    );
  }
  return { kind: 'admitted', key, method, limit };
}

/** How long the keys of a deleted project still say so; after that they are as unknown as any other. */
const deletedKeysMs = 30 * 86_400_000;

function isLongDeleted({ deletedMs }: KeyConfig['project'], nowMs: number): boolean {
  return deletedMs !== null && deletedMs + deletedKeysMs <= nowMs;
}

function quote(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
}
