import { Type } from 'typebox';

// Parts of answers that several reports share. Declared here, so that a report is its type, its serialiser and its document at once.

export const Share = Type.Unsafe<number | null>({ type: ['number', 'null'], description: 'null: of nobody' });
export const Sum = Type.String({ description: 'a decimal string in the currency of the project' });
export const SumOrNull = Type.Unsafe<string | null>({ type: ['string', 'null'] });
export const TextOrNull = Type.Unsafe<string | null>({ type: ['string', 'null'] });
export const CountOrNull = Type.Unsafe<number | null>({ type: ['integer', 'null'] });
const At = Type.String({ format: 'date-time' });

/** The same object, or null where there is none. */
export function orNull<S extends ReturnType<typeof Type.Object>>(schema: S) {
  return Type.Union([schema, Type.Null()]);
}

export const ReportPeriod = Type.Object(
  {
    from: At,
    to: Type.String({ format: 'date-time', description: 'not part of it' }),
    from_day: Type.String({ description: 'the first day, in the zone of the project' }),
    to_day: Type.String({ description: 'the last day' }),
  },
  { title: 'ReportPeriod' },
);
