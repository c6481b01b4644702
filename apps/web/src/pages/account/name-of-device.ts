const browsers = [
  ['Edg/', 'Edge'],
  ['YaBrowser/', 'Yandex Browser'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const systems = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** Enough of a user agent to know one's own device by. */
export function nameOfDevice(userAgent: string | null): string | null {
  const find = (known: readonly (readonly [string, string])[]): string | undefined =>
    known.find(([sign]) => userAgent?.includes(sign))?.[1];
  const parts = [find(browsers), find(systems)].filter((part) => part !== undefined);
  return parts.length === 0 ? null : parts.join(', ');
}
