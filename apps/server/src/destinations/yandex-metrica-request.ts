import { type Static, Type } from 'typebox';
import type { HttpRequest } from './destination.ts';

export const yandexMetricaSettings = Type.Object({
  counter_id: Type.String({
    pattern: '^[0-9]{1,20}$',
    title: 'Counter number',
    'x-label': { ru: 'Номер счётчика', en: 'Counter number' },
    'x-hint': {
      ru: 'Яндекс Метрика → Настройка → Счётчик',
      en: 'Yandex Metrica → Settings → Counter',
    },
  }),
  oauth_token: Type.String({
    // What may stand in a header and has no spaces; Yandex's own tokens are narrower.
    pattern: '^[\\x21-\\x7e]{1,2000}$',
    title: 'OAuth token',
    'x-label': { ru: 'OAuth-токен', en: 'OAuth token' },
    'x-hint': {
      ru: 'Токен с правом metrika:offline_data или metrika:write, полученный под логином с доступом на редактирование счётчика',
      en: 'A token with the right metrika:offline_data or metrika:write, of a login that may edit the counter',
    },
  }),
});
export type YandexMetricaSettings = Static<typeof yandexMetricaSettings>;

// The platform answers an upload within seconds; with a margin for a busy day.
const timeoutMs = 20_000;

/** A read of the counter's offline conversions; `path` with its query, from `…/offline_conversions/` on. */
export function yandexMetricaGet(settings: YandexMetricaSettings, baseUrl: string, path: string): HttpRequest {
  return {
    method: 'GET',
    url: address(settings, baseUrl, path),
    headers: headers(settings),
    body: null,
    timeoutMs,
  };
}

export function yandexMetricaPost(
  settings: YandexMetricaSettings,
  baseUrl: string,
  path: string,
  { contentType, body }: { readonly contentType: string; readonly body: string },
): HttpRequest {
  return {
    method: 'POST',
    url: address(settings, baseUrl, path),
    headers: { ...headers(settings), 'content-type': contentType },
    body,
    timeoutMs,
  };
}

function address({ counter_id }: YandexMetricaSettings, baseUrl: string, path: string): string {
  return `${baseUrl.replace(/\/$/, '')}/management/v1/counter/${counter_id}/offline_conversions/${path}`;
}

function headers({ oauth_token }: YandexMetricaSettings): Readonly<Record<string, string>> {
  return { authorization: `OAuth ${oauth_token}`, accept: 'application/json' };
}
