import { describe, expect, it } from 'vitest';
import { inviteLinkBounds, isSameLink, pickInviteLink } from './invite-link.ts';

const link = (url: string, name: string | null = null) => ({ url, name });
const mine = { ...link('https://t.me/+AbCdEfGhIjKlMnOp', 'spring'), id: 1 };
const twin = { ...link('https://t.me/+AbCdEfGhXXXXXXXX', 'summer'), id: 2 };

describe('the bounds of an invite link', () => {
  it.each([
    ['https://t.me/+AbCdEfGhIjKlMnOp', 'https://t.me/+AbCdEfGhIjKlMnOp', 'https://t.me/+AbCdEfGhIjKlMnOp'],
    ['https://t.me/+AbCdEfGh...', 'https://t.me/+AbCdEfGh', 'https://t.me/+AbCdEfGh\u{10ffff}'],
    ['https://t.me/+AbCdEfGh…', 'https://t.me/+AbCdEfGh', 'https://t.me/+AbCdEfGh\u{10ffff}'],
  ])('of %s', (url, low, high) => {
    expect(inviteLinkBounds(url)).toEqual({ low, high });
  });

  it.each(['https://t.me/+...', 'https://t.me/+Ab...', '...'])('are none where nearly nothing is shown: %s', (url) => {
    expect(inviteLinkBounds(url)).toBeNull();
  });
});

describe('an invite link among the known ones', () => {
  it.each([
    ['whole', link(mine.url), [mine], 1],
    ['whole, renamed since', link(mine.url, 'new name'), [mine], 1],
    ['half, alone with that half', link('https://t.me/+AbCdEfGh...'), [mine], 1],
    ['half, told by its name', link('https://t.me/+AbCdEfGh...', 'summer'), [mine, twin], 2],
    ['half, of two without a name', link('https://t.me/+AbCdEfGh...'), [mine, twin], undefined],
    ['half, of two with another name', link('https://t.me/+AbCdEfGh...', 'autumn'), [mine, twin], undefined],
    ['a few characters', link('https://t.me/+AbCd...'), [mine], undefined],
    ['a few characters and its name', link('https://t.me/+AbCd...', 'spring'), [mine], 1],
    ['not known', link('https://t.me/+Zz'), [], undefined],
  ])('%s', (_what, came, within, id) => {
    expect(pickInviteLink(came, within)?.id).toBe(id);
  });
});

it.each([
  ['https://t.me/+AbCdEfGhIj', 't.me/+AbCdEfGhIj/', true],
  ['https://t.me/+AbCdEfGh...', 'https://t.me/+AbCdEfGhIj', true],
  ['https://t.me/+Ab...', 'https://t.me/+AbCdEfGhIj', false],
  ['https://t.me/+AbCdEfGhIj', 'https://t.me/+AbCdEfGhIJ', false],
])('%s and %s lead to the same place: %s', (came, other, same) => {
  expect(isSameLink(came, other)).toBe(same);
});
