import type { ClientIdType, Conversion, ConversionFile } from './conversion-file.ts';
import type { Counter } from './counters.ts';
import { type Linkage, linkRows } from './linkage.ts';

/** PREPARED is over before the upload is answered, so nobody sees it. */
export type UploadingStatus = 'UPLOADED' | 'EXPORTED' | 'MATCHED' | 'PROCESSED' | 'LINKAGE_FAILURE';

/** An accepted file. */
export interface Uploading {
  readonly id: number;
  readonly counter: Counter;
  readonly comment: string;
  readonly createdMs: number;
  readonly clientIdType: ClientIdType;
  readonly rows: readonly Conversion[];
}

/** An accepted file as it stands at a moment; `linkage` is null until it is processed. */
export interface UploadingState {
  readonly uploading: Uploading;
  readonly status: UploadingStatus;
  readonly linkage: Linkage | null;
}

/** The id of adplatforms.md §2.2's example, so that its answer comes out word for word. */
const FIRST_ID = 5150001;

/** All accepted files, and how far each has come. */
export class Uploadings {
  readonly #processingMs: number;
  readonly #all: Uploading[] = [];

  constructor(processingMs: number) {
    this.#processingMs = processingMs;
  }

  add(counter: Counter, comment: string, file: ConversionFile, nowMs: number): Uploading {
    const uploading = { id: FIRST_ID + this.#all.length, counter, comment, createdMs: nowMs, ...file };
    this.#all.push(uploading);
    return uploading;
  }

  /** Oldest first; of every counter for null. */
  list(counterId: string | null): readonly Uploading[] {
    return this.#all.filter(({ counter }) => counterId === null || counter.id === counterId);
  }

  find(counterId: string, uploadId: number): Uploading | null {
    const uploading = this.#all[uploadId - FIRST_ID];
    return uploading?.counter.id === counterId ? uploading : null;
  }

  /** The walk UPLOADED, EXPORTED, MATCHED in thirds of the processing time, then the outcome. */
  stateAt(uploading: Uploading, nowMs: number): UploadingState {
    const processedMs = uploading.createdMs + this.#processingMs;
    if (nowMs < processedMs) {
      const third = Math.floor(((nowMs - uploading.createdMs) * 3) / this.#processingMs);
      const status = third < 1 ? 'UPLOADED' : third < 2 ? 'EXPORTED' : 'MATCHED';
      return { uploading, status, linkage: null };
    }
    const linkage = linkRows(uploading.rows, uploading.counter, processedMs);
    return { uploading, status: linkage.linked === 0 ? 'LINKAGE_FAILURE' : 'PROCESSED', linkage };
  }
}
