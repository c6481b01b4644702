import type { LinkConfig } from '../directory/config-types.ts';
import { startCodeOf } from '../domain/start-code.ts';
import { type NowOrLater, whenKnown } from '../domain/when-known.ts';
import type { ClickRecord } from '../ingest/records.ts';
import { targetOf } from './target.ts';

/** The way into a channel for one click. */
export interface WayIn {
  /** An invite link of its own or a shared one, or the bot. */
  readonly location: string;
  /** The location is an invite link of the pool, at this place, and this click's alone once it is stored; null: it is not. */
  readonly invitePlace: number | null;
  /** Where else it leads, for all visitors of the link alike; null: nowhere. */
  readonly shared: string | null;
}

/** A visit by a machine gets none of its own. Null: there is none, or none is needed. Never rejects. */
export type InviteFor = (link: LinkConfig, click: ClickRecord) => NowOrLater<WayIn | null>;

/** Where a visitor goes on to. */
export interface WayOn {
  readonly click: ClickRecord;
  /** Once the click is stored: with its code, or by an invite link of its own. */
  readonly withCode: string;
  /** The click could not be stored in time. */
  readonly plain: string;
}

/**
 * Decides it for a click of a link; null: the link leads nowhere. `target` is where the link leads by its own setting, null: to the bot or
 * channel of its project.
 */
export function wayOn(
  link: LinkConfig,
  click: ClickRecord,
  target: string | null,
  inviteFor: InviteFor | undefined,
): NowOrLater<WayOn | null> {
  const wayIn = target === null && inviteFor !== undefined ? inviteFor(link, click) : null;
  return whenKnown(wayIn, (known) => wayBy(link, click, target, known));
}

function wayBy(link: LinkConfig, click: ClickRecord, target: string | null, wayIn: WayIn | null): WayOn | null {
  const plain = targetOf(link.project, target, null);
  if (wayIn !== null) {
    const { location, invitePlace, shared } = wayIn;
    return {
      click: invitePlace === null ? click : { ...click, invitePlace },
      withCode: location,
      // A link of one's own is nobody's until it is stored: without that, only what leads there for all, if there is something.
      plain: plain ?? shared ?? location,
    };
  }
  if (plain === null) return null;
  return { click, withCode: targetOf(link.project, target, startCodeOf(click.clickId)) ?? plain, plain };
}

/** Somebody who looks at a page: also one who came again, or of many behind one address. */
export function isPersons({ machine }: Pick<ClickRecord, 'machine'>): boolean {
  return machine === null || machine === 'repeat' || machine === 'flood';
}
