/** Names rows of a report in an address: readable where the values are. */
interface Row {
  readonly kind: string | null;
  readonly keys: ReadonlyArray<{ readonly value: string | null }>;
}

/** The same row has the same key in every period; one that is not attributed has its kind in it. */
export function rowKey({ kind, keys }: Row): string {
  const values = keys.map(({ value }) => (value === null ? '(none)' : escaped(value)));
  return (kind === null || kind === 'attributed' ? values : [`(${kind})`, ...values]).join('|');
}

export function readRowKeys(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : [...new Set(text.split(','))];
}

export function writeRowKeys(keys: readonly string[]): string | undefined {
  return keys.length === 0 ? undefined : keys.join();
}

function escaped(value: string): string {
  return value.replaceAll('~', '~0').replaceAll(',', '~1').replaceAll('|', '~2');
}
