import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from './http-message.ts';
import { yandexMetricaUploads as uploads } from './yandex-metrica-uploads.ts';

const settings = { counter_id: '2215573', oauth_token: 'y0_TEST' };
const baseUrl = 'https://api-metrika.yandex.net';
const batchId = '019ab3c4-5d6e-7f80-9192-a3b4c5d6e7f8';
const nowMs = Date.parse('2026-11-22T10:40:00Z');

function answer(status: number, body: unknown): HttpAnswer {
  return { status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

describe('the list of uploads', () => {
  const upload = {
    id: 5150001,
    comment: `otkuda_${batchId}`,
    create_time: '2026-11-22T10:40:01Z',
    status: 'PROCESSED',
  };
  const read = (changes: object) => uploads.read(answer(200, { uploadings: [{ ...upload, ...changes }] }), 0, nowMs);

  it('is asked for page by page', () => {
    expect(uploads.request(settings, { baseUrl, token: null, nowMs }, 100)).toEqual({
      method: 'GET',
      url: `${baseUrl}/management/v1/counter/2215573/offline_conversions/uploadings?limit=100&offset=100`,
      headers: { authorization: 'OAuth y0_TEST', accept: 'application/json' },
      body: null,
      timeoutMs: 20_000,
    });
    const full = { uploadings: Array.from({ length: 100 }, () => upload) };
    expect(uploads.read(answer(200, full), 100, nowMs)).toMatchObject({ nextOffset: 200 });
    expect(read({})).toMatchObject({ nextOffset: null });
  });

  it('names the batch by the comment', () => {
    expect(read({})).toMatchObject({
      uploads: [{ ref: '5150001', batchId, createdMs: Date.parse('2026-11-22T10:40:01Z') }],
    });
    expect(read({ comment: 'by hand' })).toMatchObject({ uploads: [{ batchId: null }] });
    expect(read({ comment: 'otkuda_by hand' })).toMatchObject({ uploads: [{ batchId: null }] });
  });

  it.each([
    [{ status: 'UPLOADED' }, { state: 'waiting' }],
    [{ status: 'MATCHED', line_quantity: 2 }, { state: 'waiting' }],
    [{ line_quantity: 2 }, { state: 'waiting' }],
    [
      { line_quantity: 2, linked_quantity: 2 },
      { matched: 2, total: 2, reason: null, summary: '2 of 2 matched' },
    ],
    [
      { line_quantity: 2, linked_quantity: 1, user_not_found_quantity: 1 },
      { matched: 1, reason: 'user_not_found' },
    ],
    [
      { status: 'LINKAGE_FAILURE', line_quantity: 1, goal_not_found_quantity: 1 },
      { matched: 0, reason: 'goal_not_found' },
    ],
    [
      { status: 'LINKAGE_FAILURE', line_quantity: 2, goal_not_found_quantity: 1, user_not_found_quantity: 1 },
      { matched: 0, reason: null, summary: '0 of 2 matched' },
    ],
  ])('tells of %j the verdict %j', (changes, verdict) => {
    expect(read(changes)).toMatchObject({ uploads: [{ verdict }] });
  });

  it('is asked again where it cannot be read', () => {
    expect(uploads.read(answer(200, '<html>'), 0, nowMs)).toMatchObject({
      class: 'retryable',
      reason: 'answer_unreadable',
    });
    expect(uploads.read(answer(401, ''), 0, nowMs)).toMatchObject({ class: 'needs_owner' });
  });
});
