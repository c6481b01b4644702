import { type Static, Type } from 'typebox';
import type { Seat } from '../../accounts/memberships.ts';
import { passwordCharsMax, passwordCharsMin } from '../../accounts/password.ts';
import { emailKey, type PersonRow } from '../../accounts/people.ts';
import { roles } from '../../accounts/roles.ts';
import { WorkspaceId } from '../fields.ts';
import { invalid } from '../problem.ts';

export const PersonId = Type.String({ pattern: '^[1-9][0-9]{0,17}$', 'x-expected': 'the id of a person' });
export const workspaceParams = Type.Object({ workspace_id: WorkspaceId });

export const RoleName = Type.Enum([...roles]);
export const LanguageName = Type.Enum(['ru', 'en']);
export const ThemeName = Type.Enum(['light', 'dark', 'auto']);

export const Email = Type.String({
  pattern: '^\\s*[^\\s@]+@[^\\s@]+\\.[^\\s@]+\\s*$',
  maxLength: 254,
  'x-expected': 'an address such as anna@example.org',
});

export const Name = Type.String({ pattern: '\\S', maxLength: 100, 'x-expected': 'a name of 1 to 100 characters' });

/** A password that is being chosen. Signing in takes any text, so that the answer tells nothing. */
export const NewPassword = Type.String({
  minLength: passwordCharsMin,
  maxLength: passwordCharsMax,
  'x-expected': `a password of ${passwordCharsMin} to ${passwordCharsMax} characters`,
});

export const GivenPassword = Type.String({ maxLength: passwordCharsMax, 'x-expected': 'the password' });

export const OneTimeToken = Type.String({ maxLength: 100, 'x-expected': 'the token from the link' });

/** What somebody who is new here says about themselves. */
export const newPersonFields = {
  email: Email,
  password: NewPassword,
  name: Type.Optional(Name),
  language: Type.Optional(LanguageName),
};

/** Throws a 400 problem for a password that a guess would begin with. */
export function refuseWeak(password: string, email: string): void {
  const plain = password.trim().toLowerCase();
  const [local = ''] = emailKey(email).split('@');
  if (plain !== emailKey(email) && plain !== local && new Set(plain).size > 3) return;
  throw invalid([{ field: 'password', expected: 'a password that is not the address and not one character repeated' }]);
}

const Workspace = Type.Object({ id: WorkspaceId, name: Type.String(), role: RoleName }, { title: 'Workspace' });

export const User = Type.Object(
  { id: PersonId, email: Type.String(), name: Type.String(), language: LanguageName, theme: ThemeName },
  { title: 'User' },
);

/** Who is signed in, and where they may do what. */
export const Session = Type.Object({ user: User, workspaces: Type.Array(Workspace) }, { title: 'Session' });

export function shownUser(person: PersonRow): Static<typeof User> {
  const { person_id: id, email, name, language, theme } = person;
  return { id, email, name, language, theme };
}

export function shownSession(person: PersonRow, seats: readonly Seat[]): Static<typeof Session> {
  return {
    user: shownUser(person),
    workspaces: seats.map(({ workspace_id: id, name, role }) => ({ id, name, role })),
  };
}
