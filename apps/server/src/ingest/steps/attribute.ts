import type { ProjectConfig } from '../../directory/config-types.ts';
import { isSameLink } from '../../domain/invite-link.ts';
import type { InviteLink } from '../../domain/signal.ts';
import { readStartValue } from '../../domain/start-code.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import { type Batch, type ClickFacts, type InviteLinkFacts, keyOf } from '../batch.ts';
import type { Source, SourceType, Touch } from '../rows.ts';
import { organicSource, sourceOf, unknownSource } from '../source.ts';
import { inviteLinkKey } from './load-invite-links.ts';
import { takeOpenClick } from './load-open-clicks.ts';

interface Arrival {
  readonly project: ProjectConfig;
  /** Null: the sender does not say who it is. */
  readonly userId: string | null;
  readonly atMs: number;
}

/** How long after the hop through a bot a join of the channel belongs to it. */
export const hopMsMax = 7 * 86_400_000;

/**
 * What a start is attributed to. A code names its click exactly and at any age; Telegram's dates are whole seconds, so a start may
 * seem to come before its click. A code of another project, like any foreign value, is unknown and kept as it came. `auto_detect` takes
 * the latest click that nobody has claimed.
 */
export function touchOfStart(batch: Batch, arrival: Arrival, startValue: string): Touch {
  return touch(batch, arrival, startValue, originOfStart(batch, arrival, startValue));
}

function originOfStart(batch: Batch, { project, atMs }: Arrival, startValue: string): Origin {
  const value = readStartValue(startValue);
  switch (value.kind) {
    case 'empty':
      return organic;
    case 'foreign':
      return unknown;
    case 'code': {
      const click = batch.clicksById.get(keyOf(project.originalId, value.clickId));
      if (click === undefined) return unknown;
      claim(batch, project, click.clickId, false);
      return originOfClick(click, sourceTypes[click.via]);
    }
    case 'auto_detect': {
      const found = takeOpenClick(batch, project, atMs);
      if (found === null) return organic;
      claim(batch, project, found.click.clickId, true);
      return { ...originOfClick(found.click, sourceTypes[found.click.via], 'probable'), confidence: found.confidence };
    }
  }
}

/**
 * What a join of a channel is attributed to: the click or link of its invite link; without one, the hop through the bot; else it is
 * organic. An invite link that is not known stays unknown.
 */
export function touchOfJoin(
  batch: Batch,
  arrival: Arrival & { readonly userId: string },
  inviteLink: InviteLink | null,
): Touch {
  const known = inviteLink && batch.inviteLinks.get(inviteLinkKey(arrival.project.projectId, inviteLink));
  const came = inviteLink?.url ?? '';
  if (known) return touch(batch, arrival, came, originOfInvite(batch, arrival, known));
  const hop = comesByHop(arrival.project, inviteLink) ? lastHop(batch, arrival) : null;
  if (hop !== null) return hopTaken(batch, arrival, hop);
  return touch(batch, arrival, came, inviteLink === null ? organic : unknown);
}

/** The hop's button leads to the project's own chat link: such a join tells no more than one without a link. */
export function comesByHop({ chatLink }: ProjectConfig, inviteLink: InviteLink | null): boolean {
  return inviteLink === null || (chatLink !== null && isSameLink(inviteLink.url, chatLink));
}

function originOfInvite(
  batch: Batch,
  { project, atMs }: Arrival,
  { projectId, inviteLink, clickId, link }: InviteLinkFacts,
): Origin {
  const click = clickId === null ? undefined : batch.clicksById.get(keyOf(projectId, clickId));
  if (click !== undefined) {
    claim(batch, project, click.clickId, false);
    // What a sandbox key tells leaves the pool as it is.
    if (project.projectId === projectId) batch.usedInviteLinks.push({ projectId, inviteLink, atMs });
    return originOfClick({ ...click, linkId: click.linkId ?? link?.linkId ?? null }, 'invite_link');
  }
  if (link === null) return unknown;
  const source = sourceOf({ ...link, country: null, exactness: 'exact' });
  return { source, sourceType: 'invite_link', confidence: 1, click: null, marks: link.marks };
}

/** The last hop of the week before; one without a source, which a bare /start of "Restart" makes, only where there is no other. */
function lastHop(batch: Batch, { project, userId, atMs }: Arrival & { readonly userId: string }): Touch | null {
  const hops = (batch.hops.get(keyOf(project.projectId, userId)) ?? [])
    .filter(({ touchedMs }) => touchedMs <= atMs && touchedMs >= atMs - hopMsMax)
    .sort((a, b) => a.touchedMs - b.touchedMs || (a.touchId < b.touchId ? -1 : 1));
  return hops.findLast(isAttributed) ?? hops.at(-1) ?? null;
}

function hopTaken(batch: Batch, { userId, atMs }: Arrival, hop: Touch): Touch {
  return {
    ...hop,
    touchId: uuidv7(batch.nowMs),
    userId,
    touchedMs: atMs,
    sourceType: isAttributed(hop) ? 'bot_hop' : hop.sourceType,
  };
}

export function isAttributed({ source }: Pick<Touch, 'source'>): boolean {
  return source.exactness === 'exact' || source.exactness === 'probable';
}

function claim(batch: Batch, { projectId }: ProjectConfig, clickId: string, detected: boolean): void {
  batch.claims.set(keyOf(projectId, clickId), { projectId, clickId, detected });
}

const sourceTypes = { link: 'tracking_link', landing: 'landing' } as const;

interface Origin {
  readonly source: Source;
  readonly sourceType: SourceType;
  readonly confidence: number;
  readonly click: ClickFacts | null;
  readonly marks: Touch['marks'];
}

const organic: Origin = { source: organicSource, sourceType: 'organic', confidence: 0, click: null, marks: {} };
const unknown: Origin = { source: unknownSource, sourceType: 'unknown', confidence: 0, click: null, marks: {} };

function originOfClick(click: ClickFacts, sourceType: SourceType, exactness: 'exact' | 'probable' = 'exact'): Origin {
  return { source: sourceOf({ ...click, exactness }), sourceType, confidence: 1, click, marks: click.marks };
}

function touch(batch: Batch, { project, userId, atMs }: Arrival, startValue: string, origin: Origin): Touch {
  const { source, sourceType, confidence, click, marks } = origin;
  return {
    touchId: uuidv7(batch.nowMs),
    projectId: project.projectId,
    userId,
    touchedMs: atMs,
    source,
    sourceType,
    confidence,
    startValue: startValue === '' ? null : startValue,
    clickId: click?.clickId ?? null,
    clickedMs: click?.clickedMs ?? null,
    ids: click?.ids ?? {},
    marks,
  };
}
