import { type Static, Type } from 'typebox';
import type { CallContext } from './call-context.ts';
import type { HttpRequest } from './http-message.ts';
import { textSetting } from './settings.ts';

// What may stand in a header and has no spaces; Yandex's own tokens are narrower.
const visible = '^[\\x21-\\x7e]{1,2000}$';

export const yandexMetricaSettings = Type.Object({
  counter_id: textSetting({
    label: { ru: 'Номер счётчика', en: 'Counter number' },
    hint: { ru: 'Яндекс Метрика → Настройка → Счётчик', en: 'Yandex Metrica → Settings → Counter' },
    pattern: '^[0-9]{1,20}$',
    example: '2215573',
  }),
  oauth_token: Type.Optional(
    textSetting({
      label: { ru: 'OAuth-токен', en: 'OAuth token' },
      hint: {
        ru: 'Токен с правом metrika:offline_data или metrika:write, полученный под логином с доступом на редактирование счётчика',
        en: 'A token with the right metrika:offline_data or metrika:write, of a login that may edit the counter',
      },
      pattern: visible,
    }),
  ),
  client_id: Type.Optional(
    textSetting({
      label: { ru: 'ClientID приложения', en: 'ClientID of the app' },
      hint: {
        ru: 'Вместо токена: oauth.yandex.ru → ваше приложение → ClientID. Потом нажмите «Войти через Яндекс»',
        en: 'In place of a token: oauth.yandex.ru → your app → ClientID. Then sign in with Yandex',
      },
      pattern: visible,
    }),
  ),
  client_secret: Type.Optional(
    textSetting({
      label: { ru: 'Client secret приложения', en: 'Client secret of the app' },
      hint: { ru: 'Там же, рядом с ClientID', en: 'In the same place, beside the ClientID' },
      pattern: visible,
    }),
  ),
  refresh_token: Type.Optional(
    textSetting({
      label: { ru: 'Refresh-токен', en: 'Refresh token' },
      hint: {
        ru: 'Сохраняется сам, когда вы входите через Яндекс',
        en: 'Stored by itself when you sign in with Yandex',
      },
      pattern: visible,
      isMade: true,
    }),
  ),
  expires_at: Type.Optional(
    textSetting({
      label: { ru: 'Токен действует до', en: 'The token is valid until' },
      hint: {
        ru: 'Заполняется само при входе через Яндекс; за две недели до этого дня мы напомним',
        en: 'Stored by itself when you sign in with Yandex; you are reminded two weeks before',
      },
      pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,3})?Z$',
      expected: 'a time such as 2027-11-22T10:00:00Z',
      example: '2027-11-22T10:00:00Z',
      isMade: true,
    }),
  ),
});
export type YandexMetricaSettings = Static<typeof yandexMetricaSettings>;

// The platform answers an upload within seconds; with a margin for a busy day.
const timeoutMs = 20_000;

/** A read of the counter's offline conversions; `path` with its query, from `…/offline_conversions/` on. */
export function yandexMetricaGet(settings: YandexMetricaSettings, context: CallContext, path: string): HttpRequest {
  return {
    method: 'GET',
    url: address(settings, context, path),
    headers: headers(settings, context),
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
    headers: { ...headers(settings, context), 'content-type': contentType },
    body,
    timeoutMs,
  };
}

export function yandexGoalsGet(settings: YandexMetricaSettings, context: CallContext): HttpRequest {
  return {
    method: 'GET',
    url: goalsAddress(settings, context),
    headers: headers(settings, context),
    body: null,
    timeoutMs,
  };
}

export function yandexGoalsPost(settings: YandexMetricaSettings, context: CallContext, body: string): HttpRequest {
  return {
    method: 'POST',
    url: goalsAddress(settings, context),
    headers: { ...headers(settings, context), 'content-type': 'application/json' },
    body,
    timeoutMs,
  };
}

function goalsAddress({ counter_id }: YandexMetricaSettings, { baseUrl }: CallContext): string {
  return `${baseUrl}/management/v1/counter/${counter_id}/goals`;
}

function address({ counter_id }: YandexMetricaSettings, { baseUrl }: CallContext, path: string): string {
  return `${baseUrl}/management/v1/counter/${counter_id}/offline_conversions/${path}`;
}

function headers(settings: YandexMetricaSettings, { token }: CallContext): Readonly<Record<string, string>> {
  return { authorization: `OAuth ${token ?? settings.oauth_token ?? ''}`, accept: 'application/json' };
}
