import { findUnfilled } from '@otkuda/contract';
import type { Language } from './language.ts';

export interface UnfilledField {
  readonly path: string;
  readonly came: string;
  readonly cause: string;
}

const shownMax = 3;
const depthMax = 8;

/** Fields of a body that arrived as a template or as a word for nothing, wherever they stand: also where the call was accepted. */
export function findUnfilledFields(json: unknown, language: Language): readonly UnfilledField[] {
  const found: UnfilledField[] = [];
  visit(json, '', 0, language, found);
  return found;
}

function visit(value: unknown, path: string, depth: number, language: Language, found: UnfilledField[]): void {
  if (found.length >= shownMax || depth > depthMax) return;
  const unfilled = findUnfilled(value);
  if (unfilled !== undefined) {
    found.push({ path: path === '' ? '–' : path, came: String(value).slice(0, 60), cause: unfilled[language] });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    visit(inner, path === '' ? name : `${path}.${name}`, depth + 1, language, found);
  }
}
