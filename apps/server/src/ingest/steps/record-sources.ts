import { bigint, type Column, Rows, text, uuid } from '../../database/parameter-rows.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';
import type { Source } from '../rows.ts';

interface SourceOf {
  readonly projectId: string;
  readonly source: Source;
}

const mark = (name: string): Column<SourceOf, void> => text(({ source }) => source.marks[name]);
const newSources = new Rows<SourceOf>({
  project_id: bigint((one) => one.projectId),
  source_id: uuid(({ source }) => source.sourceId),
  link_id: uuid(({ source }) => source.linkId),
  ad_system: text(({ source }) => source.adSystem),
  utm_source: mark('utm_source'),
  utm_medium: mark('utm_medium'),
  utm_campaign: mark('utm_campaign'),
  utm_content: mark('utm_content'),
  utm_term: mark('utm_term'),
  country: text(({ source }) => source.country),
  exactness: text(({ source }) => source.exactness),
});

/** A source's id is a hash of the rest of its row, so a known one needs no change. */
const insertSources = statement(
  'insert_sources',
  `insert into sources (${newSources.names}) ${newSources.select}
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
    if (fresh.length > 0) tx.write(insertSources, newSources.values(fresh));
  };
}
