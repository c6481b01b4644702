import { Type } from 'typebox';
import type { LabelCondition } from '../../reports/label-sets.ts';
import { labelConditionsMax, labelNameCharsMax } from '../../reports/labels.ts';
import { invalid } from '../problem.ts';

/** Cuts of a report by labels of events. */
export const labelQuery = {
  labels: Type.Optional(
    Type.String({
      maxLength: labelConditionsMax * (2 * labelNameCharsMax + 2),
      description: `only events with this label, as name=value; up to ${labelConditionsMax}, parted by line breaks: events with all of them. Clicks and joins have no labels and stay whole`,
    }),
  ),
  group_by_label: Type.Optional(
    Type.String({
      maxLength: labelNameCharsMax,
      description: 'the name of a label: the same by its values as well; events without it are a group of their own',
    }),
  ),
};

/** Throws a 400 problem. */
export function labelsOf(asked: string | undefined): LabelCondition[] {
  if (asked === undefined) return [];
  const conditions = asked.split('\n').map((line) => {
    const at = line.indexOf('=');
    return { name: line.slice(0, Math.max(0, at)), value: line.slice(at + 1) };
  });
  const known = new Set(conditions.map(({ name }) => name));
  if (
    conditions.length <= labelConditionsMax &&
    known.size === conditions.length &&
    !conditions.some(({ name, value }) => isUnspeakable(name) || value.includes('\0'))
  ) {
    return conditions;
  }
  const expected = `1 to ${labelConditionsMax} labels as name=value, each name once, parted by line breaks`;
  throw invalid([{ field: 'labels', expected }]);
}

/** Throws a 400 problem. */
export function labelByOf(asked: string | undefined): string | null {
  if (asked === undefined) return null;
  if (!isUnspeakable(asked)) return asked;
  throw invalid([{ field: 'group_by_label', expected: 'the name of a label' }]);
}

/** No label has such a name. */
function isUnspeakable(name: string): boolean {
  return name.trim() === '' || name.includes('\0');
}
