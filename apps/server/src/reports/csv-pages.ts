/** Where a page of a CSV report ended: the rows are in the order of time, then of id. */
export interface PagePlace {
  readonly atMs: number;
  readonly id: string;
}

export interface PagedQuery {
  readonly projectId: string;
  /** Both are part of the period. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly after: PagePlace | null;
  readonly offset: number;
}

/** One row, and the place after it. */
export interface PagedRow {
  readonly cells: ReadonlyArray<string | number>;
  readonly place: PagePlace;
}

export function writePlace({ atMs, id }: PagePlace): string {
  return Buffer.from(`${atMs} ${id}`).toString('base64url');
}

/** Null where the text is none of ours. */
export function readPlace(text: string): PagePlace | null {
  const [, at, id] = /^(\d{1,15}) (.{1,200})$/s.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  return at === undefined || id === undefined || id.includes('\u0000') ? null : { atMs: Number(at), id };
}

/** Dates are Unix seconds, 0 where there is none. */
export function unixSeconds(at: Date | null): number {
  return at === null ? 0 : Math.floor(at.getTime() / 1000);
}
