import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMaxChatLink } from './max-chat-link.ts';

describe('a link to a chat of MAX', () => {
  it.each([
    ['https://max.ru/my_chat', 'https://max.ru/my_chat'],
    ['  max.ru/my-chat/ ', 'https://max.ru/my-chat'],
    ['http://www.max.ru/@news', 'https://max.ru/news'],
    ['https://web.max.ru/@news?utm=1#top', 'https://max.ru/news'],
    ['HTTPS://MAX.RU/MyChat', 'https://max.ru/MyChat'],
    [
      'https://max.ru/join/4wlzUCYjJT-UgB4VeHnd-03-K19g6Bn7hlFs6Uca19I',
      'https://max.ru/join/4wlzUCYjJT-UgB4VeHnd-03-K19g6Bn7hlFs6Uca19I',
    ],
    ['https://max.ru/join%2F4wlzUCYjJT', 'https://max.ru/join/4wlzUCYjJT'],
  ])('%s names its chat', (text, url) => {
    expect(readMaxChatLink(text)).toEqual({ kind: 'chat', url });
  });

  it.each([
    '',
    'my chat',
    '@my_chat',
    'https://t.me/my_chat',
    'https://max.ru.example.com/my_chat',
    'https://example.com/max.ru/my_chat',
    'https://me@max.ru/my_chat',
    'https://max.ru:8443/my_chat',
    'ftp://max.ru/my_chat',
    'javascript:alert(1)//max.ru/my_chat',
  ])('%j is none', (text) => {
    expect(readMaxChatLink(text)).toEqual({ kind: 'no_link' });
  });

  it.each([
    'https://max.ru',
    'max.ru/',
    'https://max.ru/u/f9LHodD0cOL',
    'https://max.ru/join/',
    'https://max.ru/join/abc',
    'https://max.ru/help',
    'https://max.ru/c/-75602062003657/AZ',
    'https://web.max.ru/-75602062003657',
    'https://max.ru/чат',
    'https://max.ru/a/b',
    'https://max.ru/%E0%A4%A',
  ])('%s leads to no chat with a name', (text) => {
    expect(readMaxChatLink(text)).toEqual({ kind: 'no_name' });
  });

  it('is read whatever it is, and what was read reads as itself', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((path) => `max.ru/${path}`),
          fc.webUrl(),
        ),
        (text) => {
          const read = readMaxChatLink(text);
          if (read.kind === 'chat') expect(readMaxChatLink(read.url)).toEqual(read);
        },
      ),
    );
  });
});
