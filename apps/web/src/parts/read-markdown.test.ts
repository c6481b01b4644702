import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBlocks, readSpans } from './read-markdown.ts';

const guides = join(import.meta.dirname, '../../../../docs/ru/guides');

describe('a guide', () => {
  it('is read into its blocks', () => {
    const text =
      '# Title\n\nOne\ntwo.\n\n1. First,\n   still first\n2. Second\n\n```sh\ncurl\n```\n\n| A | B |\n|---|---|\n| 1 | 2 |\n';
    expect(readBlocks(text)).toEqual([
      { kind: 'heading', level: 1, text: 'Title' },
      { kind: 'paragraph', text: 'One two.' },
      { kind: 'item', mark: '1.', text: 'First, still first' },
      { kind: 'item', mark: '2.', text: 'Second' },
      { kind: 'code', text: 'curl' },
      { kind: 'table', head: ['A', 'B'], rows: [['1', '2']] },
    ]);
  });

  it('has its code and stress', () => {
    expect(readSpans('Set `a` **now**, see [this](x.md).')).toEqual([
      { kind: 'text', text: 'Set ' },
      { kind: 'code', text: 'a' },
      { kind: 'text', text: ' ' },
      { kind: 'strong', text: 'now' },
      { kind: 'text', text: ', see this.' },
    ]);
  });

  it.each(readdirSync(guides))('%s loses no block', (name) => {
    const text = readFileSync(join(guides, name), 'utf8');
    const blocks = readBlocks(text);
    expect(blocks.filter(({ kind }) => kind === 'code')).toHaveLength((text.match(/```/g) ?? []).length / 2);
    expect(blocks[0]).toMatchObject({ kind: 'heading', level: 1 });
  });
});
