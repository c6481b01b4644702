import { freeText, required } from '@otkuda/contract';
import { readMaxChatLink } from '../../domain/max-chat-link.ts';
import { ok, refuse } from '../../ingest/records.ts';
import type { ConfiguringMethod, Payload } from '../method.ts';

/** As published, word for word: clients compare them. */
const texts = {
  missing: 'url must be specified',
  noLink: 'invalid chat link, url must be a valid max link',
  noName: 'chat username not found in link',
  noChat: 'chat not found',
};

/**
 * Where the project's tracking links and the button of its bot lead, unless they say otherwise. A sandbox key sets it for the sandbox alone.
 * Source: published API, set_default_chat_link.
 */
export const setDefaultChatLink: ConfiguringMethod = {
  kind: 'configures',
  names: ['set_default_chat_link'],
  platforms: ['max'],
  summary: {
    en: 'Sets the link of the chat, to which tracking links lead that have no target of their own.',
    ru: 'Задаёт ссылку чата, на которую ведут трекинговые ссылки без своей цели.',
  },
  body: { url: required(freeText(2048)) },
  ofDeletedProject: texts.noChat,
  async apply(payload, { project }, configuration) {
    const url = urlIn(payload);
    if (url === undefined || url === null || (typeof url === 'string' && url.trim() === ''))
      return refuse('badRequest', texts.missing);
    if (typeof url !== 'string' || url.length > 2048) return refuse('unprocessable', texts.noLink);
    const link = readMaxChatLink(url);
    if (link.kind !== 'chat') {
      return refuse('unprocessable', link.kind === 'no_link' ? texts.noLink : texts.noName);
    }
    const isSet = await configuration.setChatLink(project.projectId, link.url);
    return isSet ? ok() : refuse('notFound', texts.noChat);
  },
};

function urlIn({ json }: Payload): unknown {
  return typeof json === 'object' && json !== null && 'url' in json ? json.url : undefined;
}
