import { Compile } from 'typebox/compile';
import type { Destination } from '../../destinations/destination.ts';
import type { Sealer } from '../../secrets/seal.ts';
import type { Violation } from '../problem.ts';
import { violationsOf } from '../validate.ts';

export type Settings = Readonly<Record<string, unknown>>;

/** Null where they cannot be decrypted or are not what they should be. */
export function openSettings(sealer: Pick<Sealer, 'open'>, sealed: Buffer): Settings | null {
  try {
    const settings: unknown = JSON.parse(sealer.open(sealed));
    return typeof settings === 'object' && settings !== null ? { ...settings } : null;
  } catch {
    return null;
  }
}

/** What of the settings does not fit the platform. Fields it does not know are refused: a typo would be silent otherwise. */
export function settingsViolations(destination: Destination, settings: Settings): Violation[] {
  const { settings: schema, secrets } = destination;
  const masked = secrets.flatMap((name) => masksIn(name, settings[name]));
  // It is not the one that was shown: stored as a secret, it would only fail later.
  if (masked.length > 0) return masked.map((name) => ({ field: `settings.${name}`, expected: 'the whole secret' }));
  const strict = { ...schema, additionalProperties: false };
  const validator = Compile(strict);
  if (!validator.Check(settings)) {
    return violationsOf(strict, validator.Errors(settings), '').map(({ field, expected }) => ({
      field: field === '' ? 'settings' : `settings.${field}`,
      expected,
    }));
  }
  const violations = destination.violations?.(settings) ?? [];
  return violations.map(({ field, expected }) => ({ field: `settings.${field}`, expected }));
}

/** Settings as they are shown: of a secret, only the last 4 characters, and none of a short one. */
export function maskSettings(secrets: readonly string[], settings: Settings): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, secrets.includes(name) ? mask(value) : value]),
  );
}

const maskableCharsMin = 12;

function mask(secret: unknown): unknown {
  if (isPairs(secret)) return Object.fromEntries(Object.entries(secret).map(([name, value]) => [name, mask(value)]));
  return typeof secret === 'string' && secret.length >= maskableCharsMin ? `…${secret.slice(-4)}` : '…';
}

function isPairs(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names of what is a mask and no secret. */
function masksIn(name: string, value: unknown): string[] {
  if (isPairs(value)) return Object.entries(value).flatMap(([part, one]) => masksIn(`${name}.${part}`, one));
  return typeof value === 'string' && value.startsWith('…') ? [name] : [];
}

/** A secret, or a part of one, that came back as it was shown stays as it is stored. */
function unmasked(stored: unknown, given: unknown): unknown {
  if (isPairs(given)) {
    const parts = isPairs(stored) ? stored : {};
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, unmasked(parts[name], value)]));
  }
  return stored !== undefined && given === mask(stored) ? stored : given;
}

/** The stored settings with what is given: null takes a field away, a secret that came back as it was shown stays. */
export function mergeSettings(secrets: readonly string[], stored: Settings, given: Settings): Settings {
  const merged: Record<string, unknown> = { ...stored };
  for (const [name, value] of Object.entries(given)) {
    if (value === null) delete merged[name];
    else merged[name] = secrets.includes(name) ? unmasked(stored[name], value) : value;
  }
  return merged;
}
