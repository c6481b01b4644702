/** What the delivery did. */
export interface Done {
  /** Calls that sent a batch. */
  readonly sent: number;
  /** Searches for a batch that may have arrived. */
  readonly looked: number;
  /** Batches whose verdict came. */
  readonly verdicts: number;
  /** Conversions that this was about. */
  readonly rows: number;
}

export const nothing: Done = { sent: 0, looked: 0, verdicts: 0, rows: 0 };

export function total(all: readonly Done[]): Done {
  return all.reduce(
    (sum, done) => ({
      sent: sum.sent + done.sent,
      looked: sum.looked + done.looked,
      verdicts: sum.verdicts + done.verdicts,
      rows: sum.rows + done.rows,
    }),
    nothing,
  );
}
