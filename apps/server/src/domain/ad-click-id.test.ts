import { expect, it } from 'vitest';
import { adClickIdOf } from './click-marks.ts';

it.each([
  ['yandex', { _ym_uid: '17', yclid: '5' }, '17'],
  ['yandex', { yclid: '5' }, ''],
  ['vk', { rb_clickid: 'r', click_id: 'x' }, 'r'],
  ['meta', { fbclid: 'f' }, 'f'],
  ['google', { gbraid: 'b', wbraid: 'w' }, 'b'],
  ['tiktok', { ttclid: 't' }, 't'],
  ['telegram', { tgclid: 't' }, 't'],
  ['other', { subid: 's', cid: 'c' }, 's'],
  [null, { clickid: 'c' }, 'c'],
  [null, { toString: 'no' }, ''],
] as const)('the click id of %s with %j is %j', (system, ids, id) => {
  expect(adClickIdOf(system, ids)).toBe(id);
});
