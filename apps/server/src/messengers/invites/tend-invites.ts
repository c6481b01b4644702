import type { TendedProject } from '../bots/projects-of-bot.ts';
import { givesPersonalLinks } from '../bots/projects-of-bot.ts';
import { isFailure } from '../failure.ts';
import type { InvitingMessenger } from '../messenger.ts';
import type { MessengersOptions, Timing } from '../options.ts';
import { endOverdue } from './invite-pool.ts';
import { giveUpOrders, makeInviteLink } from './make-invite-link.ts';
import { retireInviteLinks } from './retire-invite-links.ts';
import { findShortages } from './shortages.ts';

export interface Tended {
  /** Until there is something to do for sure; null: look again as usual. */
  readonly pauseMs: number | null;
  /** The bot's rights are not what they were. */
  readonly trouble: boolean;
}

const troublePauseMs = 30_000;
const idleLooks = 3;

/**
 * One round for the invite links of a bot's channels: what has had its time is revoked, and where the pool is short one link is made for
 * each channel, slowly. Telegram's wish to be left alone is followed for all of them, since it does not say what it counts.
 */
export async function tendInvites(
  options: Pick<MessengersOptions, 'pool' | 'now' | 'log'> & { readonly timing: Timing },
  telegram: InvitingMessenger,
  projects: readonly TendedProject[],
  mayGoOn: () => boolean,
): Promise<Tended> {
  const { timing } = options;
  const inviting = projects.filter(givesPersonalLinks);
  if (inviting.length === 0) return { pauseMs: idleLooks * timing.lookMs, trouble: false };
  const ids = inviting.map(({ project }) => project.projectId);
  await giveUpOrders(options, ids);
  await endOverdue(options.pool, ids, options.now());
  try {
    const retired = await retireInviteLinks(options, telegram, inviting, mayGoOn);
    const short = await findShortages(options, inviting);
    for (const shortage of short) {
      if (!mayGoOn()) return { pauseMs: null, trouble: false };
      await makeInviteLink(options, telegram, shortage);
    }
    return { pauseMs: short.length > 0 || retired > 0 ? timing.inviteSpacingMs : null, trouble: false };
  } catch (error) {
    if (!isFailure(error)) throw error;
    // A right that is missing is seen by the check, and told; it is no use to go on asking meanwhile.
    const trouble = error.class === 'refused' || error.class === 'token';
    if (trouble) options.log('an invite link was refused', { reason: error.message });
    const pauseMs = error.afterMs ?? (trouble ? troublePauseMs : 2 * timing.lookMs);
    return { pauseMs, trouble };
  }
}
