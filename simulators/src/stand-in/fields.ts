/** A side channel's body that says nothing usable; the message is for the person at the other end. */
export class SideChannelInputError extends Error {
  override readonly name = 'SideChannelInputError';
}

export type Fields = Readonly<Record<string, unknown>>;

export function parseObject(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SideChannelInputError('the body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SideChannelInputError('the body is not a JSON object');
  }
  return Object.fromEntries(Object.entries(value));
}

export function readText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw new SideChannelInputError(`${name}: a text is needed`);
  return value;
}

export function readTexts(fields: Fields, name: string): readonly string[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw new SideChannelInputError(`${name}: a list of texts is needed`);
  return value.map((item: unknown) => {
    if (typeof item !== 'string') throw new SideChannelInputError(`${name}: a list of texts is needed`);
    return item;
  });
}

export function readInteger(fields: Fields, name: string, min: number): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min) {
    throw new SideChannelInputError(`${name}: an integer from ${min} is needed`);
  }
  return value;
}

/** What a field says, where it is there. */
export function optional<Name extends string, Value>(
  fields: Fields,
  name: Name,
  read: (fields: Fields, name: string) => Value,
): { readonly [Key in Name]?: Value } {
  const found: { [Key in Name]?: Value } = {};
  if (fields[name] !== undefined) found[name] = read(fields, name);
  return found;
}
