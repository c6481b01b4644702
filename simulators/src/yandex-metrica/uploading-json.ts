import type { UploadingState } from './uploadings.ts';

/** The answer to an upload (adplatforms.md §2.2). */
export function uploadedJson(state: UploadingState): object {
  const { uploading } = state;
  return {
    id: uploading.id,
    create_time: createTime(uploading.createdMs),
    source_quantity: uploading.rows.length,
    line_quantity: uploading.rows.length,
    comment: uploading.comment,
    type: 'BASIC',
    client_id_type: uploading.clientIdType,
    status: state.status,
  };
}

/** The answer to a look at one upload: the keys of §2.2's example, the three counts once processing is over. */
export function polledJson(state: UploadingState): object {
  const { uploading } = state;
  return {
    id: uploading.id,
    status: state.status,
    source_quantity: uploading.rows.length,
    line_quantity: uploading.rows.length,
    ...countsJson(state),
    type: 'BASIC',
    comment: uploading.comment,
  };
}

/** One entry of the list; §2.2 shows none, the platform's reference gives it every field of both other forms. */
export function listedJson(state: UploadingState): object {
  return { ...uploadedJson(state), ...countsJson(state) };
}

function countsJson({ linkage }: UploadingState): object {
  if (linkage === null) return {};
  return {
    linked_quantity: linkage.linked,
    user_not_found_quantity: linkage.userNotFound,
    goal_not_found_quantity: linkage.goalNotFound,
  };
}

/** ISO 8601 in whole seconds, as the platform writes it. */
function createTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
