import type { Random } from '../durability/random.ts';
import type { Target } from './grammar.ts';
import { anyValue, mutate } from './mutate.ts';

export interface FuzzCall {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const contentTypes: readonly [string, ...string[]] = [
  'application/json',
  'application/json',
  'application/json; charset=utf-8',
  'application/ json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'image/png',
  'a/b; charset="\\',
  '',
];

/** A call as somebody careless, broken or hostile could make it. */
export function makeCall(targets: readonly [Target, ...Target[]], random: Random): FuzzCall {
  const target = random.pick(targets);
  const method = random.chance(0.97) ? random.pick(target.names) : random.pick(targets).names[0];
  const value = random.chance(0.25) ? generate(target, random) : change(target.seed, random);
  const headers: Record<string, string> = {};
  const contentType = random.chance(0.7) ? 'application/json' : random.pick(contentTypes);
  if (contentType !== '') headers['content-type'] = contentType;
  if (random.chance(0.05)) headers['idempotency-key'] = random.pick(['a', 'b', 'x'.repeat(300), ' ', '%00']);
  return { method, headers, body: encode(value, contentType, random) };
}

/** Known fields with any values. */
function generate({ fields, seed }: Target, random: Random): unknown {
  if (fields.length === 0) return change(anyValue(random), random);
  const kept = fields.filter(() => random.chance(0.8));
  const good = seed as Readonly<Record<string, unknown>>;
  return Object.fromEntries(kept.map((field) => [field, random.chance(0.5) ? good[field] : anyValue(random)]));
}

function change(seed: unknown, random: Random): unknown {
  let value = seed;
  for (let times = random.whole(0, 5); times > 0; times -= 1) value = mutate(value, random);
  return value;
}

function encode(value: unknown, contentType: string, random: Random): Buffer {
  const text = JSON.stringify(value) ?? '';
  const isFlat = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isFlat && contentType.includes('urlencoded')) return Buffer.from(formOf(value).toString());
  if (isFlat && contentType.startsWith('multipart')) return Buffer.from(multipartOf(value));
  if (random.chance(0.88)) return Buffer.from(text);
  const broken: readonly [() => Buffer, ...(() => Buffer)[]] = [
    () => Buffer.from(text.slice(0, random.whole(0, text.length))),
    () => Buffer.from(text.replaceAll('"', "'").replaceAll('null', 'None').replaceAll('true', 'True')),
    () => Buffer.from(`\ufeff${text}`),
    () => Buffer.from(JSON.stringify(text)),
    () => Buffer.from(`{"tg_request":"${text}"}`),
    () => flipped(Buffer.from(text), random),
    () => Buffer.from(text, 'utf16le'),
    () => Buffer.alloc(random.whole(0, 64), random.whole(0, 255)),
    () => Buffer.from(`${'['.repeat(random.whole(1, 3_000))}${text}`),
    () => Buffer.from(''),
  ];
  return random.pick(broken)();
}

function flipped(bytes: Buffer, random: Random): Buffer {
  for (let times = random.whole(1, 4); times > 0 && bytes.length > 0; times -= 1) {
    bytes[random.whole(0, bytes.length - 1)] = random.whole(0, 255);
  }
  return bytes;
}

function fieldsOf(value: object): [string, string][] {
  return Object.entries(value).map(([name, field]) => [
    name,
    (typeof field === 'string' ? field : (JSON.stringify(field) ?? '')).toWellFormed(),
  ]);
}

function formOf(value: object): URLSearchParams {
  return new URLSearchParams(fieldsOf(value));
}

function multipartOf(value: object): string {
  const parts = fieldsOf(value).map(
    ([name, field]) =>
      `--x\r\ncontent-disposition: form-data; name="${encodeURIComponent(name.toWellFormed())}"\r\n\r\n${field}\r\n`,
  );
  return `${parts.join('')}--x--\r\n`;
}
