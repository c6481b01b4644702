/** A call as plain values: a destination writes it, the delivery makes it. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** The whole address as it goes over the wire; built by hand where a platform wants what URLSearchParams does not make. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Covers everything from the name's look-up to the last byte of the answer. */
  readonly timeoutMs: number;
  /** Texts in it that nobody else may read: masked in the log of attempts, and in what is read of the answer. */
  readonly hidden?: readonly string[];
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** At most 64 KB of it. */
  readonly body: string;
}
