import { badRequest } from './api-error.ts';

/** Parameters of a call: JSON, a form or the query; numbers and flags may come as text, as on the platform. */
export class Parameters {
  readonly #given: Readonly<Record<string, unknown>>;

  constructor(given: Readonly<Record<string, unknown>>) {
    this.#given = given;
  }

  static read(query: URLSearchParams, contentType: string, body: string): Parameters {
    const given: Record<string, unknown> = Object.fromEntries(query);
    if (body === '') return new Parameters(given);
    if (!contentType.includes('json'))
      return new Parameters({ ...given, ...Object.fromEntries(new URLSearchParams(body)) });
    const parsed = parse(body);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
      throw badRequest("can't parse JSON object");
    return new Parameters({ ...given, ...parsed });
  }

  text(name: string): string | undefined {
    const value = this.#given[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (typeof value !== 'string') throw badRequest(`${name} must be a string`);
    return value;
  }

  integer(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^-?\d{1,15}$/.test(text)) throw badRequest(`${name} must be an integer`);
    return Number(text);
  }

  flag(name: string): boolean {
    return this.text(name) === 'true';
  }

  /** A list or object, which a form carries as JSON text. */
  json(name: string): unknown {
    const value = this.#given[name];
    return typeof value === 'string' ? parse(value) : (value ?? undefined);
  }

  has(name: string): boolean {
    return this.#given[name] !== undefined && this.#given[name] !== null;
  }

  required(name: string, value: string | undefined): string {
    if (value === undefined) throw badRequest(`parameter "${name}" is required`);
    return value;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badRequest("can't parse JSON object");
  }
}
