import { randomBytes } from 'node:crypto';
import type { utmNames } from '@otkuda/contract';
import type { Selectable, Updateable } from 'kysely';
import type { Static } from 'typebox';
import type { LinkPage } from '../../directory/config-types.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import { isUniqueViolation } from '../database.ts';
import type { LinksTable } from '../database-tables.ts';
import type { Manage } from '../dependencies.ts';
import { Problem, refuseIfAny } from '../problem.ts';
import { asHeader, isTarget, targetExpected } from './check-target.ts';
import type { LinkChange, NewLink } from './link-answer.ts';

/** Stores a new link. Throws a 409 problem where its code is another link's, of whatever project, also a deleted one's. */
export async function insertLink(
  manage: Manage,
  projectId: string,
  body: Static<typeof NewLink>,
): Promise<Selectable<LinksTable>> {
  refuseBadTarget(body.target);
  const linkId = uuidv7(manage.now());
  const code = body.code ?? randomBytes(6).toString('hex');
  try {
    return await manage.changeConfig(projectId, async (tx) => {
      await tx.insertInto('link_directory').values({ code, project_id: projectId, link_id: linkId }).execute();
      return tx
        .insertInto('links')
        .values({
          ...markColumns({}),
          ad_system: null,
          target: null,
          auto_approve_seconds: null,
          page: null,
          ...columnsOf(body),
          name: body.name.trim(),
          project_id: projectId,
          link_id: linkId,
          code,
          archived_at: null,
          deleted_at: null,
          created_at: new Date(manage.now()),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new Problem('conflict', `the code ${JSON.stringify(code)} is taken by another link`, [
      { field: 'code', expected: 'a code that no link has' },
    ]);
  }
}

/** Changes what is given; `utm` as a whole, so that a mark can also be taken away. */
export async function changeLink(
  manage: Manage,
  known: Selectable<LinksTable>,
  body: Static<typeof LinkChange>,
): Promise<void> {
  refuseBadTarget(body.target);
  const archived = body.archived === undefined ? {} : { archived_at: body.archived ? new Date(manage.now()) : null };
  const name = body.name === undefined ? {} : { name: body.name.trim() };
  const changed = { ...columnsOf(body), ...name, ...archived };
  if (Object.keys(changed).length === 0) return;
  await manage.changeConfig(known.project_id, (tx) =>
    tx
      .updateTable('links')
      .set(changed)
      .where('project_id', '=', known.project_id)
      .where('link_id', '=', known.link_id)
      .execute(),
  );
}

function refuseBadTarget(target: string | null | undefined): void {
  const bad = typeof target === 'string' && !isTarget(target);
  refuseIfAny(bad ? [{ field: 'target', expected: targetExpected }] : []);
}

/** Only the columns that the body speaks of. */
function columnsOf({ ad_system, utm, target, auto_approve, page }: Static<typeof LinkChange>): Updateable<LinksTable> {
  return {
    ...(ad_system === undefined ? {} : { ad_system }),
    ...(utm === undefined ? {} : markColumns(utm ?? {})),
    ...(target === undefined ? {} : { target: target === null ? null : asHeader(target) }),
    ...(auto_approve === undefined ? {} : { auto_approve_seconds: auto_approve }),
    ...(page === undefined ? {} : { page: page === null ? null : JSON.stringify(pageColumn(page)) }),
  };
}

function pageColumn({ counter_id, goal }: NonNullable<Static<typeof LinkChange>['page']>): LinkPage {
  return { counterId: counter_id ?? null, goal: goal?.trim() ?? null };
}

type MarkColumn = `utm_${(typeof utmNames)[number]}`;

/** An empty mark is none. */
function markColumns(utm: NonNullable<Static<typeof LinkChange>['utm']>): Readonly<Record<MarkColumn, string | null>> {
  const column = (name: (typeof utmNames)[number]): string | null => utm[name]?.trim() || null;
  return {
    utm_source: column('source'),
    utm_medium: column('medium'),
    utm_campaign: column('campaign'),
    utm_content: column('content'),
    utm_term: column('term'),
  };
}
