import type { SourcesReport } from '../../api/schema.gen.ts';

export interface CostPlace {
  readonly link_id?: string;
  readonly utm_campaign?: string;
}

/** Costs belong to a link or to a campaign; other rows have none of their own. */
export function costPlace({ kind, keys }: SourcesReport['rows'][number]): CostPlace | null {
  const [key] = keys;
  if (kind !== 'attributed' || keys.length !== 1 || key?.value == null) return null;
  if (key.dimension === 'link') return { link_id: key.value };
  return key.dimension === 'utm_campaign' ? { utm_campaign: key.value } : null;
}
