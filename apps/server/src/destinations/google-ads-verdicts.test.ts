import { describe, expect, it } from 'vitest';
import { googleVerdicts } from './google-ads-verdicts.ts';
import { answer, nowMs } from './testing/outgoing-conversion.ts';

const settings = {
  operating_account_id: '1234567890',
  conversion_actions: { start: '7' },
  client_id: 'c',
  client_secret: 's',
  refresh_token: 'r',
};

it('is asked for by the name of the request', () => {
  const context = { baseUrl: 'https://datamanager.googleapis.com', token: 'ya29.1', nowMs };
  expect(googleVerdicts.request('t-1/2', settings, context)).toEqual({
    method: 'GET',
    url: 'https://datamanager.googleapis.com/v1/requestStatus:retrieve?requestId=t-1%2F2',
    headers: { authorization: 'Bearer ya29.1', accept: 'application/json' },
    body: null,
    timeoutMs: 30_000,
  });
});

function destination(requestStatus: string, records: number, errors: Readonly<Record<string, number>> = {}): object {
  const errorCounts = Object.entries(errors).map(([reason, count]) => ({ recordCount: String(count), reason }));
  return {
    requestStatus,
    ...(errorCounts.length === 0 ? {} : { errorInfo: { errorCounts } }),
    eventsIngestionStatus: { recordCount: String(records) },
  };
}

function read(...destinations: readonly object[]): unknown {
  const verdict = googleVerdicts.read(answer(200, { requestStatusPerDestination: destinations }), nowMs);
  return verdict.class === 'verdict' ? verdict.verdict : verdict;
}

const prefix = 'PROCESSING_ERROR_REASON_';

describe('the diagnostics', () => {
  it('are waited for until every conversion action has them', () => {
    expect(read(destination('PROCESSING', 2))).toEqual({ state: 'waiting' });
    expect(read(destination('SUCCESS', 1), destination('PROCESSING', 1))).toEqual({ state: 'waiting' });
    expect(read(destination('REQUEST_STATUS_UNKNOWN', 1))).toEqual({ state: 'waiting' });
    expect(read()).toEqual({ state: 'waiting' });
  });

  it('of success count every event', () => {
    expect(read(destination('SUCCESS', 2), destination('SUCCESS', 1))).toEqual({
      state: 'done',
      matched: 3,
      total: 3,
      reason: null,
      summary: '3 of 3 counted',
    });
  });

  it.each(['DUPLICATE_TRANSACTION_ID', 'DUPLICATE_GCLID'])('of %s are a success: an earlier try arrived', (error) => {
    expect(read(destination('FAILED', 2, { [`${prefix}${error}`]: 2 }))).toMatchObject({
      state: 'done',
      matched: 2,
      total: 2,
      reason: null,
    });
  });

  it.each([
    [`${prefix}EVENT_TOO_OLD`, 'event_too_old'],
    [`${prefix}INVALID_GCLID`, 'click_id_invalid'],
    [`${prefix}INVALID_GBRAID`, 'click_id_invalid'],
    [`${prefix}INVALID_WBRAID`, 'click_id_invalid'],
    [`${prefix}DENIED_CONSENT`, 'consent_missing'],
    [`${prefix}NO_CONSENT`, 'consent_missing'],
    [`${prefix}UNKNOWN_CONSENT`, 'consent_missing'],
    ['PROCESSING_ERROR_OPERATING_ACCOUNT_MISMATCH_FOR_AD_IDENTIFIER', 'click_of_other_account'],
    [`${prefix}ONE_PER_CLICK_CONVERSION_ACTION_NOT_PERMITTED_WITH_BRAID`, 'click_id_not_for_action'],
    [`${prefix}INVALID_EVENT`, 'refused_by_platform'],
  ])('of %s say why: %s', (error, reason) => {
    expect(read(destination('FAILED', 1, { [error]: 1 }))).toMatchObject({
      state: 'done',
      matched: 0,
      total: 1,
      reason,
    });
  });

  it('of several causes name none for all', () => {
    const errors = { [`${prefix}EVENT_TOO_OLD`]: 1, [`${prefix}INVALID_GCLID`]: 1 };
    expect(read(destination('PARTIAL_SUCCESS', 3, errors))).toEqual({
      state: 'done',
      matched: 1,
      total: 3,
      reason: null,
      summary: '1 of 3 counted, REASON_EVENT_TOO_OLD, REASON_INVALID_GCLID',
    });
  });

  it('of a fault of Google’s own mean that the events are sent again', () => {
    const errors = { [`${prefix}INTERNAL_ERROR`]: 1 };
    expect(read(destination('PARTIAL_SUCCESS', 2, errors))).toMatchObject({ state: 'lost' });
  });

  it('without reasons go by the state', () => {
    expect(read(destination('FAILED', 2))).toMatchObject({ matched: 0, total: 2, reason: null });
    expect(read(destination('PARTIAL_SUCCESS', 2))).toMatchObject({ matched: 1, total: 2, reason: null });
  });

  it('are asked for again where they cannot be read, and by the owner where the token is over', () => {
    expect(googleVerdicts.read(answer(200, '<html>'), nowMs)).toMatchObject({
      class: 'retryable',
      reason: 'answer_unreadable',
    });
    expect(googleVerdicts.read(answer(401, ''), nowMs)).toMatchObject({
      class: 'needs_owner',
      reason: 'token_invalid',
    });
  });
});
