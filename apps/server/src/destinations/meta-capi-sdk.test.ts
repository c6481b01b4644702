import { CustomData, EventRequest, ServerEvent, UserData } from 'facebook-nodejs-business-sdk';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { metaCapi } from './meta-capi.ts';
import { externalIdOf, isOldFbc } from './meta-capi-identity.ts';
import type { OutgoingConversion } from './outgoing.ts';
import { arbitraryConversions } from './testing/arbitrary-conversions.ts';
import { nowMs } from './testing/outgoing-conversion.ts';

const settings = { dataset_id: '1234567890', access_token: 'EAAB', test_event_code: 'TEST1' };

/** The event as somebody would tell it to Meta's own SDK. */
function sdkEvent({
  conversionId,
  platform,
  userId,
  target,
  happenedMs,
  value,
  currency,
  identity,
  visit,
}: OutgoingConversion) {
  const user = new UserData();
  if (userId !== null) user.setExternalIds([externalIdOf(platform, userId)]);
  if (visit !== null && visit.userAgent !== null) user.setClientUserAgent(visit.userAgent);
  const { fbc, fbp } = identity.ids;
  const forgotten = fbc !== undefined && isOldFbc(fbc, happenedMs) && (userId !== null || fbp !== undefined);
  if (fbc !== undefined && !forgotten) user.setFbc(fbc);
  if (fbp !== undefined) user.setFbp(fbp);
  const event = new ServerEvent()
    .setEventName(target)
    .setEventTime(Math.floor(happenedMs / 1000))
    .setEventId(conversionId)
    .setActionSource('chat')
    .setUserData(user);
  return value === null ? event : event.setCustomData(new CustomData().setValue(Number(value)).setCurrency(currency));
}

/** What the SDK would send: its request is caught where its HTTP client begins. */
async function sdkBody(conversions: readonly OutgoingConversion[]): Promise<unknown> {
  let sent: unknown;
  const request = new EventRequest(settings.access_token, settings.dataset_id, conversions.map(sdkEvent));
  request.setTestEventCode(settings.test_event_code).setHttpService({
    executeRequest: async (_url, _method, _headers, params) => {
      sent = params;
      return {};
    },
  });
  await request.execute();
  return sent;
}

function withoutNothing(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) => (inner === null ? undefined : inner));
}

it('Meta’s own SDK builds the same request for the same events', async () => {
  const targets = ['Lead', 'Subscribe', 'Purchase', 'QuizDone'];
  await fc.assert(
    fc.asyncProperty(arbitraryConversions(metaCapi, settings, targets), async (conversions) => {
      const context = { baseUrl: '', token: null, nowMs };
      const { body } = metaCapi.send({ batchId: 'b', conversions }, settings, context);
      expect(JSON.parse(body ?? '')).toEqual(withoutNothing(await sdkBody(conversions)));
    }),
  );
});
