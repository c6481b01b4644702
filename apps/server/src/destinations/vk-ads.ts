import { type Static, Type } from 'typebox';
import { retryAfterSeconds } from './answer.ts';
import type { CallContext } from './call-context.ts';
import type { Destination } from './destination.ts';
import type { HttpAnswer, HttpRequest } from './http-message.ts';
import type { Outcome } from './outcome.ts';
import type { Identity, Person } from './outgoing.ts';
import type { ConversionReason } from './reasons.ts';
import { textSetting } from './settings.ts';

const settings = Type.Object({
  pixel_id: textSetting({
    label: { ru: 'ID пикселя', en: 'Pixel ID' },
    hint: {
      ru: 'ads.vk.com → Сайты → ваш сайт: число в коде пикселя и в таблице пикселей',
      en: 'ads.vk.com → Sites → your site: the number in the code of the pixel and in the table of pixels',
    },
    pattern: '^[0-9]{1,20}$',
    expected: 'digits',
    example: '3590001',
  }),
});
type VkAdsSettings = Static<typeof settings>;

/**
 * VK Ads: one hit of the pixel per goal. No credentials, no time of the event, no key to tell repeats by, and never a verdict: the
 * answer only proves that something was reached. Source: reference/adplatforms.md §3.1.
 */
export const vkAds: Destination<VkAdsSettings> = {
  type: 'vk_ads',
  title: { ru: 'VK Реклама', en: 'VK Ads' },
  help: {
    ru: 'Передаёт цели в пиксель VK Рекламы. Нужны номер пикселя и цели типа «JavaScript-событие» с названиями из латинских букв и цифр. VK не отвечает, засчитана ли цель: сверяйте с кабинетом.',
    en: 'Reports goals to a pixel of VK Ads. Needs the number of the pixel and goals of type "JavaScript event" named by Latin letters and digits. VK does not say whether a goal was counted: compare with its dashboard.',
  },
  adSystem: 'vk',
  settings,
  secrets: [],
  baseUrl: 'vkTrackerUrl',
  suggestedGoals: { press: 'openLink', open: 'openBot', start: 'startBot', join: 'subscribe', stay: 'stayed' },
  identify,
  refusesTarget,
  // It dates a goal by its arrival, so a late one stands in the report of another day.
  deadline: { hoursAfterEvent: 24 },
  takesRefunds: false,
  wantsVisit: false,
  batchSizeMax: 1,
  fillsBatches: false,
  callsAtOnce: 4,
  token: null,
  send({ conversions: [conversion] }, { pixel_id }, context) {
    const { target = '', value = null, identity } = conversion ?? {};
    return hit(context, [
      ['id', pixel_id],
      ['e', `RG:${value ?? 0}/${target}`],
      ['rb_clickid', identity?.ids.rb_clickid ?? ''],
    ]);
  },
  read,
  repeats: () => ({ kind: 'counted_twice', resendsMax: 1 }),
  retries: { waitSeconds: [5, 30, 300, 1_800] },
  verdicts: null,
  // There is no test mode and no answer to go by: this goal and this click are nobody's, so nothing is counted.
  test: {
    request: ({ pixel_id }, context) =>
      hit(context, [
        ['id', pixel_id],
        ['e', 'RG:0/otkudaTest'],
        ['rb_clickid', 'otkudaTest'],
      ]),
    read,
  },
};

function identify({ ids: { rb_clickid } }: Person): Identity | null {
  // What is no text of Unicode cannot be written in an address.
  if (rb_clickid === undefined || !/^[^\s\p{Cc}]+$/u.test(rb_clickid) || !rb_clickid.isWellFormed()) return null;
  return { kind: 'rb_clickid', ids: { rb_clickid } };
}

function refusesTarget(target: string): ConversionReason | null {
  if (target.trim() === '') return 'target_empty';
  return /^[A-Za-z0-9]+$/.test(target) ? null : 'target_latin';
}

const timeoutMs = 5_000;

/** Parameters joined by `;`, by hand: the form that URLSearchParams makes is answered alike and not counted. The slash in `e` stays. */
function hit({ baseUrl }: CallContext, parameters: ReadonlyArray<readonly [string, string]>): HttpRequest {
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2F', '/')}`);
  return { method: 'GET', url: `${baseUrl}/tracker?${query.join(';')}`, headers: {}, body: null, timeoutMs };
}

/** Source: reference/adplatforms.md §3.1. A fault of theirs counts nothing; only a lost answer may hide a hit that counted. */
function read(answer: HttpAnswer, nowMs: number): Outcome {
  const { status } = answer;
  const detail = `HTTP ${status}`;
  const afterSeconds = retryAfterSeconds(answer, nowMs);
  if (status >= 200 && status < 300) {
    return { class: 'accepted', ref: null, response: `${detail}: reached; VK Ads does not say whether it was counted` };
  }
  if (status === 429) return { class: 'retryable', afterSeconds, reason: 'too_many_requests', detail };
  if (status >= 500) return { class: 'retryable', afterSeconds, reason: 'platform_error', detail };
  if (status >= 400) return { class: 'rejected', reason: 'refused_by_platform', detail };
  return { class: 'retryable', afterSeconds, reason: 'unexpected_answer', detail };
}
