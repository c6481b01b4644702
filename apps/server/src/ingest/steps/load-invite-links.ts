import type { AdSystem } from '@otkuda/contract';
import { bigintArray, integerArray, textArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import type { ProjectConfig } from '../../directory/config-types.ts';
import { inviteLinkBounds, pickInviteLink } from '../../domain/invite-link.ts';
import type { InviteLink } from '../../domain/signal.ts';
import { type Batch, type InviteLinkFacts, keyOf, type Transaction } from '../batch.ts';

interface InviteLinkRow {
  place: number;
  invite_link: string;
  name: string | null;
  click_id: string | null;
  link_id: string | null;
  ad_system: AdSystem | null;
  utm_source: string | null;
  utm_medium: string | null;
  utm_campaign: string | null;
  utm_content: string | null;
  utm_term: string | null;
}

/**
 * An address of which half is hidden may be several links; a range of the primary key either way. A link of the pool is the click's that
 * was sent to it.
 */
const selectInviteLinks = statement<InviteLinkRow>(
  'select_invite_links',
  `select came.place, known.invite_link, known.name, leased.click_id, links.link_id, links.ad_system, utm_source, utm_medium, utm_campaign,
     utm_content, utm_term
   from unnest($1::integer[], $2::bigint[], $3::text[], $4::text[]) as came (place, project_id, low, high)
   join invite_links known on known.project_id = came.project_id and known.invite_link between came.low and came.high
   left join clicks leased on leased.project_id = known.project_id and leased.invite_place = known.place
   left join links on links.project_id = known.project_id and links.link_id = coalesce(leased.link_id, known.link_id)`,
);

interface Came {
  readonly key: string;
  readonly projectId: string;
  readonly inviteLink: InviteLink;
  readonly low: string;
  readonly high: string;
}

/** Loads what is known of the invite links that people joined by, or ask to join by. */
export async function loadInviteLinks(batch: Batch, tx: Transaction): Promise<void> {
  const named = new Map<string, Came>();
  for (const { project, inviteLink } of arrivals(batch)) {
    const bounds = inviteLinkBounds(inviteLink.url);
    if (bounds === null) continue;
    const key = inviteLinkKey(project.projectId, inviteLink);
    named.set(key, { key, projectId: project.originalId, inviteLink, ...bounds });
  }
  if (named.size === 0) return;
  const all = [...named.values()];
  const rows = await tx.read(selectInviteLinks, [
    integerArray(all.map((_one, place) => place)),
    bigintArray(all.map((one) => one.projectId)),
    textArray(all.map((one) => one.low)),
    textArray(all.map((one) => one.high)),
  ]);
  const within = Map.groupBy(rows, (row) => row.place);
  for (const [place, { key, projectId, inviteLink }] of all.entries()) {
    const known = pickInviteLink(inviteLink, within.get(place) ?? []);
    if (known !== null) batch.inviteLinks.set(key, factsOf(projectId, known));
  }
}

/** Who joined, or asked to, by a link. */
function* arrivals(batch: Batch): Generator<{ readonly project: ProjectConfig; readonly inviteLink: InviteLink }> {
  for (const { project, signal } of batch.signals())
    if (signal.kind === 'joined' && signal.inviteLink !== null) yield { project, inviteLink: signal.inviteLink };
  for (const { request, signal } of batch.joinRequests())
    if (signal.inviteLink !== null) yield { project: request.record.project, inviteLink: signal.inviteLink };
}

/** Links whose hidden halves differ are told apart by their names. */
export function inviteLinkKey(projectId: string, { url, name }: InviteLink): string {
  return keyOf(projectId, `${url}\u0000${name ?? ''}`);
}

function factsOf(projectId: string, row: InviteLinkRow): InviteLinkFacts {
  const { utm_source, utm_medium, utm_campaign, utm_content, utm_term } = row;
  const marks = Object.entries({ utm_source, utm_medium, utm_campaign, utm_content, utm_term });
  return {
    projectId,
    inviteLink: row.invite_link,
    clickId: row.click_id,
    link:
      row.link_id === null
        ? null
        : {
            linkId: row.link_id,
            adSystem: row.ad_system,
            marks: Object.fromEntries(marks.filter((mark): mark is [string, string] => mark[1] !== null)),
          },
  };
}
