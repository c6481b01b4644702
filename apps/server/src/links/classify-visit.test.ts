import { describe, expect, it } from 'vitest';
import { classifyVisit } from './classify-visit.ts';

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1';

function classify(userAgent: string | null, headers: Record<string, string> = {}, verb = 'GET') {
  return classifyVisit({ verb, userAgent, headers });
}

describe('people', () => {
  it.each([
    ['Safari', iphone],
    [
      'Chrome',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36',
    ],
    [
      'Yandex Browser',
      'Mozilla/5.0 (Linux; arm_64; Android 14; SM-A546E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 YaBrowser/26.3.0.101.00 SA/3 Mobile Safari/537.36',
    ],
    [
      'inside VK',
      'Mozilla/5.0 (Linux; Android 14; M2101K6G; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/150.0 Mobile Safari/537.36 VKAndroidApp/8.100-21012',
    ],
    [
      'inside Telegram',
      'Mozilla/5.0 (Linux; Android 15; Pixel 9; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/150.0 Mobile Safari/537.36 Telegram-Android/12.0 (Google Pixel 9; Android 15; SDK 35; HIGH)',
    ],
    ['inside Facebook', `${iphone} [FBAN/FBIOS;FBAV/500.0.0.0]`],
    ['inside Instagram', `${iphone} Instagram 400.0.0.0`],
    ['inside Viber', `${iphone} Viber/24.0`],
  ])('in %s are counted', (_name, userAgent) => {
    expect(classify(userAgent)).toBeNull();
  });
});

describe('machines', () => {
  it.each([
    ['TelegramBot (like TwitterBot)', 'preview'],
    ['WhatsApp/2.25.1 A', 'preview'],
    ['Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)', 'preview'],
    ['facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)', 'preview'],
    ['Mozilla/5.0 (compatible; OdklBot/1.0 like Linux; klass@odnoklassniki.ru)', 'preview'],
    ['MaxBot/1.0', 'preview'],
    ['Viber/13.0.0.22 CFNetwork/1331 Darwin/21.4.0', 'preview'],
    ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', 'preview'],
    ['Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)', 'bot'],
    ['curl/8.5.0', 'bot'],
    ['python-requests/2.32', 'bot'],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/150.0.0.0 Safari/537.36', 'bot'],
    ['  ', 'bot'],
    [null, 'bot'],
  ])('%s is a %s', (userAgent, reason) => {
    expect(classify(userAgent)).toBe(reason);
  });

  it.each([
    ['sec-purpose', 'prefetch;prerender'],
    ['purpose', 'prefetch'],
    ['x-purpose', 'preview'],
    ['x-moz', 'prefetch'],
  ])('that looks ahead says so (%s: %s)', (name, value) => {
    expect(classify(iphone, { [name]: value })).toBe('prefetch');
  });

  it('that asks for the head only is one, whatever it calls itself', () => {
    expect(classify(iphone, {}, 'HEAD')).toBe('head');
  });
});
