import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Destination } from './destination.ts';
import { callReasons, conversionReasons, ownerReasons, signInReasons } from './reasons.ts';
import { destinations, destinationsByType } from './registry.ts';
import type { Text } from './text.ts';

const cyrillic = /[А-Яа-яЁё]/;

function expectBothLanguages({ ru, en }: Text): void {
  expect(ru).toMatch(/\S/);
  expect(en).toMatch(/\S/);
  expect(en).not.toMatch(cyrillic);
}

interface Annotations {
  readonly 'x-label'?: Text;
  readonly 'x-hint'?: Text;
  readonly 'x-made'?: boolean;
}

/** The annotations of a setting as the dashboard reads them. */
function annotationsOf(setting: object): Annotations {
  return setting;
}

it('every type has a name of its own', () => {
  expect(destinationsByType.size).toBe(destinations.length);
});

describe.each(destinations.map((destination) => [destination.type, destination] as const))(
  '%s',
  (type, destination) => {
    it('stands in the file of its name', () => {
      expect(type).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(existsSync(join(import.meta.dirname, `${type.replaceAll('_', '-')}.ts`))).toBe(true);
    });

    it('is named and explained in both languages, each setting too', () => {
      expectBothLanguages(destination.title);
      expectBothLanguages(destination.help);
      expect(destination.help.ru).toMatch(cyrillic);
      for (const [name, setting] of Object.entries(destination.settings.properties)) {
        const { 'x-label': label, 'x-hint': hint } = annotationsOf(setting);
        if (label === undefined || hint === undefined) throw new Error(`${name} has no label or no hint`);
        expectBothLanguages(label);
        expectBothLanguages(hint);
      }
    });

    it('asks people for all that it needs, unless signing in sets it', () => {
      const { properties, required } = destination.settings;
      const made = Object.entries(properties).filter(([, setting]) => annotationsOf(setting)['x-made'] === true);
      if (destination.signIn === undefined) expect(made).toEqual([]);
      for (const [name] of made) expect(required).not.toContain(name);
    });

    it('hides settings that it has', () => {
      expect(Object.keys(destination.settings.properties)).toEqual(expect.arrayContaining([...destination.secrets]));
    });

    it('takes the goals that it suggests', () => {
      for (const goal of Object.values(destination.suggestedGoals)) {
        expect(destination.refusesTarget(goal, null), goal).toBeNull();
      }
    });

    it('has limits that make sense together', () => {
      const { batchSizeMax, callsAtOnce, deadline, verdicts, fillsBatches } = destination;
      expect(batchSizeMax).toBeGreaterThan(0);
      // Rows of one person must not overtake each other where a call carries many.
      if (batchSizeMax > 1) expect(callsAtOnce).toBe(1);
      if (fillsBatches) expect(batchSizeMax).toBeGreaterThan(1);
      expect(deadline.hoursAfterEvent).toBeGreaterThan(0);
      expect(verdicts?.giveUpHours ?? 1).toBeGreaterThan(0);
    });

    it('is a destination of nobody where the owner gives the address', () => {
      expect(isOwners(destination)).toBe(destination.adSystem === null);
    });
  },
);

function isOwners({ baseUrl }: Destination): boolean {
  return baseUrl === null;
}

describe('the reasons', () => {
  it.each(Object.entries({ ...conversionReasons, ...ownerReasons, ...signInReasons, ...callReasons }))(
    '%s says in both languages',
    (_, text) => {
      expectBothLanguages(text);
      expect(text.ru).toMatch(cyrillic);
    },
  );

  it('are named once', () => {
    const names = [conversionReasons, ownerReasons, signInReasons, callReasons].flatMap((list) => Object.keys(list));
    expect(new Set(names).size).toBe(names.length);
  });
});
