import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { invalid, Problem, type Violation } from './problem.ts';

/**
 * Checks what came against the route's schemas. Bodies are taken as they are: a number in a string is a mistake there. Queries are
 * text, so numbers and booleans are read out of it, and an empty value counts as absent. A path that cannot name anything is a 404.
 */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema);
  return (value: unknown) => {
    const given = httpPart === 'body' ? value : readTexts(schema, value);
    const unstorable = unstorablePlaces(given);
    if (unstorable.length === 0 && validator.Check(given)) return { value: given };
    if (httpPart === 'params') return { error: new Problem('not_found', 'nothing can have such an address') };
    if (unstorable.length > 0) return { error: invalid(unstorable) };
    return { error: invalid(violationsOf(schema, validator.Errors(given), httpPart ?? 'body')) };
  };
};

const depthMax = 20;

/**
 * What no schema has to be asked about: NUL, the one character that PostgreSQL cannot store in a text, and nesting that would
 * overflow the stack of whoever walks through it.
 */
function unstorablePlaces(value: unknown, path: readonly string[] = []): Violation[] {
  if (typeof value === 'string') {
    return value.includes('\u0000') ? [{ field: path.join('.'), expected: 'text without NUL characters' }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (path.length === depthMax) return [{ field: path.join('.'), expected: 'less nesting' }];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...unstorablePlaces(name, [...path, JSON.stringify(name)]),
    ...unstorablePlaces(inner, [...path, name]),
  ]);
}

function readTexts(schema: object, texts: unknown): unknown {
  if (typeof texts !== 'object' || texts === null) return {};
  const properties = objectIn(schema, 'properties');
  const given = Object.entries(texts).filter(([, text]) => text !== '');
  return Object.fromEntries(given.map(([name, text]) => [name, readText(objectIn(properties, name), text)]));
}

/** What is no number where one is wanted stays text, and is refused as such. */
function readText(schema: object, text: unknown): unknown {
  const type: unknown = Reflect.get(schema, 'type');
  if (type === 'integer' && typeof text === 'string' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

interface SchemaError {
  readonly keyword: string;
  readonly schemaPath: string;
  readonly instancePath: string;
  readonly params: object;
}

/** Only sum up what other errors say of each field. */
const summaries: ReadonlySet<string> = new Set(['boolean', 'additionalProperties', 'propertyNames']);

/** Each field that does not fit its schema. `whole` names the value itself, where that is not even an object. */
export function violationsOf(schema: object, errors: readonly SchemaError[], whole: string): Violation[] {
  const violations = new Map<string, Violation>();
  const add = (field: string, expected: string): void => {
    if (!violations.has(field)) violations.set(field, { field, expected });
  };
  for (const { keyword, schemaPath, instancePath, params } of errors) {
    const path = instancePath.split('/').slice(1).map(unescapePointer);
    const place = lookUp(schema, schemaPath);
    if (keyword === 'required') {
      for (const name of namesIn(params, 'requiredProperties')) {
        add([...path, name].join('.'), `${expectationOf(lookUp(place, `#/properties/${name}`))} (it is required)`);
      }
    } else if (keyword === 'additionalProperties' && Reflect.get(place, keyword) === false) {
      const known = Object.keys(objectIn(place, 'properties')).join(', ');
      for (const name of namesIn(params, 'additionalProperties')) {
        add([...path, name].join('.'), known === '' ? 'no field' : `no field of this name (there are ${known})`);
      }
    } else if (!summaries.has(keyword)) {
      add(path.join('.') || whole, expectationOf(place));
    }
  }
  // Where a value is an object or null, the alternatives complain about it as a whole too; its fields say more.
  return [...violations.values()].filter(({ field }) => !anyBelow(violations, field));
}

function anyBelow(violations: ReadonlyMap<string, Violation>, field: string): boolean {
  return violations.keys().some((other) => other.startsWith(`${field}.`));
}

function lookUp(schema: object, pointer: string): object {
  return pointer
    .split('/')
    .slice(1)
    .map(unescapePointer)
    .reduce<object>((place, name) => objectIn(place, name), schema);
}

function objectIn(place: object, name: string): object {
  const inner: unknown = Object.hasOwn(place, name) ? Reflect.get(place, name) : undefined;
  return typeof inner === 'object' && inner !== null ? inner : {};
}

function namesIn(params: object, name: string): string[] {
  return Object.values(objectIn(params, name)).filter((value) => typeof value === 'string');
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** What a schema wants, in words: its own where it has some. */
function expectationOf(schema: object): string {
  const of = (name: string): unknown => Reflect.get(schema, name);
  const own = of('x-expected');
  if (typeof own === 'string') return own;
  const choices = of('enum');
  if (Array.isArray(choices)) return `one of ${choices.map((choice) => choice ?? 'null').join(', ')}`;
  const alternatives = of('anyOf');
  if (Array.isArray(alternatives)) return alternatives.map(expectationOf).join(' or ');
  const bounds = boundOf(of, 'from', ['minimum', 'minLength']) + boundOf(of, 'to', ['maximum', 'maxLength']);
  switch (of('type')) {
    case 'string':
      return bounds === '' ? 'text' : `text of${bounds} characters`;
    case 'integer':
      return `a whole number${bounds}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'an array';
    case 'null':
      return 'null';
    default:
      return 'a JSON object';
  }
}

function boundOf(of: (name: string) => unknown, word: string, names: readonly string[]): string {
  const bound = names.map(of).find((value) => typeof value === 'number');
  return bound === undefined ? '' : ` ${word} ${bound}`;
}
