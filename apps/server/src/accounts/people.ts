import { execute, type Queryable, statement } from '../database/statement.ts';

export type Language = 'ru' | 'en';
export type Theme = 'light' | 'dark' | 'auto';

export interface PersonRow {
  readonly person_id: string;
  readonly email: string;
  readonly name: string;
  readonly password_hash: string;
  readonly language: Language;
  readonly theme: Theme;
}

const columns = 'person_id, email, name, password_hash, language, theme';

/** Addresses are compared without case and in composed form; what was typed is kept for showing. */
export function emailKey(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

const insert = statement<PersonRow>(
  'insert_person',
  `insert into people (email, email_key, name, password_hash, language, created_at) values ($1, $2, $3, $4, $5, $6) returning ${columns}`,
);

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly language: Language;
}

/** Rejects with a unique violation where the address is taken. */
export async function insertPerson(client: Queryable, person: NewPerson, now: Date): Promise<PersonRow> {
  const { email, name, passwordHash, language } = person;
  const [row] = await execute(client, insert, [email.trim(), emailKey(email), name, passwordHash, language, now]);
  if (row === undefined) throw new Error('a person was inserted without a row');
  return row;
}

const selectByEmail = statement<PersonRow>(
  'select_person_by_email',
  `select ${columns} from people where email_key = $1`,
);

export async function findPersonByEmail(client: Queryable, email: string): Promise<PersonRow | null> {
  return (await execute(client, selectByEmail, [emailKey(email)]))[0] ?? null;
}

const selectById = statement<PersonRow>('select_person', `select ${columns} from people where person_id = $1`);

export async function findPerson(client: Queryable, personId: string): Promise<PersonRow | null> {
  return (await execute(client, selectById, [personId]))[0] ?? null;
}

const update = statement<PersonRow>(
  'update_person',
  `update people set name = coalesce($2, name), language = coalesce($3, language), theme = coalesce($4, theme),
     password_hash = coalesce($5, password_hash)
   where person_id = $1 returning ${columns}`,
);

export interface PersonChange {
  readonly name: string | null;
  readonly language: Language | null;
  readonly theme: Theme | null;
  readonly passwordHash: string | null;
}

/** What is null stays as it is. */
export async function changePerson(client: Queryable, personId: string, change: PersonChange): Promise<PersonRow> {
  const { name, language, theme, passwordHash } = change;
  const [row] = await execute(client, update, [personId, name, language, theme, passwordHash]);
  if (row === undefined) throw new Error('the person is gone');
  return row;
}
