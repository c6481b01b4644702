import { type TString, Type } from 'typebox';
import type { Text } from './text.ts';

/** What a form needs to know of a setting; it travels in the JSON Schema of GET /destination-types. */
interface SettingTexts {
  readonly label: Text;
  /** Where to find it or what it does, in a sentence. */
  readonly hint: Text;
}

/**
 * A line of text. `expected` finishes the sentence "… was expected" of a refused value. `isMade`: signing in at the ad system sets
 * it, so that no form asks for it.
 */
export function textSetting({
  label,
  hint,
  pattern = '\\S',
  charsMax = 2000,
  expected,
  example,
  isMade = false,
}: SettingTexts & {
  readonly pattern?: string;
  readonly charsMax?: number;
  readonly expected?: string;
  readonly example?: string;
  readonly isMade?: boolean;
}): TString {
  return Type.String({
    pattern,
    maxLength: charsMax,
    ...texts({ label, hint }),
    ...(expected === undefined ? {} : { 'x-expected': expected }),
    ...(example === undefined ? {} : { examples: [example] }),
    ...(isMade ? { 'x-made': true } : {}),
  });
}

/** One of a few values, each with its name for people. */
export function choiceSetting<const Value extends string>({
  label,
  hint,
  choices,
  byDefault,
}: SettingTexts & { readonly choices: Readonly<Record<Value, Text>>; readonly byDefault: NoInfer<Value> }) {
  const values = Object.keys(choices) as Value[];
  return Type.Enum(values, { default: byDefault, ...texts({ label, hint }), 'x-choices': choices });
}

/** Names with values, such as headers; `name` and `value` are patterns. */
export function pairsSetting({
  label,
  hint,
  name,
  value,
}: SettingTexts & { readonly name: string; readonly value: string }) {
  return Type.Record(Type.String({ pattern: name }), Type.String({ pattern: value }), {
    maxProperties: 50,
    ...texts({ label, hint }),
    'x-pairs': true,
  });
}

/** Label and hint as annotations of any schema, for settings that are neither of the above. */
export function texts({ label, hint }: SettingTexts) {
  return { title: label.en, 'x-label': label, 'x-hint': hint };
}
