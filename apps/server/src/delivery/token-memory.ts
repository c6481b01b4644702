import type { Token } from '../destinations/token.ts';

/** Whose token, by the settings it was fetched with: others need another. */
interface TokenKey {
  readonly destinationId: string;
  readonly sealed: Buffer;
}

interface Known {
  readonly sealed: Buffer;
  readonly token: Token | null;
  /** How many tokens in a row the platform refused: a fresh one is fetched once before the owner is asked. */
  readonly refusals: number;
}

/** Access tokens of this process, by destination. A cache: what is lost with the process is fetched again. */
export class Tokens {
  readonly #known = new Map<string, Known>();

  get({ destinationId, sealed }: TokenKey): Known | null {
    const known = this.#known.get(destinationId);
    return known?.sealed.equals(sealed) === true ? known : null;
  }

  set({ destinationId, sealed }: TokenKey, token: Token | null, refusals: number): void {
    this.#known.set(destinationId, { sealed, token, refusals });
  }
}
