import { type Static, Type } from 'typebox';
import type { CallContext } from './call-context.ts';
import type { HttpRequest } from './http-message.ts';
import { textSetting } from './settings.ts';

export const yandexMetricaSettings = Type.Object({
  counter_id: textSetting({
    label: { ru: 'Номер счётчика', en: 'Counter number' },
    hint: { ru: 'Яндекс Метрика → Настройка → Счётчик', en: 'Yandex Metrica → Settings → Counter' },
    pattern: '^[0-9]{1,20}$',
    example: '2215573',
  }),
  oauth_token: textSetting({
    label: { ru: 'OAuth-токен', en: 'OAuth token' },
    hint: {
      ru: 'Токен с правом metrika:offline_data или metrika:write, полученный под логином с доступом на редактирование счётчика',
      en: 'A token with the right metrika:offline_data or metrika:write, of a login that may edit the counter',
    },
    // What may stand in a header and has no spaces; Yandex's own tokens are narrower.
    pattern: '^[\\x21-\\x7e]{1,2000}$',
  }),
});
export type YandexMetricaSettings = Static<typeof yandexMetricaSettings>;

// The platform answers an upload within seconds; with a margin for a busy day.
const timeoutMs = 20_000;

/** A read of the counter's offline conversions; `path` with its query, from `…/offline_conversions/` on. */
export function yandexMetricaGet(settings: YandexMetricaSettings, context: CallContext, path: string): HttpRequest {
  return {
    method: 'GET',
    url: address(settings, context, path),
    headers: headers(settings),
    body: null,
    timeoutMs,
  };
}

export function yandexMetricaPost(
  settings: YandexMetricaSettings,
  context: CallContext,
  path: string,
  { contentType, body }: { readonly contentType: string; readonly body: string },
): HttpRequest {
  return {
    method: 'POST',
    url: address(settings, context, path),
    headers: { ...headers(settings), 'content-type': contentType },
    body,
    timeoutMs,
  };
}

function address({ counter_id }: YandexMetricaSettings, { baseUrl }: CallContext, path: string): string {
  return `${baseUrl}/management/v1/counter/${counter_id}/offline_conversions/${path}`;
}

function headers({ oauth_token }: YandexMetricaSettings): Readonly<Record<string, string>> {
  return { authorization: `OAuth ${oauth_token}`, accept: 'application/json' };
}
