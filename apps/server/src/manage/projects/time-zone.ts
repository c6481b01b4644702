import { sql } from 'kysely';
import { codeOf, type Database } from '../database.ts';
import type { Violation } from '../problem.ts';

const invalidParameter = '22023';

/** Reports count days in the database, whose list of zones may be older than this program's: it has to know the zone, too. */
export async function timeZoneViolations(db: Database, name: string | undefined): Promise<Violation[]> {
  if (name === undefined) return [];
  try {
    await sql`select now() at time zone ${name}`.execute(db);
    return [];
  } catch (error) {
    if (codeOf(error) !== invalidParameter) throw error;
    return [{ field: 'time_zone', expected: 'a time zone that the database knows' }];
  }
}
