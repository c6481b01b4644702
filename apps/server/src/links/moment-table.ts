/**
 * Moments by number, in two arrays of fixed size (open addressing, linear probing): a map of so many numbers is made of objects that the garbage
 * collector has to move and look through.
 */
export class MomentTable {
  readonly #countMax: number;
  readonly #mask: number;
  /** 0: free. */
  readonly #keys: Float64Array;
  readonly #moments: Float64Array;
  #count = 0;

  /** Of `countMax` keys at most. */
  constructor(countMax: number) {
    // Half of the places are free at least, so that the ways from place to place stay short.
    const places = 2 ** Math.ceil(Math.log2(2 * countMax));
    this.#countMax = countMax;
    this.#mask = places - 1;
    this.#keys = new Float64Array(places);
    this.#moments = new Float64Array(places);
  }

  get isFull(): boolean {
    return this.#count >= this.#countMax;
  }

  /** Keys are whole numbers from 0 to 2^53 - 2. Null: none was noted. */
  momentOf(key: number): number | null {
    const place = this.#placeOf(key);
    return this.#keys[place] === 0 ? null : (this.#moments[place] ?? null);
  }

  /** Throws where the table is full and the key is new. */
  note(key: number, moment: number): void {
    const place = this.#placeOf(key);
    if (this.#keys[place] === 0) {
      if (this.isFull) throw new RangeError('the table is full');
      this.#keys[place] = key + 1;
      this.#count += 1;
    }
    this.#moments[place] = moment;
  }

  clear(): void {
    if (this.#count > 0) this.#keys.fill(0);
    this.#count = 0;
  }

  /** Where the key stands, or would. */
  #placeOf(key: number): number {
    // The low bits as they are: keys are hashes.
    let place = key & this.#mask;
    while (this.#keys[place] !== 0 && this.#keys[place] !== key + 1) place = (place + 1) & this.#mask;
    return place;
  }
}
