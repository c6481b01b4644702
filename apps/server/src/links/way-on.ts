import type { LinkConfig } from '../directory/config-types.ts';
import { startCodeOf } from '../domain/start-code.ts';
import type { ClickRecord, InviteLease } from '../ingest/records.ts';
import { targetOf } from './target.ts';

/**
 * An invite link of its own for a click, where the project's channel has them; null: there is none ready, or none is needed. Nobody waits for
 * one: what is not in stock is not handed out.
 */
export type InviteFor = (link: LinkConfig, click: ClickRecord) => InviteLease | null;

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
 * channel of its project. A visit by a machine takes no invite link.
 */
export function wayOn(
  link: LinkConfig,
  click: ClickRecord,
  target: string | null,
  inviteFor: InviteFor | undefined,
): WayOn | null {
  const lease = isPersons(click) && target === null ? (inviteFor?.(link, click) ?? null) : null;
  const plain = targetOf(link.project, target, null);
  if (lease !== null) {
    const { inviteLink } = lease;
    return { click: { ...click, lease }, withCode: inviteLink, plain: plain ?? inviteLink };
  }
  if (plain === null) return null;
  return { click, withCode: targetOf(link.project, target, startCodeOf(click.clickId)) ?? plain, plain };
}

/** Somebody who looks at a page: also one who came again, or of many behind one address. */
export function isPersons({ machine }: Pick<ClickRecord, 'machine'>): boolean {
  return machine === null || machine === 'repeat' || machine === 'flood';
}
