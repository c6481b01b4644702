import { covers, type Role } from './roles.ts';

/** Who is calling: whoever runs the server (OTKUDA_ADMIN_TOKEN), or a person, by a browser's session or by a token of theirs. */
export type Principal = { readonly kind: 'operator' } | PersonCalling;

export interface PersonCalling {
  readonly kind: 'person';
  readonly personId: string;
  /** By workspace, as far as what they came with allows. */
  readonly roles: ReadonlyMap<string, Role>;
  /** Null: they came with a token. */
  readonly sessionId: string | null;
}

/** Null: the workspace is none of theirs, and they are not told that it exists. */
export function roleIn(principal: Principal, workspaceId: string): Role | null {
  return principal.kind === 'operator' ? 'owner' : (principal.roles.get(workspaceId) ?? null);
}

/** Workspaces where they may do what needs this role; null: all there are. */
export function workspacesOf(principal: Principal, needed: Role): string[] | null {
  if (principal.kind === 'operator') return null;
  return [...principal.roles].filter(([, role]) => covers(role, needed)).map(([id]) => id);
}
