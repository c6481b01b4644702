import { required, userId } from '@otkuda/contract';
import { ok, refuse } from '../../ingest/records.ts';
import { readingMethod } from '../method.ts';

/** Who a subscriber is and which source they first came from, at any age. Source: published API, get_user_info. */
export const getUserInfo = readingMethod({
  names: ['get_user_info'],
  platforms: ['telegram', 'max'],
  summary: {
    en: 'Who a subscriber is and which source they first came from.',
    ru: 'Данные подписчика и источник, из которого он пришёл в первый раз.',
  },
  body: { user_id: required(userId) },
  userId: (body) => body.user_id,
  async answer(body, { project }, reports) {
    const info = await reports.userInfo(project, body.user_id);
    return info === null ? refuse('notFound', `user_id: there is no subscriber ${body.user_id}`) : ok({ ...info });
  },
});
