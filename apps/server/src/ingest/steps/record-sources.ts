import { type ArrayValue, bigintArray, textArray, uuidArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';

/** A source's id is a hash of the rest of its row, so a known one needs no change. */
const insertSources = statement(
  'insert_sources',
  `insert into sources (project_id, source_id, link_id, ad_system, utm_source, utm_medium, utm_campaign, utm_content, utm_term, country, exactness)
   select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
     $10::text[], $11::text[])
   order by 1, 2
   on conflict (project_id, source_id) do nothing`,
);

/** Sources that this process has seen stored; forgetting some only costs an insert that does nothing. */
export class KnownSources {
  static readonly countMax = 50_000;
  readonly #keys = new Set<string>();

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** To be called after the commit: what was rolled back is not known. */
  add(keys: Iterable<string>): void {
    if (this.#keys.size > KnownSources.countMax) this.#keys.clear();
    for (const key of keys) this.#keys.add(key);
  }
}

export function recordSources(known: KnownSources): (batch: Batch, tx: Transaction) => void {
  return (batch, tx) => {
    const fresh = [...batch.sources].filter(([key]) => !known.has(key)).map(([, entry]) => entry);
    if (fresh.length === 0) return;
    const mark = (name: string): ArrayValue => textArray(fresh.map(({ source }) => source.marks[name]));
    tx.write(insertSources, [
      bigintArray(fresh.map((one) => one.projectId)),
      uuidArray(fresh.map((one) => one.source.sourceId)),
      uuidArray(fresh.map((one) => one.source.linkId)),
      textArray(fresh.map((one) => one.source.adSystem)),
      mark('utm_source'),
      mark('utm_medium'),
      mark('utm_campaign'),
      mark('utm_content'),
      mark('utm_term'),
      textArray(fresh.map((one) => one.source.country)),
      textArray(fresh.map((one) => one.source.exactness)),
    ]);
  };
}
