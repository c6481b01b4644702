import protos from '@google-ads/datamanager/build/protos/protos.json' with { type: 'json' };
import fc from 'fast-check';
import { fromProto3JSON, toProto3JSON } from 'proto3-json-serializer';
import protobuf from 'protobufjs';
import { expect, it } from 'vitest';
import { googleAds } from './google-ads.ts';
import { arbitraryConversions } from './testing/arbitrary-conversions.ts';
import { nowMs } from './testing/outgoing-conversion.ts';

const settings = {
  operating_account_id: '123-456-7890',
  login_account_id: '9876543210',
  conversion_actions: { start: '7654321', sale: '7654323' },
  client_id: 'client',
  client_secret: 'secret',
  refresh_token: '1//refresh',
};
const context = { baseUrl: '', token: 'ya29.1', nowMs };
const message = protobuf.Root.fromJSON(protos).lookupType('google.ads.datamanager.v1.IngestEventsRequest');

/** Into the published message, over the wire, and back to JSON: a name or a value that it does not know is gone or changed. */
function throughProtobuf(body: string | null): unknown {
  const parsed = fromProto3JSON(message, JSON.parse(body ?? ''));
  if (parsed === null) throw new Error('no message');
  return toProto3JSON(message.decode(message.encode(parsed).finish()));
}

it('every request is a message of the published protos, unchanged', () => {
  fc.assert(
    fc.property(arbitraryConversions(googleAds, settings, ['start', 'sale']), (conversions) => {
      const { body } = googleAds.send({ batchId: 'b', conversions }, settings, context);
      expect(throughProtobuf(body)).toEqual(JSON.parse(body ?? ''));
    }),
  );
});

it('so is the test', () => {
  const { body } = googleAds.test.request(settings, context);
  expect(throughProtobuf(body)).toEqual(JSON.parse(body ?? ''));
});
