import { describe, expect, it } from 'vitest';
import { eventType, explain, freeText, goalName, unixDate, userId } from './fields.ts';
import { findUnfilled, isUnfilledTemplate } from './unfilled.ts';

describe('what a sender left unfilled', () => {
  it.each([
    ['#{tg_request}', /SaleBot/],
    [' {{ user.id }} ', /constructor knows no such variable/],
    ['{{first}} {{last}}', /constructor knows no such variable/],
    ['{{}}', /constructor knows no such variable/],
    ['{%user_id%}', /BotHelp/],
    ['{username}', /\{…\}/],
    ['{Имя}', /\{…\}/],
    ['%user_id%', /%…%/],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is what arrives
    ['${ctx.from.id}', /backticks/],
    ['None', /Python/],
    ['undefined', /JavaScript/],
    ['[object Object]', /JavaScript/],
    ['NaN', /JavaScript/],
    ['null', /empty variable written as a word/],
  ])('%s is named with its likely cause', (text, cause) => {
    expect(findUnfilled(text)?.en).toMatch(cause);
    expect(explain('user_id', 'a user id', text)).toMatch(cause);
  });

  it.each(['', '#5', '{"a":1}', 'Hi {{name}}', '{{name}}!', '100% sure, 50%', 'Null', 'None of them', 5, null])(
    'is not %j',
    (value) => {
      expect(isUnfilledTemplate(value)).toBe(false);
    },
  );
});

describe('a field that was not filled in', () => {
  it.each([
    ['user_id', userId, 'None'],
    ['target', goalName, 'lead_{{step}}'],
    ['event_type', eventType, '#{event} sale'],
    ['date', unixDate, '{%date%}'],
  ])('%s is refused, as nothing can stand for it', (_name, field, value) => {
    expect(field.read(value, 0)).toBeUndefined();
  });

  it.each(['{{first_name}}', 'None', '%username%', 'null'])(
    'a name or start parameter %s says nothing, and the start is taken',
    (text) => {
      expect(freeText(64).read(text, 0)).toBe('');
    },
  );
});
