import type { Batch } from './batch.ts';
import { KnownLabelSets } from './steps/record-label-sets.ts';
import { KnownSources } from './steps/record-sources.ts';

/** What a process has seen stored, so that it need not store it again. */
export class Known {
  readonly sources = new KnownSources();
  readonly labelSets: KnownLabelSets;

  constructor(options: { readonly labelSetsMax?: number } = {}) {
    this.labelSets = new KnownLabelSets(options.labelSetsMax);
  }

  /** To be called after the commit. */
  committed(batch: Batch): void {
    this.sources.add(batch.sources.keys());
    this.labelSets.add(batch.labelSets);
  }
}
