/**
 * Those who wait, taken in turn by whose they are, and of one owner's in the order in which they came: who has many waiting waits for
 * everybody else's one, not the other way round.
 */
export class FairLine {
  /** By owner, in the order of their turns. */
  readonly #waiting = new Map<string, Array<() => void>>();

  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** `go` is called once, when its turn has come. */
  add(owner: string, go: () => void): void {
    this.#length += 1;
    const line = this.#waiting.get(owner);
    if (line === undefined) this.#waiting.set(owner, [go]);
    else line.push(go);
  }

  /** Lets the next go; its owner's next turn comes after everybody else's. False where nobody waits. */
  next(): boolean {
    const [turn] = this.#waiting;
    if (turn === undefined) return false;
    const [owner, line] = turn;
    const go = line.shift();
    this.#length -= 1;
    this.#waiting.delete(owner);
    if (line.length > 0) this.#waiting.set(owner, line);
    go?.();
    return true;
  }
}
