import type { ProjectKind } from '@otkuda/contract';

/** A fact about somebody's membership, as it is stored. */
export interface MembershipFact {
  readonly kind: 'start' | 'stop' | 'resume' | 'join' | 'leave';
  readonly atMs: number;
  /** Place in the subscriber's order of arrival: in the same second the later arrival wins. */
  readonly arrival: number;
}

export interface Membership {
  /** `resumed`: lifted the block and has not started again; a start then counts as a join, whichever of the two came first. */
  readonly status: 'none' | 'member' | 'resumed' | 'left';
  readonly firstJoinMs: number | null;
  readonly lastJoinMs: number | null;
  readonly leftMs: number | null;
}

/** What a fact changed: what is counted for it, and by how much the number of people present changes. */
export interface Effect {
  readonly counts: 'first_join' | 'join' | 'leave' | 'return' | null;
  readonly presence: -1 | 0 | 1;
}

export const neverSeen: Membership = { status: 'none', firstJoinMs: null, lastJoinMs: null, leftMs: null };
const nothing: Effect = { counts: null, presence: 0 };

export interface Step {
  readonly membership: Membership;
  readonly effect: Effect;
}

/** What one fact makes of a membership. Source: design, rules of the domain: what the signals do by the kind of project. */
export function applyFact(membership: Membership, fact: MembershipFact, projectKind: ProjectKind): Step {
  switch (fact.kind) {
    case 'start':
      // In a channel's project a start is the hop through a bot: the person becomes known, not a member.
      return projectKind === 'bot' ? join(membership, fact.atMs) : { membership, effect: nothing };
    case 'join':
      return projectKind === 'channel' ? join(membership, fact.atMs) : { membership, effect: nothing };
    case 'stop':
      // Who blocks the bot that led into a channel has not left the channel.
      return projectKind === 'bot' ? leave(membership, fact.atMs) : { membership, effect: nothing };
    case 'leave':
      return leave(membership, fact.atMs);
    case 'resume':
      return projectKind === 'bot' ? resume(membership) : { membership, effect: nothing };
  }
}

function join(membership: Membership, atMs: number): Step {
  if (membership.status === 'member') return { membership, effect: nothing };
  return {
    membership: { status: 'member', firstJoinMs: membership.firstJoinMs ?? atMs, lastJoinMs: atMs, leftMs: null },
    effect: {
      counts: membership.firstJoinMs === null ? 'first_join' : 'join',
      presence: membership.status === 'resumed' ? 0 : 1,
    },
  };
}

function leave(membership: Membership, atMs: number): Step {
  if (membership.status === 'left') return { membership, effect: nothing };
  // Most who leave came before Otkuda did: a leave of somebody never seen counts, but nobody present is missing.
  const present = membership.status === 'member' || membership.status === 'resumed';
  return {
    membership: { ...membership, status: 'left', leftMs: atMs },
    effect: { counts: 'leave', presence: present ? -1 : 0 },
  };
}

function resume(membership: Membership): Step {
  if (membership.status !== 'left') return { membership, effect: nothing };
  return {
    membership: { ...membership, status: 'resumed', leftMs: null },
    effect: { counts: 'return', presence: 1 },
  };
}

/**
 * Telegram dates facts in whole seconds, other senders do not: all are compared by the second, so that a block dated 12:00:10
 * that follows a start of 12:00:10.7 is not taken for an older one.
 */
export function factMs(atMs: number): number {
  return Math.floor(atMs / 1000) * 1000;
}

/** Starts of one person told by a constructor within this time are one, where their values are equal or one is missing. */
export const sameStartMs = 60_000;

type PlaceInTime = Pick<MembershipFact, 'atMs' | 'arrival'>;

/** Orders facts as they count: by date, then by arrival. */
export function byDateThenArrival(a: PlaceInTime, b: PlaceInTime): number {
  return a.atMs - b.atMs || a.arrival - b.arrival;
}

/** Folds all facts of a person anew: needed when one arrives that is older than the newest known. */
export function foldMembership<F extends MembershipFact>(
  facts: readonly F[],
  projectKind: ProjectKind,
): { readonly membership: Membership; readonly effects: ReadonlyMap<F, Effect> } {
  let membership = neverSeen;
  const effects = new Map<F, Effect>();
  for (const fact of facts.toSorted(byDateThenArrival)) {
    const step = applyFact(membership, fact, projectKind);
    membership = step.membership;
    effects.set(fact, step.effect);
  }
  return { membership, effects };
}
