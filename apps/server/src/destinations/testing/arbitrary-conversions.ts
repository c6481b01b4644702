import fc from 'fast-check';
import { formatUuid } from '../../domain/uuid.ts';
import type { Destination } from '../destination.ts';
import type { OutgoingConversion, Person, Visit } from '../outgoing.ts';
import { nowMs } from './outgoing-conversion.ts';

const dayMs = 86_400_000;

/** Ids as ad systems write them, and as a stranger may write them into an address. */
const idValue = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{1,80}$/),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  fc.constantFrom('GCL.1763790000.Cj0KCQiA', 'fb.1.1763790000123.IwAR', 'fb.1.1763790000123.1098115397', 'a;b&c=d/e%'),
);

const ids = fc.dictionary(
  fc.constantFrom(
    'gclid',
    'gbraid',
    'wbraid',
    '_gcl_aw',
    'gad_source',
    'gad_campaignid',
    'fbclid',
    '_fbc',
    '_fbp',
    'rb_clickid',
    'yclid',
  ),
  idValue,
  { noNullPrototype: true },
);

const visit: fc.Arbitrary<Visit | null> = fc.option(
  fc.record({
    address: fc.option(fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.constant('/l/x?gclid=1'))),
    referrer: fc.option(fc.webUrl({ size: 'large' })),
    userAgent: fc.option(fc.oneof(fc.constant('Mozilla/5.0 (iPhone)'), fc.string({ minLength: 1, maxLength: 600 }))),
    ip: fc.constant('203.0.113.0'),
  }),
);

const uuid = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => formatUuid(Buffer.from(bytes).toString('hex')));

/** Anything that ingest may plan for a destination and the delivery may hand it: valid, and as odd as people and clicks are. */
export function arbitraryConversions<Settings>(
  destination: Destination<Settings>,
  settings: Settings,
  targets: readonly string[],
): fc.Arbitrary<readonly OutgoingConversion[]> {
  const conversion = fc
    .record({
      platform: fc.constantFrom('telegram', 'max'),
      userId: fc.option(fc.stringMatching(/^[1-9][0-9]{0,18}$/), { freq: 5 }),
      ids,
      clickedAgoMs: fc.option(fc.integer({ min: 0, max: 20 * dayMs }), { freq: 5 }),
      happenedAgoMs: fc.integer({ min: 0, max: 6 * dayMs }),
      target: fc.constantFrom(...targets),
      value: fc.option(fc.integer({ min: 1, max: 10 ** 9 }).map((cents) => String(cents / 100))),
      currency: fc.constantFrom('RUB', 'USD', 'KZT'),
      conversionId: uuid,
      visit,
      visitorAddress: fc.option(fc.oneof(fc.ipV4(), fc.ipV6())),
    } as const)
    .map(({ ids: known, clickedAgoMs, happenedAgoMs, ...rest }): OutgoingConversion | null => {
      const clickedMs = clickedAgoMs === null ? null : nowMs - clickedAgoMs;
      const person: Person = { ...rest, ids: known, marks: {}, clickId: null, clickedMs };
      const identity = destination.identify(person);
      if (identity === null) return null;
      const made: OutgoingConversion = {
        ...rest,
        cause: 'event',
        eventType: 'sale',
        result: null,
        happenedMs: nowMs - happenedAgoMs,
        clickId: null,
        clickedMs,
        identity,
      };
      return destination.lacks?.(made, settings) ? null : made;
    });
  return fc
    .array(conversion, { minLength: 1, maxLength: destination.batchSizeMax })
    .map((list) => list.flatMap((one) => one ?? []))
    .filter((list) => list.length > 0);
}
