import { type RawBuilder, sql } from 'kysely';
import { unknownSource } from '../../ingest/source.ts';
import type { Erasure } from './erase-requests.ts';

/**
 * Counts the person among those of whom neither language nor premium is known, as their row will say. Before that row is changed, and
 * while it is locked.
 */
export function eraseFromAudience({ projectId, userId }: Erasure): RawBuilder<unknown> {
  return sql`
    with person as (
      select coalesce(e.source_id, ${unknownSource.sourceId}::uuid) as source_id, coalesce(s.language_code, '') as language_code,
        coalesce(s.is_premium::integer, -1)::smallint as premium
      from subscribers s
      left join events e on e.project_id = s.project_id and e.user_id = s.user_id and e.effect = 'first_join'
      where s.project_id = ${projectId} and s.user_id = ${userId} and s.status in ('member', 'resumed')
    ), changes as (
      select source_id, language_code, premium, -1 as present from person
      union all
      select source_id, '', -1::smallint, 1 from person
    )
    insert into audience as known (project_id, source_id, language_code, premium, present)
    select ${projectId}::bigint, source_id, language_code, premium, sum(present) from changes
    group by 2, 3, 4 having sum(present) <> 0 order by 2, 3, 4
    on conflict (project_id, source_id, language_code, premium) do update set present = known.present + excluded.present`;
}
