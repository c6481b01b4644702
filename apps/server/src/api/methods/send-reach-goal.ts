import { goalName, required, userId } from '@otkuda/contract';
import { type Answer, ok, refuse, type SignalOutcome } from '../../ingest/records.ts';
import { writingMethod } from '../method.ts';

/** Reports a goal to the ad system that the subscriber came from. Source: published API, send_reach_goal. */
export const sendReachGoal = writingMethod({
  names: ['send_reach_goal'],
  platforms: ['telegram', 'max'],
  summary: {
    en: 'Reports a goal to the ad system that the subscriber came from.',
    ru: 'Передаёт достижение цели в рекламную систему, откуда пришёл подписчик.',
  },
  body: { user_id: required(userId), target: required(goalName) },
  signals: (body, { nowMs }) => [{ kind: 'goal', userId: body.user_id, atMs: nowMs, target: body.target }],
  answer: ([outcome]) => answerGoal(outcome),
});

/** Bots call it for everybody, so a person without a usable source is no error; a window that has passed is. */
function answerGoal(outcome: SignalOutcome | undefined): Answer {
  if (outcome?.kind !== 'stored') return ok();
  if (outcome.unsent !== null) return ok({ sent: false, reason: outcome.unsent });
  if (outcome.named.length === 0 || outcome.named.some((goal) => goal.state === 'pending')) return ok();
  const expired = outcome.named.find((goal) => goal.state === 'expired');
  if (expired !== undefined) {
    const ended = new Date(expired.windowEndedMs).toISOString();
    return refuse('unprocessable', `user_id: the window of ${expired.windowDays} days for goals ended at ${ended}`);
  }
  const skipped = outcome.named.find((goal) => goal.state === 'skipped');
  return ok({ sent: false, reason: skipped?.reason ?? 'no_destination' });
}
