import { parseObject, readText, readTexts } from '../stand-in/fields.ts';
import type { CounterSettings } from './counters.ts';

/** @throws {SideChannelInputError} for anything but a counter's settings. */
export function parseCounter(text: string): CounterSettings {
  const fields = parseObject(text);
  const { knownIds = 'all' } = fields;
  return {
    id: readText(fields, 'id'),
    login: readText(fields, 'login'),
    token: readText(fields, 'token'),
    goals: readTexts(fields, 'goals'),
    knownIds: knownIds === 'all' ? knownIds : readTexts(fields, 'knownIds'),
  };
}
