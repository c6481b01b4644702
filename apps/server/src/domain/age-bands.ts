const hourMs = 3_600_000;

/**
 * Ages since the first join, in hours, at which it is known how many are still there. How people leave is counted between two of
 * them: the first hours and each of the first 30 days by themselves, later ages more coarsely. The columns `left_0`, `left_1`, … of the
 * retention tables follow this list; to change it takes a migration.
 */
export const ageBoundsHours: readonly number[] = [
  1,
  6,
  ...Array.from({ length: 30 }, (_, day) => (day + 1) * 24),
  ...[45, 60, 90, 120, 180, 270, 365, 730].map((days) => days * 24),
];

/** One more than the bounds: the last band is open. */
export const ageBandCount = ageBoundsHours.length + 1;

/** The band that an age falls into: that of the first bound above it. */
export function ageBand(ageMs: number): number {
  const band = ageBoundsHours.findIndex((bound) => ageMs < bound * hourMs);
  return band < 0 ? ageBoundsHours.length : band;
}

/** How many bands lie wholly below an age that is one of the bounds. */
export function bandsBelow(ageHours: number): number {
  const bound = ageBoundsHours.indexOf(ageHours);
  if (bound < 0) throw new Error(`nothing is counted at the age of ${ageHours} hours`);
  return bound + 1;
}
