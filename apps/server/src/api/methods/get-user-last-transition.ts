import { required, userId } from '@otkuda/contract';
import { ok, refuse } from '../../ingest/records.ts';
import { readingMethod } from '../method.ts';

const daysMax = 7;

/** The last way somebody came by, and whether it made them a subscriber. Source: published API, get_user_last_transition. */
export const getUserLastTransition = readingMethod({
  names: ['get_user_last_transition'],
  platforms: ['max'],
  summary: {
    en: 'The last way somebody came by within 7 days, and whether it made them a subscriber.',
    ru: 'Последний переход человека за 7 дней и подписался ли он по нему.',
  },
  body: { user_id: required(userId) },
  userId: (body) => body.user_id,
  async answer(body, { project, nowMs }, reports) {
    const transition = await reports.lastTransition(project, body.user_id, nowMs - daysMax * 86_400_000);
    if (transition === null) return refuse('notFound', `No transition found in the last ${daysMax} days`);
    return ok({ ...transition });
  },
});
