import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../server-process.ts';

export const languages = ['ru', 'en'] as const;
export type Language = (typeof languages)[number];

/** What a guide tells somebody to do, and what it says that they will see. */
export interface Guide {
  /** Calls that it shows: an address, and the body that stands below it. */
  readonly calls: readonly { readonly address: string; readonly body: string }[];
  /** All addresses of the API that it names. */
  readonly addresses: readonly string[];
  /** Programs, by their language. */
  readonly programs: readonly { readonly language: string; readonly code: string }[];
  /** Quoted lines: what the request log shows. */
  readonly expected: readonly string[];
}

/** Guides to the compatible API; those for the bots that the server runs itself name no address of it. */
export function guideNames(language: Language): readonly string[] {
  const names = readdirSync(join(root, 'docs', language, 'guides')).map((file) => file.replace(/\.md$/, ''));
  return names.filter((name) => readGuide(language, name).addresses.length > 0);
}

/** Reads a guide from top to bottom, as somebody does who follows it: a body belongs to the address before it. */
export function readGuide(language: Language, name: string): Guide {
  const markdown = readFileSync(join(root, 'docs', language, 'guides', `${name}.md`), 'utf8');
  const part = /(https:\/\/HOST\/(?:API\/bot-api\/)?v1\/KEY\/\w+)|^```(\w*)\n([\s\S]*?)^```$|^> (.+)$/gm;
  const calls: { address: string; body: string }[] = [];
  const addresses: string[] = [];
  const programs: { language: string; code: string }[] = [];
  const expected: string[] = [];
  for (const [, address, kind = '', block, quoted] of markdown.matchAll(part)) {
    if (address !== undefined) addresses.push(address);
    if (quoted !== undefined) expected.push(quoted);
    if (block === undefined) continue;
    const inBlock = /^https:\/\/HOST\/\S+$/.exec(block.trim())?.[0];
    const last = addresses.at(-1);
    if (inBlock !== undefined) addresses.push(inBlock);
    else if (kind === 'json' || kind === '') calls.push({ address: last ?? '', body: block });
    else programs.push({ language: kind, code: block });
  }
  return { calls, addresses, programs, expected };
}
