import type { DestinationType } from '../../api/schema.gen.ts';
import type { Language, Text } from '../../text/text.ts';

/** A field of a destination's settings, as its JSON Schema describes it to a form. */
export interface SettingField {
  readonly name: string;
  readonly label: Text;
  readonly hint: Text | null;
  readonly kind: 'text' | 'secret' | 'choice' | 'map';
  readonly choices: readonly { readonly value: string; readonly label: Text }[];
  readonly byDefault: string;
  readonly example: string;
  readonly required: boolean;
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly title?: string;
  readonly 'x-label'?: unknown;
  readonly 'x-hint'?: unknown;
  readonly 'x-choices'?: unknown;
  readonly 'x-made'?: unknown;
}

/**
 * The fields of a form, drawn from the definition of the destination: a new one needs no page of its own. What signing in at the ad
 * system sets is nothing to type.
 */
export function fieldsOf({ settings, secrets }: Pick<DestinationType, 'settings' | 'secrets'>): SettingField[] {
  const { properties, required } = settings as { properties?: Record<string, Schema>; required?: readonly string[] };
  const typed = Object.entries(properties ?? {}).filter(([, schema]) => schema['x-made'] !== true);
  return typed.map(([name, schema]) => ({
    name,
    label: textOf(schema['x-label']) ?? sameIn(schema.title ?? name),
    hint: textOf(schema['x-hint']),
    kind: kindOf(schema, secrets.includes(name)),
    choices: (schema.enum ?? []).map((value) => ({ value, label: choiceOf(schema, value) })),
    byDefault: typeof schema.default === 'string' ? schema.default : '',
    example: typeof schema.examples?.[0] === 'string' ? schema.examples[0] : '',
    required: required?.includes(name) ?? false,
  }));
}

function kindOf({ type, enum: values }: Schema, secret: boolean): SettingField['kind'] {
  if (secret) return 'secret';
  if (values !== undefined) return 'choice';
  return type === 'object' ? 'map' : 'text';
}

function choiceOf(schema: Schema, value: string): Text {
  const choices = schema['x-choices'];
  const known =
    typeof choices === 'object' && choices !== null ? (choices as Record<string, unknown>)[value] : undefined;
  return textOf(known) ?? sameIn(value);
}

function sameIn(text: string): Text {
  return { ru: text, en: text };
}

function textOf(value: unknown): Text | null {
  if (typeof value === 'string') return sameIn(value);
  if (typeof value !== 'object' || value === null) return null;
  const { ru, en } = value as Partial<Record<Language, unknown>>;
  return typeof ru === 'string' && typeof en === 'string' ? { ru, en } : null;
}

/** `goal = id` by line, for settings that are a table of two columns. */
export function writeMap(map: unknown): string {
  if (typeof map !== 'object' || map === null) return '';
  return Object.entries(map)
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join('\n');
}

export function readMap(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split('\n')
      .map((line) => line.split('=').map((part) => part.trim()))
      .filter((parts) => parts[0] !== '' && parts.length > 1)
      .map(([name = '', ...value]) => [name, value.join('=')]),
  );
}
