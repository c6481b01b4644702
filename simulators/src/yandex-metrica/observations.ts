import type { IdColumn } from './conversion-file.ts';
import type { UploadingStatus } from './uploadings.ts';
import type { World } from './world.ts';

/** One accepted row. The same row sent twice is here twice: the platform has no key to tell (adplatforms.md §2.2). */
export interface AcceptedConversion {
  readonly uploadId: number;
  readonly comment: string;
  /** The first filled id column in the file's order. */
  readonly idColumn: IdColumn;
  readonly id: string;
  readonly target: string;
  /** Unix seconds, UTC. */
  readonly dateTime: number;
  /** As written in the file. */
  readonly price: string | null;
  readonly currency: string | null;
}

/** One accepted file; the three outcome counts are null until it is processed. */
export interface ObservedUpload {
  readonly id: number;
  readonly counterId: string;
  readonly comment: string;
  readonly createdMs: number;
  readonly status: UploadingStatus;
  readonly sourceQuantity: number;
  readonly lineQuantity: number;
  readonly linkedQuantity: number | null;
  readonly userNotFoundQuantity: number | null;
  readonly goalNotFoundQuantity: number | null;
}

/** Every row taken for a counter, in the order of arrival. */
export function acceptedConversions({ uploadings }: World, counterId: string): readonly AcceptedConversion[] {
  return uploadings.list(counterId).flatMap(({ id: uploadId, comment, rows }) =>
    rows.map(({ ids: [{ column: idColumn, value: id }], target, dateTime, price, currency }) => {
      return { uploadId, comment, idColumn, id, target, dateTime, price, currency };
    }),
  );
}

/** Every file taken for a counter (for every counter: null) as it stands now, oldest first. */
export function observedUploads({ uploadings, clock }: World, counterId: string | null): readonly ObservedUpload[] {
  const now = clock();
  return uploadings.list(counterId).map((uploading) => {
    const { status, linkage } = uploadings.stateAt(uploading, now);
    return {
      id: uploading.id,
      counterId: uploading.counter.id,
      comment: uploading.comment,
      createdMs: uploading.createdMs,
      status,
      sourceQuantity: uploading.rows.length,
      lineQuantity: uploading.rows.length,
      linkedQuantity: linkage?.linked ?? null,
      userNotFoundQuantity: linkage?.userNotFound ?? null,
      goalNotFoundQuantity: linkage?.goalNotFound ?? null,
    };
  });
}
