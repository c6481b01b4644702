import type pg from 'pg';
import { type Static, Type } from 'typebox';
import { TextOrNull } from './answer-schema.ts';
import { type Dimension, dimensions } from './dimensions.ts';

export const Key = Type.Object(
  {
    dimension: Type.Enum([...dimensions]),
    value: TextOrNull,
    label: { ...TextOrNull, description: 'the name of a link, else the value; null: there is no value' },
  },
  { title: 'DimensionValue' },
);
type Keys = readonly (string | null)[];

/** Prepares the showing of what rows are grouped by: links are looked up by name all at once, deleted ones too. */
export async function keyLabels(
  pool: pg.Pool,
  projectId: string,
  groupBy: readonly Dimension[],
  rows: ReadonlyArray<{ readonly keys: Keys }>,
): Promise<(keys: Keys) => Static<typeof Key>[]> {
  const linkAt = groupBy.indexOf('link');
  const links = linkAt < 0 ? [] : [...new Set(rows.flatMap(({ keys }) => keys[linkAt] ?? []))];
  const names = await selectLinkNames(pool, projectId, links);
  return (keys) =>
    groupBy.map((dimension, index) => {
      const value = keys[index] ?? null;
      return { dimension, value, label: dimension === 'link' && value !== null ? (names.get(value) ?? null) : value };
    });
}

async function selectLinkNames(
  pool: pg.Pool,
  projectId: string,
  linkIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (linkIds.length === 0) return new Map();
  const { rows } = await pool.query<{ link_id: string; name: string }>(
    'select link_id, name from links where project_id = $1 and link_id = any($2::uuid[])',
    [projectId, linkIds],
  );
  return new Map(rows.map((row) => [row.link_id, row.name]));
}
