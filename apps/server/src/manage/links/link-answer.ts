import type { Selectable } from 'kysely';
import { type Static, Type } from 'typebox';
import type { LinksTable } from '../database-tables.ts';
import type { Manage } from '../dependencies.ts';
import { AdSystemName, GoalName, isoTime, nullable, shownUtm, Time, Utm, UtmGiven, Uuid } from '../fields.ts';
import { targetExpected } from './check-target.ts';

const Counts = Type.Object(
  {
    clicks: Type.Integer({ description: "people's clicks" }),
    machine_clicks: Type.Integer({
      description: 'visits of previews and bots, floods and repeats within an hour, which are counted nowhere else',
    }),
    starts: Type.Integer(),
    joins: Type.Integer(),
    leaves: Type.Integer(),
  },
  { title: 'LinkCounts' },
);
export type LinkCounts = Static<typeof Counts>;

const counterId = Type.String({ pattern: '^[0-9]{1,15}$', 'x-expected': 'the number of a counter of Yandex Metrica' });

/** A page between the link and the messenger. */
const LinkPageShown = Type.Object(
  { counter_id: nullable(counterId), goal: nullable(Type.String()) },
  { title: 'LinkPage' },
);
const LinkPageGiven = Type.Object(
  {
    counter_id: Type.Optional(
      nullable({ ...counterId, description: "Null or left out: the one of the project's destination yandex_metrica" }),
    ),
    goal: Type.Optional(nullable({ ...GoalName, description: 'A goal of the counter, reached by going on' })),
  },
  { additionalProperties: false, title: 'LinkPageGiven' },
);

export const Link = Type.Object(
  {
    id: Uuid,
    code: Type.String(),
    url: Type.String({ description: 'the address to put into the ad' }),
    name: Type.String(),
    ad_system: nullable(AdSystemName),
    utm: Utm,
    target: nullable(Type.String({ description: 'null: the bot or channel of the project' })),
    auto_approve: nullable(Type.Integer()),
    page: nullable({ ...LinkPageShown, description: 'null: visitors are redirected at once' }),
    archived: Type.Boolean({ description: 'put away; its address goes on working' }),
    counts: Counts,
    created_at: Time,
  },
  { title: 'Link' },
);

const given = {
  ad_system: Type.Optional(
    nullable({ ...AdSystemName, description: 'Goals of those who come by this link go to its destinations' }),
  ),
  utm: Type.Optional(nullable({ ...UtmGiven, description: 'Marks of the incoming address override these' })),
  target: Type.Optional(
    nullable(Type.String({ maxLength: 2048, 'x-expected': targetExpected, description: 'Where clicks go' })),
  ),
  auto_approve: Type.Optional(
    nullable(
      Type.Integer({
        minimum: 0,
        maximum: 2_592_000,
        'x-expected': 'seconds (0 to 2592000) or null',
        description: 'Seconds after which requests to join by this link are approved; null: never',
      }),
    ),
  ),
  page: Type.Optional(
    nullable({
      ...LinkPageGiven,
      description:
        'Shows a page on the way, for 0.8 seconds at most: it learns the ClientID of Yandex Metrica and opens the app. `{}` is enough; null: a redirect at once',
    }),
  ),
};
const name = Type.String({ pattern: '\\S', maxLength: 99, 'x-expected': 'a name of 1 to 99 characters' });

export const NewLink = Type.Object(
  {
    name,
    code: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9_-]{1,64}$',
        'x-expected': '1 to 64 of A-Za-z0-9_-',
        description: 'Keeps an id that was used before; made up unless given',
      }),
    ),
    ...given,
  },
  {
    additionalProperties: false,
    title: 'NewLink',
    examples: [{ name: 'Yandex, summer', ad_system: 'yandex', utm: { source: 'yandex', campaign: 'summer' } }],
  },
);

export const LinkChange = Type.Object(
  { name: Type.Optional(name), ...given, archived: Type.Optional(Type.Boolean()) },
  { additionalProperties: false, title: 'LinkChange', examples: [{ archived: true }] },
);

export const noCounts: LinkCounts = { clicks: 0, machine_clicks: 0, starts: 0, joins: 0, leaves: 0 };

export function shownLink(manage: Manage, row: Selectable<LinksTable>, counts: LinkCounts): Static<typeof Link> {
  return {
    id: row.link_id,
    code: row.code,
    url: linkAddress(manage, row.code),
    name: row.name,
    ad_system: row.ad_system,
    utm: shownUtm(row),
    target: row.target,
    auto_approve: row.auto_approve_seconds,
    page: row.page === null ? null : { counter_id: row.page.counterId, goal: row.page.goal },
    archived: row.archived_at !== null,
    counts,
    created_at: isoTime(row.created_at),
  };
}

/** Short where the tracking links have a domain of their own. */
export function linkAddress({ publicUrl, trackingUrl }: Manage, code: string): string {
  const ownDomain = new URL(trackingUrl).host !== new URL(publicUrl).host;
  return ownDomain ? `${trackingUrl}/${code}` : `${trackingUrl}/l/${code}`;
}
