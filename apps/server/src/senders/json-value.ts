/** JSON of others, read without trust: what is not as it should be is undefined, never an exception. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asObject(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

/** Clients that dump a model write `null` for each field that is not there. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** An integer in its shortest writing; digits in a string are one too, since constructors turn numbers into text. */
export function asIntegerText(value: unknown): string | undefined {
  const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? String(number) : undefined;
}
