import type { PlatformRequest } from '../stand-in/stand-in.ts';
import { ApiError } from './api-error.ts';

/** Conditions of a JavaScript-event goal; only goals that match exactly take offline conversions (adplatforms.md §2.2). */
const CONDITIONS: readonly string[] = ['exact', 'contain', 'start', 'regexp'];
const NAME_CHARS_MAX = 255;
/** The platform's own bound on goals of a counter. */
const GOALS_MAX = 200;

export interface GoalSettings {
  readonly name: string;
  /** Played here: JavaScript events; the others only stand in the list. */
  readonly type: 'action' | 'url' | 'number';
  readonly condition: { readonly type: string; readonly url: string };
}

/** Goals of one counter. */
export type Goals = readonly GoalSettings[];

/** JavaScript-event goals of these identifiers, as good ones are. */
export function exactGoals(identifiers: readonly string[]): Goals {
  return identifiers.map((url) => ({ name: url, type: 'action', condition: { type: 'exact', url } }));
}

/** Identifiers that offline conversions may name. */
export function identifiersOf(goals: Goals): ReadonlySet<string> {
  const fit = goals.filter(({ type, condition }) => type === 'action' && condition.type === 'exact');
  return new Set(fit.map(({ condition }) => condition.url));
}

export function goalJson({ name, type, condition }: GoalSettings, place: number): object {
  const conditions = type === 'number' ? {} : { conditions: [condition] };
  return { id: 3_000_000 + place, name, type, is_retargeting: 0, goal_source: 'user', ...conditions };
}

/**
 * The goal of a `POST …/goals`.
 *
 * @throws {ApiError} for what is no JavaScript-event goal with one condition, and for one goal too many.
 */
export function readNewGoal({ headers, body }: PlatformRequest, goals: Goals): GoalSettings {
  if (goals.length >= GOALS_MAX) throw new ApiError('limit_exceeded', { message: 'The counter has too many goals' });
  const goal = fieldsOf(parse(headers['content-type'], body), 'goal');
  const name = textOf(goal, 'name');
  if (name.length > NAME_CHARS_MAX) throw invalid('name', 'is too long');
  if (goal.type !== 'action') throw invalid('type', 'is unknown, or not played by this stand-in');
  const [first, ...others] = Array.isArray(goal.conditions) ? goal.conditions : [];
  if (others.length > 0 || !isFields(first)) throw invalid('conditions', 'are not one condition');
  const type = textOf(first, 'type');
  if (!CONDITIONS.includes(type)) throw invalid('conditions.type', `"${type}" is unknown`);
  return { name, type: 'action', condition: { type, url: textOf(first, 'url') } };
}

type Fields = Readonly<Record<string, unknown>>;

function parse(contentType: string | undefined, body: Buffer): unknown {
  try {
    if (!/^application\/json\b/.test(contentType ?? '')) throw new SyntaxError('no JSON');
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new ApiError('invalid_json');
  }
}

function fieldsOf(value: unknown, name: string): Fields {
  const found = isFields(value) ? value[name] : undefined;
  if (!isFields(found)) throw new ApiError('missing_parameter', { location: name });
  return found;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value.trim() === '') throw new ApiError('missing_parameter', { location: name });
  return value;
}

function invalid(location: string, why: string): ApiError {
  return new ApiError('invalid_parameter', { message: `${location} ${why}`, location });
}
