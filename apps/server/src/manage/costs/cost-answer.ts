import { type Static, Type } from 'typebox';
import { nullable, Time, Uuid } from '../fields.ts';

const Day = Type.String({
  pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
  'x-expected': 'a day such as 2026-01-31',
  description: 'of the zone of the project',
});
export const Currency = Type.String({ pattern: '^[A-Z]{3}$', 'x-expected': 'a currency such as RUB' });
const amountText = '^[0-9]{1,14}(\\.[0-9]{1,6})?$';
const Amount = Type.Union([Type.String({ pattern: amountText }), Type.Number({ minimum: 0, exclusiveMaximum: 1e14 })], {
  'x-expected': 'a sum that is not negative, with at most 6 decimals, such as "1500.50"',
});
const count = Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 });

export const NewCost = Type.Object(
  {
    date: Day,
    link_id: Type.Optional(nullable(Uuid)),
    utm_campaign: Type.Optional(
      nullable(Type.String({ minLength: 1, maxLength: 512, 'x-expected': 'text of 1 to 512 characters' })),
    ),
    amount: Amount,
    currency: Type.Optional({ ...Currency, description: 'that of the project unless told' }),
    impressions: Type.Optional(nullable(count)),
    clicks: Type.Optional(nullable(count)),
  },
  { additionalProperties: false, title: 'NewCost' },
);
export type NewCost = Static<typeof NewCost>;

export const NewCosts = Type.Array(NewCost, {
  maxItems: 1_000,
  'x-expected': 'an array of at most 1000 costs',
  examples: [[{ date: '2026-01-31', utm_campaign: 'summer', amount: '1500.50', currency: 'RUB', clicks: 120 }]],
});

export const Cost = Type.Object(
  {
    date: Day,
    link_id: nullable(Uuid),
    utm_campaign: nullable(Type.String()),
    amount: Type.String(),
    currency: Type.String(),
    impressions: nullable(Type.Integer()),
    clicks: nullable(Type.Integer()),
    changed_at: Time,
  },
  { title: 'Cost' },
);

export const StoredCosts = Type.Object({ stored: Type.Integer() }, { title: 'StoredCosts' });
