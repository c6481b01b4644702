import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { constructors, constructorsFor } from './constructors.ts';

it.each(['ru', 'en'])('every guide of docs/%s is offered', (language) => {
  const guides = readdirSync(join(import.meta.dirname, '../../../../../docs', language, 'guides'));
  expect(constructors.map(({ guide }) => `${guide}.md`).toSorted()).toEqual(guides.toSorted());
});

it.each([
  ['telegram', 'bot'],
  ['telegram', 'channel'],
  ['max', 'bot'],
  ['max', 'channel'],
] as const)('a %s %s can be connected', (platform, kind) => {
  expect(constructorsFor({ platform, kind }).length).toBeGreaterThan(0);
});
