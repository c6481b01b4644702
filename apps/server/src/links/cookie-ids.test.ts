import { expect, it } from 'vitest';
import { cookieIds } from './cookie-ids.ts';

it.each([
  [undefined, {}],
  ['', {}],
  ['otkuda_session=secret; theme=dark', {}],
  [
    '_ym_uid=1710232430899999999; _ga=GA1.1.5.6;_fbc=fb.1.5.Abc=',
    { _ym_uid: '1710232430899999999', _ga: 'GA1.1.5.6', _fbc: 'fb.1.5.Abc=' },
  ],
  ['_ym_uid=1; _ym_uid=2', { _ym_uid: '1' }],
  ['_ym_uid=; _fbp', {}],
  ['__proto__=1; constructor=2; =3', {}],
])('the ids in %j', (header, ids) => {
  expect(cookieIds(header)).toEqual(ids);
});
