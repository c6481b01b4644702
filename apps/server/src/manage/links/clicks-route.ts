import { type Static, Type } from 'typebox';
import { uuidFloor } from '../../domain/uuid.ts';
import { machineReasons } from '../../links/classify-visit.ts';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { AdSystemName, isoTime, nullable, recordOf, Time, Uuid } from '../fields.ts';
import { listQuery, pageOf, readPage, toPage } from '../listing.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';

const texts = recordOf(Type.String(), Type.String());

const Click = Type.Object(
  {
    id: Uuid,
    at: Time,
    via: Type.Enum(['link', 'landing']),
    link_id: nullable(Uuid),
    machine: nullable(
      Type.String({ description: `why it is not counted as a person's: ${machineReasons.join(', ')}` }),
    ),
    ad_system: nullable(AdSystemName),
    marks: texts,
    ids: texts,
    country: nullable(Type.String()),
    address: nullable(Type.String({ description: 'what was opened' })),
    referrer: nullable(Type.String()),
    user_agent: nullable(Type.String()),
    ip: nullable(Type.String({ description: 'without its last part' })),
  },
  { title: 'Click' },
);

/** Clicks are looked for backwards in time: not for longer than this unless asked to. */
const daysBack = 7;

/** Every visit with its reason, machines' and repeats included: what the counts of a link leave out can be looked at here. */
export function clickRoutes(app: ManageApp, manage: Manage): void {
  const { db } = manage;
  app.get(
    '/projects/:project_id/clicks',
    {
      schema: {
        tags: ['Links'],
        operationId: 'listClicks',
        summary: 'Clicks and visits of pages, the newest first',
        params: projectParams,
        querystring: Type.Object(
          {
            link_id: Type.Optional(Uuid),
            machine: Type.Optional(
              Type.Enum(['any', 'none', ...machineReasons], {
                description: "`none`: only people's; `any`: only those that are not counted; else one reason",
              }),
            ),
            from: Type.Optional({ ...Time, description: `${daysBack} days ago unless given` }),
            to: Type.Optional(Time),
            ...listQuery,
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: pageOf(Click) }),
      },
    },
    async ({ params, query }) => {
      const { project_id } = await requireProject(db, params.project_id);
      const page = readPage(query, ['uuid']);
      const [before] = page.after ?? [];
      const fromMs = query.from === undefined ? manage.now() - daysBack * 86_400_000 : Date.parse(query.from);
      const { link_id, machine, to } = query;
      const rows = await db
        .selectFrom('clicks')
        .selectAll()
        .where('project_id', '=', project_id)
        // Ids carry the time, so only the partitions of these days are read.
        .where('click_id', '>=', uuidFloor(Math.max(0, fromMs)))
        .$if(to !== undefined, (select) => select.where('click_id', '<', uuidFloor(Math.max(0, Date.parse(to ?? '')))))
        .$if(before !== undefined, (select) => select.where('click_id', '<', before ?? ''))
        .$if(link_id !== undefined, (select) => select.where('link_id', '=', link_id ?? ''))
        .$if(machine === 'none' || machine === 'any', (select) =>
          select.where('machine', machine === 'none' ? 'is' : 'is not', null),
        )
        .$if(machine !== undefined && machine !== 'none' && machine !== 'any', (select) =>
          select.where('machine', '=', machine ?? ''),
        )
        .orderBy('click_id', 'desc')
        .limit(page.limit + 1)
        .execute();
      return toPage(rows, page, (row) => [row.click_id], shownClick);
    },
  );
}

interface ClickRow extends Omit<Static<typeof Click>, 'id' | 'at'> {
  readonly click_id: string;
  readonly clicked_at: Date;
}

function shownClick(row: ClickRow): Static<typeof Click> {
  const { via, link_id, machine, ad_system, marks, ids, country, address, referrer, user_agent, ip } = row;
  return {
    ...{ id: row.click_id, at: isoTime(row.clicked_at), via, link_id, machine, ad_system, marks, ids },
    ...{ country, address, referrer, user_agent, ip },
  };
}
