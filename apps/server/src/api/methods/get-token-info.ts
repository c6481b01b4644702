import { ok, refuse } from '../../ingest/records.ts';
import { readingMethod } from '../method.ts';

/** About the key itself and the chat it belongs to; a key that has expired gets its answer, too. Source: published API, get_token_info. */
export const getTokenInfo = readingMethod({
  names: ['get_token_info'],
  platforms: ['max'],
  summary: {
    en: 'When the key was made, whether it is valid, and which chat it belongs to.',
    ru: 'Когда создан ключ, действует ли он и к какому чату относится.',
  },
  body: {},
  takesExpiredKeys: true,
  userId: () => null,
  async answer(_body, { project, keyId, nowMs }, reports) {
    const token = await reports.tokenInfo(project, keyId);
    if (token === null) return refuse('notFound', 'the key is not there any more');
    return ok({
      token_date: Math.floor(token.createdMs / 1000),
      is_valid: token.expiresMs === null || token.expiresMs > nowMs,
      chat_id: Number(project.chatId ?? 0),
      chat_title: project.title,
      url: project.chatLink ?? '',
    });
  },
});
