/** What somebody may do in a workspace, the most first. */
export const roles = ['owner', 'editor', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** Whether somebody with this role may do what needs that one. */
export function covers(role: Role, needed: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(needed);
}

/** The lesser of two. */
export function capped(role: Role, cap: Role): Role {
  return covers(role, cap) ? cap : role;
}
