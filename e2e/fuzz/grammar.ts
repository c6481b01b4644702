import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from '@otkuda/contract';
import { apiMethods } from '../../apps/server/src/api/methods/index.ts';
import { root } from '../server-process.ts';

/** A method under fuzzing: its names, the fields it knows, and a body that it takes. */
export interface Target {
  readonly names: readonly [string, ...string[]];
  readonly fields: readonly string[];
  readonly seed: unknown;
}

/** The methods of a messenger: the list of the server itself, each with the example that its documentation shows. A new one is fuzzed by being there. */
export function readTargets(platform: Platform): readonly [Target, ...Target[]] {
  const methods = apiMethods.filter(({ platforms }) => platforms.includes(platform));
  const sections = readFileSync(join(root, 'docs/en/api.md'), 'utf8').split(/^(?=###? )/m);
  const targets = methods.map(({ names, body }): Target => {
    const section = sections.find((one) => one.startsWith(`### \`${names[0]}\`\n`)) ?? '';
    const example = /^```json\n([\s\S]*?)^```$/m.exec(section)?.[1] ?? '{}';
    return { names, fields: Object.keys(body ?? {}), seed: JSON.parse(example) };
  });
  const [first, ...others] = targets;
  if (first === undefined) throw new Error('there are no methods');
  return [first, ...others];
}
