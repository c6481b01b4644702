import { utmNames } from '@otkuda/contract';
import type pg from 'pg';
import { labelId } from './label-id.ts';

export const tagColumns = ['labelID', 'name'] as const;

/** All marks that ever came to the project, with their numbers. */
export async function selectTags(pool: pg.Pool, projectId: string): Promise<Array<readonly [number, string]>> {
  const { rows } = await pool.query<{ mark: string }>(
    `select distinct mark from sources, unnest(array[${utmNames.map((name) => `utm_${name}`).join(', ')}]) as mark
     where project_id = $1 and mark is not null order by 1`,
    [projectId],
  );
  return rows.map(({ mark }) => [labelId(mark), mark] as const);
}
