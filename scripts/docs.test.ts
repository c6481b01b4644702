import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { readBody } from '@otkuda/contract';
import { describe, expect, it } from 'vitest';
import { envelope } from '../apps/server/src/api/envelope.ts';
import type { ApiMethod } from '../apps/server/src/api/method.ts';
import { apiMethods } from '../apps/server/src/api/methods/index.ts';
import { variables } from '../apps/server/src/config.ts';
import { conversionReasons } from '../apps/server/src/destinations/reasons.ts';
import { destinationsByType } from '../apps/server/src/destinations/registry.ts';
import type { ProjectConfig } from '../apps/server/src/directory/config-types.ts';
import { Known } from '../apps/server/src/ingest/known.ts';
import { pipeline } from '../apps/server/src/ingest/pipeline.ts';
import { refuse } from '../apps/server/src/ingest/records.ts';

/** What the documents say stands in the code as well: names, defaults, fields, examples, rooms, links, paths. */
const root = join(import.meta.dirname, '..');
const rooms = readdirSync(join(root, 'apps/server/src'), { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const documents = markdownIn('.');
const languages = ['en', 'ru'] as const;

function markdownIn(directory: string): string[] {
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return ['node_modules', '.git', 'data'].includes(entry.name) ? [] : markdownIn(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

function text(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function documentsOf(language: string): string[] {
  const folder = join('docs', language);
  return markdownIn(folder).map((path) => relative(folder, path));
}

/** The fenced blocks of a document, each with its language. */
function blocks(markdown: string): { readonly language: string; readonly code: string }[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', code = '']) => ({
    language,
    code,
  }));
}

function withoutBlocks(markdown: string): string {
  return markdown.replace(/^```\w*\n[\s\S]*?^```$/gm, '');
}

function rows(markdown: string, row: RegExp): string[][] {
  return [...markdown.matchAll(row)].map((found) => found.slice(1));
}

describe('the configuration', () => {
  // Defaults that are words are translated, values are not.
  const words: Readonly<Record<string, string>> = {
    none: 'нет',
    'none: the embedded one': 'нет: встроенная',
    generated: 'создаётся',
    off: 'выключено',
  };
  const documented = (language: string): string[][] =>
    rows(text(`docs/${language}/configuration.md`), /^\| `([A-Z_]+)` \| ([^|]+) \| ([^|]+) \|$/gm).map(
      ([name = '', byDefault = '', meaning = '']) => [name, byDefault.replaceAll('`', ''), meaning],
    );

  it('is that of the code, with its words', () => {
    const declared = Object.entries(variables).map(([name, { shownDefault, meaning }]) => [
      name,
      shownDefault,
      meaning,
    ]);
    expect(documented('en')).toEqual(declared);
  });

  it('has the same names and defaults in Russian', () => {
    const declared = Object.entries(variables).map(([name, { shownDefault }]) => [
      name,
      words[shownDefault] ?? shownDefault,
    ]);
    expect(documented('ru').map(([name, byDefault]) => [name, byDefault])).toEqual(declared);
  });
});

describe.each([
  ['en', 'Messengers', 'yes'],
  ['ru', 'Мессенджеры', 'да'],
] as const)('the methods in docs/%s/api.md', (language, messengers, yes) => {
  const markdown = text(`docs/${language}/api.md`);
  const sections = markdown.split(/^(?=##+ )/m).filter((section) => section.startsWith('### `'));
  const nowMs = Date.parse('2026-11-23T00:00:00Z');
  const sectionOf = ({ names: [name] }: ApiMethod): string =>
    sections.find((section) => section.startsWith(`### \`${name}\`\n`)) ?? '';

  it('are those of the code, in its order', () => {
    const documented = sections.map((section) => /^### `(\w+)`/.exec(section)?.[1]);
    expect(documented).toEqual(apiMethods.map(({ names }) => names[0]));
  });

  it.each(apiMethods.map((method) => [method.names[0], method] as const))(
    '%s has its names, messengers and fields',
    (_name, method) => {
      const section = sectionOf(method);
      const prose = section.replace(/\s+/g, ' ');
      expect(prose).toContain(method.summary[language].replace(/\s+/g, ' '));
      for (const name of method.names) expect(prose).toContain(`\`${name}\``);
      const platforms = method.platforms.map((platform) => (platform === 'max' ? 'MAX' : 'Telegram')).join(', ');
      expect(prose).toContain(`${messengers}: ${platforms}.`);
      const fields = rows(section, /^\| `(\w+)` \| [^|]+ \| ([^|]+) \| [^|]+ \|$/gm);
      expect(fields.map(([name, required]) => [name, required === yes])).toEqual(
        Object.entries(method.body ?? {}).map(([name, { required }]) => [name, required]),
      );
    },
  );

  it.each(apiMethods.map((method) => [method.names[0], method] as const))('%s takes its example', (_name, method) => {
    const example = blocks(sectionOf(method)).find((block) => block.language === 'json')?.code ?? '';
    const json = JSON.parse(example) as Record<string, unknown>;
    if (method.body !== null) expect(readBody(method.body, json, nowMs)).toMatchObject({ ok: true });
    if (method.kind !== 'writes') return;
    expect(method.read({ json, text: example }, { project, nowMs })).toMatchObject({ kind: 'signals' });
  });

  it('have an envelope like the one that is shown', () => {
    const shown = blocks(markdown).find((block) => block.code.includes('"error"'))?.code ?? '';
    const details = (JSON.parse(shown) as { error_details: string }).error_details;
    expect(JSON.parse(envelope(refuse('unprocessable', details), 'production', false).body)).toEqual(JSON.parse(shown));
    const date = apiMethods.find(({ names }) => names.includes('my_bot_was_stopped'))?.body ?? {};
    expect(readBody(date, { user_id: '1', date: 'yesterday' }, nowMs)).toMatchObject({ details });
  });

  it('give no reason for a goal that stays here but the known ones', () => {
    const known = ['organic', 'unknown_source', 'no_destination', ...Object.keys(conversionReasons)];
    const [section = ''] = sections.filter((one) => one.startsWith('### `send_reach_goal`'));
    const reasons = rows(section, /^\| `(\w+)` \| [^|]+ \|$/gm).flat();
    expect(reasons.length).toBeGreaterThan(3);
    expect(known).toEqual(expect.arrayContaining(reasons));
  });
});

describe('ARCHITECTURE.md', () => {
  const markdown = text('ARCHITECTURE.md');

  it('names each room, and what the import rules let it import', () => {
    const require = createRequire(import.meta.url);
    const { forbidden } = require('../.dependency-cruiser.cjs') as { forbidden: { name: string; comment?: string }[] };
    const allowed = (room: string): string => {
      const rule = forbidden.find(({ name }) => name === `${room}-imports-only`);
      if (rule === undefined) return 'not ruled';
      const others = /may import from: (.+)$/
        .exec(rule.comment ?? '')?.[1]
        ?.split(', ')
        .filter((other) => other !== room);
      return others?.join(', ') || '–';
    };
    const documented = rows(markdown, /^\| `([\w-]+)\/` \| [^|]+ \| ([^|]+) \|$/gm);
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(rooms.map((room) => [room, allowed(room)])));
  });

  it('lists the steps of the pipeline in their order', () => {
    const steps = pipeline({ known: new Known(), flushMs: 0 }).map(({ name }) => name);
    expect(rows(markdown, /^ +\| `(\w+)` \| [^|]+ \|$/gm).flat()).toEqual(steps);
  });
});

describe('the two languages', () => {
  it.each(documentsOf('en'))('of %s have the same chapters and the same code', (name) => {
    const [english = '', russian = ''] = languages.map((language) => text(`docs/${language}/${name}`));
    expect(blocks(russian)).toEqual(blocks(english));
    const levels = (markdown: string): string[] => rows(withoutBlocks(markdown), /^(#+) /gm).flat();
    expect(levels(russian)).toEqual(levels(english));
  });

  it('have the same documents', () => {
    expect(documentsOf('ru')).toEqual(documentsOf('en'));
  });
});

it('decisions are numbered without a gap and dated', () => {
  const files = readdirSync(join(root, 'docs/adr')).toSorted();
  for (const [index, file] of files.entries()) {
    const number = String(index + 1).padStart(4, '0');
    expect(file).toMatch(new RegExp(`^${number}-[a-z-]+\\.md$`));
    expect(text(`docs/adr/${file}`)).toMatch(new RegExp(`^# ${number}: .+\n\n\\d{4}-\\d{2}-\\d{2} · \\w+`));
  }
});

describe.each(documents)('%s', (path) => {
  const markdown = text(path);

  it('links to what is there', () => {
    const targets = rows(withoutBlocks(markdown), /\]\(([^)\s]+)\)/g)
      .flat()
      .filter((target) => !/^[a-z]+:/.test(target));
    for (const target of targets) {
      const [file = '', anchor] = target.split('#');
      const place = file === '' ? path : join(dirname(path), file);
      expect(existsSync(join(root, place)), target).toBe(true);
      if (anchor !== undefined) expect(anchors(text(place)), target).toContain(decodeURIComponent(anchor));
    }
  });

  it('mentions no path and no npm script that is not there', () => {
    const spans = rows(withoutBlocks(markdown), /`([^`\n]+)`/g).flat();
    const commands = blocks(markdown).flatMap(({ language, code }) => (language === 'sh' ? [code] : []));
    const mentioned = [...spans, ...commands].flatMap((span) => span.split(/\s+/)).filter(isPath);
    for (const one of mentioned) {
      expect(
        [one, join('apps/server/src', one)].some((place) => existsSync(join(root, place))),
        one,
      ).toBe(true);
    }
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    const used = [...spans, ...commands].flatMap((span) => rows(span, /npm run (?:--\w+ )*(\w+)/g).flat());
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(used));
  });
});

/** As in a repository's address book: a path below a known folder, or a file of TypeScript by its name. */
function isPath(word: string): boolean {
  const [folder = ''] = word.split('/');
  const known = ['apps', 'packages', 'simulators', 'scripts', 'e2e', 'docs', 'bench', '.ci', ...rooms];
  if (/^[\w-]+\.ts$/.test(word)) return true;
  return /^\.?[\w.-]+(?:\/[\w.-]+)*\/?$/.test(word) && word.includes('/') && known.includes(folder);
}

/** Anchors as GitHub makes them of headings. */
function anchors(markdown: string): string[] {
  const headings = rows(withoutBlocks(markdown), /^#+ (.+)$/gm).flat();
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

const project: ProjectConfig = {
  projectId: '1',
  originalId: '1',
  autoDetectMinutes: 15,
  mode: 'production',
  platform: 'telegram',
  kind: 'bot',
  title: 'My bot',
  username: 'my_bot',
  chatId: null,
  chatLink: null,
  currency: 'RUB',
  suspended: false,
  deleted: false,
  deletedMs: null,
  disabledMethods: new Set(),
  destinations: [],
};

describe.each([
  ['en', 'yes'],
  ['ru', 'да'],
] as const)('the destinations in docs/%s/destinations.md', (language, yes) => {
  const sections = text(`docs/${language}/destinations.md`)
    .split(/^(?=## )/m)
    .flatMap((section) => {
      const type = /^## [^\n]*`(\w+)`\n/.exec(section)?.[1];
      return type === undefined ? [] : [{ type, section }];
    });

  it('are all of them, once, and in the other language too', () => {
    const types = sections.map(({ type }) => type);
    expect(types.toSorted()).toEqual([...destinationsByType.keys()].toSorted());
    const other = language === 'en' ? 'ru' : 'en';
    for (const type of types) expect(text(`docs/${other}/destinations.md`)).toContain(`\`${type}\`\n`);
  });

  it.each(sections.map(({ type, section }) => [type, section]))('%s has the settings of the code', (type, section) => {
    const settings = destinationsByType.get(type)?.settings;
    const documented = rows(section, /^\| `(\w+)` \| ([^|]+) \| [^|]+ \|$/gm).map(([name, required]) => [
      name,
      required === yes,
    ]);
    expect(documented).toEqual(
      Object.keys(settings?.properties ?? {}).map((name) => [name, settings?.required?.includes(name) ?? false]),
    );
  });
});
