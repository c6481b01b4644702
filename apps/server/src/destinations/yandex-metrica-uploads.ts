import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import { isUuid } from '../domain/uuid.ts';
import { jsonOf } from './answer.ts';
import type { HttpAnswer } from './http-message.ts';
import type { ConversionReason } from './reasons.ts';
import type { ListedUpload, UploadList, Verdict } from './verdict.ts';
import { yandexMetricaFailure } from './yandex-metrica-failures.ts';
import { type YandexMetricaSettings, yandexMetricaGet } from './yandex-metrica-request.ts';

// One entry is about 300 bytes, so a page stays well within what is read of an answer (64 KB).
const pageSize = 100;

const count = Type.Optional(Type.Integer());

// Source: reference/adplatforms.md §2.2; counts appear when processing is over.
const uploading = Type.Object({
  id: Type.Union([Type.Integer(), Type.String()]),
  status: Type.String(),
  comment: Type.Optional(Type.String()),
  create_time: Type.Optional(Type.String()),
  line_quantity: count,
  linked_quantity: count,
  user_not_found_quantity: count,
  goal_not_found_quantity: count,
});
type Uploading = Static<typeof uploading>;

const list = Type.Object({ uploadings: Type.Array(uploading) });

/** `GET …/uploadings`: every upload of the counter with its state, one page per call. */
export const yandexMetricaUploads: UploadList<YandexMetricaSettings> = {
  request: (settings, context, offset) =>
    yandexMetricaGet(settings, context, `uploadings?limit=${pageSize}&offset=${offset}`),
  read(answer, offset, nowMs) {
    const body = readUploadings(answer);
    if (body === null) {
      return answer.status === 200
        ? { class: 'retryable', afterSeconds: null, reason: 'answer_unreadable', detail: '' }
        : yandexMetricaFailure(answer, nowMs);
    }
    return { class: 'page', uploads: body, nextOffset: body.length < pageSize ? null : offset + pageSize };
  },
};

/** The uploads of a list's answer; null where it is none. */
export function readUploadings(answer: HttpAnswer): readonly ListedUpload[] | null {
  const body = answer.status === 200 ? jsonOf(answer) : undefined;
  return Check(list, body) ? body.uploadings.map(listed) : null;
}

function listed(upload: Uploading): ListedUpload {
  const createdMs = Date.parse(upload.create_time ?? '');
  return {
    ref: String(upload.id),
    batchId: batchOf(upload.comment ?? ''),
    createdMs: Number.isNaN(createdMs) ? null : createdMs,
    verdict: verdictOf(upload),
    entry: JSON.stringify(upload),
  };
}

const commentPrefix = 'otkuda_';

/** The comment of a batch's upload: what it is found by when its answer got lost. */
export function commentOf(batchId: string): string {
  return `${commentPrefix}${batchId}`;
}

function batchOf(comment: string): string | null {
  const batchId = comment.slice(commentPrefix.length);
  return comment.startsWith(commentPrefix) && isUuid(batchId) ? batchId : null;
}

/** Counts per upload, not per row. Source: reference/adplatforms.md §2.2, "Async outcomes". */
function verdictOf(upload: Uploading): Verdict {
  const failed = upload.status === 'LINKAGE_FAILURE';
  if (!failed && upload.status !== 'PROCESSED') return { state: 'waiting' };
  const matched = upload.linked_quantity ?? (failed ? 0 : null);
  const total = upload.line_quantity;
  // Processed but not counted yet: the counts are what we came for.
  if (matched === null || total === undefined) return { state: 'waiting' };
  return {
    state: 'done',
    matched,
    total,
    reason: reasonOf(upload, total - matched),
    summary: `${matched} of ${total} matched`,
  };
}

/** A reason only where it holds for every row that did not match. */
function reasonOf(upload: Uploading, unmatched: number): ConversionReason | null {
  if (unmatched === 0) return null;
  if (upload.goal_not_found_quantity === unmatched) return 'goal_not_found';
  if (upload.user_not_found_quantity === unmatched) return 'user_not_found';
  return null;
}
