import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { jsonOf } from './answer.ts';
import { csv } from './csv.ts';
import type { Destination, SettingViolation } from './destination.ts';
import type { HttpAnswer } from './http-message.ts';
import { multipartFile } from './multipart.ts';
import type { Outcome } from './outcome.ts';
import type { Identity, OutgoingConversion, Person } from './outgoing.ts';
import type { ConversionReason } from './reasons.ts';
import { yandexMetricaFailure } from './yandex-metrica-failures.ts';
import { yandexMetricaGoals } from './yandex-metrica-goals.ts';
import {
  type YandexMetricaSettings,
  yandexMetricaGet,
  yandexMetricaPost,
  yandexMetricaSettings,
} from './yandex-metrica-request.ts';
import { commentOf, readUploadings, yandexMetricaUploads } from './yandex-metrica-uploads.ts';
import { yandexAccessEndsMs, yandexSignIn, yandexToken } from './yandex-oauth.ts';

/**
 * Yandex Metrica, offline conversions of type BASIC: a CSV file per counter and kind of identifier, counted hours later, with no
 * key to tell repeats apart. Source: reference/adplatforms.md §2.2.
 */
export const yandexMetrica: Destination<YandexMetricaSettings> = {
  type: 'yandex_metrica',
  title: { ru: 'Яндекс Метрика', en: 'Yandex Metrica' },
  help: {
    ru: 'Передаёт цели в счётчик офлайн-конверсиями: на них учится Яндекс Директ. Нужны счётчик, токен и цели типа «JavaScript-событие».',
    en: 'Reports goals to a counter as offline conversions, which Yandex Direct learns from. Needs a counter, a token and goals of type "JavaScript event".',
  },
  adSystem: 'yandex',
  settings: yandexMetricaSettings,
  violations,
  secrets: ['oauth_token', 'client_secret', 'refresh_token'],
  baseUrl: 'yandexMetricaUrl',
  suggestedGoals: {
    press: 'toTelegram',
    open: 'userDidOpenTelegram',
    start: 'bot_start',
    join: 'userDidSubscribe',
    stay: 'userDidStay',
  },
  identify,
  refusesTarget,
  // The platform's window is 21 days up to its own processing; a day is left for that.
  deadline: { hoursAfterEvent: 20 * 24 },
  takesRefunds: false,
  wantsVisit: false,
  batchSizeMax: 1000,
  // 5000 requests a day per login, and reports are two hours late anyway.
  fillsBatches: true,
  callsAtOnce: 1,
  token: yandexToken,
  signIn: yandexSignIn,
  accessEndsMs: yandexAccessEndsMs,
  goals: yandexMetricaGoals,
  send({ batchId, conversions }, settings, context) {
    const kind = conversions[0]?.identity.kind ?? '';
    const header = [kind, 'Target', 'DateTime', 'Price', 'Currency'];
    const form = multipartFile({
      boundary: `otkuda-${batchId}`,
      name: 'file',
      filename: 'conversions.csv',
      type: 'text/csv',
      content: csv([header, ...conversions.map(row)]),
    });
    return yandexMetricaPost(settings, context, `upload?type=BASIC&comment=${commentOf(batchId)}`, form);
  },
  read(answer, nowMs) {
    return answer.status === 200 ? readUpload(answer) : yandexMetricaFailure(answer, nowMs);
  },
  repeats: () => ({ kind: 'look_up', uploads: yandexMetricaUploads }),
  retries: null,
  verdicts: { from: 'list', list: yandexMetricaUploads, firstLookSeconds: 600, giveUpHours: 24 },
  // There is no test mode, so the test only looks: it needs the same token, right and counter as an upload.
  test: {
    request: (settings, context) => yandexMetricaGet(settings, context, 'uploadings?limit=1&offset=0'),
    read(answer, nowMs) {
      if (answer.status !== 200) return yandexMetricaFailure(answer, nowMs);
      return readUploadings(answer) === null
        ? { class: 'retryable', afterSeconds: null, reason: 'answer_unreadable', detail: '' }
        : { class: 'accepted', ref: null, response: 'the counter can be read' };
    },
  },
};

function violations(settings: YandexMetricaSettings): SettingViolation[] {
  const signsIn = yandexSignIn.lacks(settings).length === 0;
  const endsMs = yandexAccessEndsMs(settings);
  return [
    ...(settings.oauth_token === undefined && !signsIn
      ? [{ field: 'oauth_token', expected: 'a token, or client_id and client_secret to sign in with' }]
      : []),
    ...(Number.isNaN(endsMs) ? [{ field: 'expires_at', expected: 'a time such as 2027-11-22T10:00:00Z' }] : []),
  ];
}

/** ClientId links to the visit itself; a yclid only to the ad click, but needs no page with the counter. */
function identify({ ids }: Person): Identity | null {
  const { _ym_uid: clientId, yclid } = ids;
  if (clientId !== undefined && /^[0-9]{1,40}$/.test(clientId)) return { kind: 'ClientId', ids: { id: clientId } };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (yclid !== undefined && yclid.trim() !== '' && !/[\u0000-\u001f\u007f]/.test(yclid)) {
    return { kind: 'Yclid', ids: { id: yclid } };
  }
  return null;
}

function refusesTarget(target: string): ConversionReason | null {
  if (target.trim() === '') return 'target_empty';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  return /[/\\&#?="\u0000-\u001f\u007f]/.test(target) ? 'target_characters' : null;
}

function row({ identity, target, happenedMs, value, currency }: OutgoingConversion): string[] {
  const unixSeconds = String(Math.floor(happenedMs / 1000));
  return [identity.ids.id ?? '', target, unixSeconds, value ?? '', value === null ? '' : currency];
}

const uploaded = Type.Object({ uploading: Type.Object({ id: Type.Union([Type.Integer(), Type.String()]) }) });

function readUpload(answer: HttpAnswer): Outcome {
  const body = jsonOf(answer);
  if (!Check(uploaded, body)) {
    return { class: 'ambiguous', afterSeconds: null, reason: 'answer_unreadable', detail: '' };
  }
  const ref = String(body.uploading.id);
  return { class: 'accepted', ref, response: `upload ${ref}` };
}
