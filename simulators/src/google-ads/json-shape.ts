import type { Violation } from './api-error.ts';

/**
 * The JSON of a message of the published protos: every field by its JSON name. A name that is not there, or a value of another type,
 * is refused before anything else is looked at, as Google's JSON reader does.
 */
export type Shape =
  | 'text'
  | 'number'
  | 'boolean'
  | { readonly list: Shape }
  | { readonly oneOf: readonly string[] }
  | { readonly fields: Readonly<Record<string, Shape>> };

/** Everything that does not fit; the first violation of each value. */
export function shapeViolations(value: unknown, shape: Shape, field: string): Violation[] {
  if (typeof shape === 'string') {
    const type = shape === 'text' ? 'string' : shape;
    const fits = typeof value === type && (type !== 'number' || Number.isFinite(value));
    return fits ? [] : [violation(field, `a ${shape} was expected`)];
  }
  if ('oneOf' in shape) {
    const fits = typeof value === 'string' && shape.oneOf.includes(value);
    return fits ? [] : [{ field, reason: 'INVALID_ENUM_VALUE', description: `One of ${shape.oneOf.join(', ')}.` }];
  }
  if ('list' in shape) {
    if (!Array.isArray(value)) return [violation(field, 'a list was expected')];
    return value.flatMap((item: unknown, index) => shapeViolations(item, shape.list, `${field}[${index}]`));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [violation(field, 'an object was expected')];
  }
  return Object.entries(value).flatMap(([name, inner]: readonly [string, unknown]) => {
    const known = shape.fields[name];
    const path = field === '' ? snakeCase(name) : `${field}.${snakeCase(name)}`;
    if (known === undefined) return [violation(path, 'Cannot find field')];
    return shapeViolations(inner, known, path);
  });
}

function violation(field: string, description: string): Violation {
  return { field, reason: 'INVALID_FORMAT', description: `Invalid JSON payload: ${description}.` };
}

/** Violations name fields as the protos do. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
