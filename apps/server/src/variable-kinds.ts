import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import proxyAddress from '@fastify/proxy-addr';

/** An environment variable: what it is for, and how its value is read. */
export interface Variable<T> {
  /** What it means, for the documentation; the tables in the documents are held to this by a test. */
  readonly meaning: string;
  readonly shownDefault: string;
  /** null: not set. Throws with what was expected. */
  read(value: string | null): T;
}

export function text(byDefault: string, meaning: string): Variable<string> {
  return { meaning, shownDefault: byDefault, read: (value) => value ?? byDefault };
}

export function whole(byDefault: number, min: number, max: number, meaning: string): Variable<number> {
  return {
    meaning,
    shownDefault: String(byDefault),
    read(value) {
      if (value === null) return byDefault;
      const number = Number(value);
      if (!/^\d+$/.test(value) || number < min || number > max) throw new Error(`a whole number from ${min} to ${max}`);
      return number;
    },
  };
}

export function url<Default extends string | null>(
  byDefault: Default,
  shownDefault: string,
  meaning: string,
): Variable<string | Default> {
  return {
    meaning,
    shownDefault,
    read(value) {
      if (value === null) return byDefault;
      if (!/^https?:\/\//.test(value) || !URL.canParse(value))
        throw new Error('an address such as https://example.org');
      return value.replace(/\/+$/, '');
    },
  };
}

const switches: Readonly<Record<string, boolean>> = {
  on: true,
  true: true,
  '1': true,
  off: false,
  false: false,
  '0': false,
};

export function onOff(meaning: string): Variable<boolean> {
  return {
    meaning,
    shownDefault: 'off',
    read(value) {
      const read = switches[value ?? 'off'];
      if (read === undefined) throw new Error('on or off');
      return read;
    },
  };
}

/** Nobody, everybody, or addresses and networks. */
export function proxies(meaning: string): Variable<boolean | string> {
  return {
    meaning,
    shownDefault: 'off',
    read(value) {
      if (value === null) return false;
      const all = switches[value];
      if (all !== undefined) return all;
      try {
        proxyAddress.compile(value.split(',').map((address) => address.trim()));
      } catch {
        throw new Error('true, off, or addresses such as 127.0.0.1, 10.0.0.0/8');
      }
      return value;
    },
  };
}

/** Base address of an advertising system; a path in it is kept. */
export function platform(byDefault: string, meaning: string): Variable<string> {
  return url(byDefault, byDefault, meaning);
}

export function certificates(meaning: string): Variable<string | null> {
  return {
    meaning,
    shownDefault: 'none',
    read(value) {
      if (value === null) return null;
      const file = resolve(value);
      if (!existsSync(file) || !readFileSync(file, 'utf8').includes('-----BEGIN CERTIFICATE-----'))
        throw new Error('a file with certificates in PEM');
      return file;
    },
  };
}

export function databaseUrl(meaning: string): Variable<string | null> {
  return {
    meaning,
    shownDefault: 'none: the embedded one',
    read(value) {
      if (value !== null && !/^postgres(ql)?:\/\//.test(value))
        throw new Error('an address such as postgres://user:password@host/database');
      return value;
    },
  };
}

export function secret(charsMin: number, shownDefault: string, meaning: string): Variable<string | null> {
  return {
    meaning,
    shownDefault,
    read(value) {
      if (value !== null && value.length < charsMin) throw new Error(`at least ${charsMin} characters`);
      return value;
    },
  };
}
