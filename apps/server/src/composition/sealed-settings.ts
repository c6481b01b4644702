import type { Sealer } from '../secrets/seal.ts';

/** Settings of destinations as they stand in the database. `open` throws where they were sealed with another key. */
export interface SealedSettings {
  open(sealed: Buffer): unknown;
  seal(settings: unknown): Buffer;
}

export function sealedSettings(sealer: Sealer): SealedSettings {
  return {
    open: (sealed) => JSON.parse(sealer.open(sealed)) as unknown,
    seal: (settings) => sealer.seal(JSON.stringify(settings)),
  };
}
