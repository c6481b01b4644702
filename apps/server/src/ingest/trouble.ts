/** Whoever asks whether calls may be sent has to send some again after this, or nobody finds out that all is well. */
const rememberedMs = 3_000;

/** What keeps the writer from storing, as its last attempts tell. */
export class Trouble {
  #reason: string | null = null;
  #atMs = 0;

  note(reason: string, nowMs: number): void {
    this.#reason = reason;
    this.#atMs = nowMs;
  }

  clear(): void {
    this.#reason = null;
  }

  /** Null: what came last was stored, or it is a while ago. */
  reason(nowMs: number): string | null {
    return nowMs - this.#atMs < rememberedMs ? this.#reason : null;
  }
}
