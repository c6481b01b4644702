import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { jsonOf } from './answer.ts';
import type { Destination } from './destination.ts';
import { googleFailure } from './google-ads-failures.ts';
import { identifyForGoogle } from './google-ads-identifiers.ts';
import { dataManagerPost, ingestRequest, trialRequest } from './google-ads-request.ts';
import { actionOf, type GoogleAdsSettings, googleAdsSettings } from './google-ads-settings.ts';
import { googleToken } from './google-ads-token.ts';
import { googleVerdicts } from './google-ads-verdicts.ts';
import type { HttpAnswer } from './http-message.ts';
import type { Outcome } from './outcome.ts';
import type { ConversionReason } from './reasons.ts';

/**
 * Google Ads through the Data Manager API; the upload of click conversions takes no new users since June 2026. A bad event refuses
 * its whole request and is named; what becomes of those that were taken is told half an hour later, in counts. Source:
 * reference/adplatforms.md §5.1.
 */
export const googleAds: Destination<GoogleAdsSettings> = {
  type: 'google_ads',
  title: { ru: 'Google Реклама', en: 'Google Ads' },
  help: {
    ru: 'Передаёт офлайн-конверсии в Google Ads через Data Manager API. Нужны номер аккаунта, действия-конверсии типа «Импорт из кликов» и доступ OAuth.',
    en: 'Reports offline conversions to Google Ads through the Data Manager API. Needs the number of the account, conversion actions of type "import from clicks" and OAuth access.',
  },
  adSystem: 'google',
  settings: googleAdsSettings,
  secrets: ['client_secret', 'refresh_token'],
  baseUrl: 'googleDataManagerUrl',
  suggestedGoals: { start: 'start', join: 'join', stay: 'stay' },
  identify: identifyForGoogle,
  refusesTarget,
  // A click counts for 90 days at most; how old an event may be is not published.
  deadline: { hoursAfterEvent: 89 * 24, hoursAfterClick: 89 * 24 },
  takesRefunds: false,
  wantsVisit: true,
  // A request has room for ten conversion actions, and the fewer events it has, the more its diagnostics say of each.
  batchSizeMax: 10,
  fillsBatches: false,
  callsAtOnce: 1,
  token: googleToken,
  send: ({ conversions }, settings, context) => dataManagerPost(context, ingestRequest(conversions, settings)),
  read,
  repeats: () => ({ kind: 'deduplicated' }),
  retries: null,
  verdicts: { from: 'ref', ref: googleVerdicts, firstLookSeconds: 1_800, giveUpHours: 48 },
  test: {
    request: (settings, context) => dataManagerPost(context, trialRequest(settings, context.nowMs)),
    read,
  },
};

function refusesTarget(target: string, settings: GoogleAdsSettings | null): ConversionReason | null {
  if (target.trim() === '') return 'target_empty';
  return settings === null || actionOf(settings, target) !== null ? null : 'target_unknown';
}

const taken = Type.Object({
  requestId: Type.String({ minLength: 1 }),
  fieldWarnings: Type.Optional(Type.Array(Type.Unknown())),
});

function read(answer: HttpAnswer, nowMs: number): Outcome {
  if (answer.status !== 200) return googleFailure(answer, nowMs);
  const body = jsonOf(answer);
  if (!Check(taken, body)) return { class: 'ambiguous', afterSeconds: null, reason: 'answer_unreadable', detail: '' };
  const { requestId: ref, fieldWarnings = [] } = body;
  const warnings = fieldWarnings.length === 0 ? '' : `: ${JSON.stringify(fieldWarnings)}`;
  return { class: 'accepted', ref, response: `request ${ref}${warnings}` };
}
