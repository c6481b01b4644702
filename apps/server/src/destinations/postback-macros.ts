import { clickIdNames, markNames } from '../domain/click-marks.ts';
import type { MacroValues } from './macros.ts';
import type { OutgoingConversion, Person } from './outgoing.ts';

/** The first of these is what a tracker knows the click by. Source: contract.md, `postback`. */
const trackerIds = ['click_id', 'clickid', 'subid', 'cid'];
const clickIds = [...trackerIds, ...clickIdNames.filter((name) => !trackerIds.includes(name))];

/** What a macro can be, in the order of the documents. */
export const postbackMacros: readonly string[] = [
  'click_id',
  'user_id',
  'goal',
  'status',
  'value',
  'currency',
  'conversion_id',
  'timestamp',
  'event_type',
  'cause',
  'platform',
  ...markNames,
  ...clickIdNames.filter((name) => name !== 'click_id'),
];

/** What of the person a postback may want, whatever its address turns out to hold: marks and ids by their names, and `click_id`. */
export function identifiersOf({ ids, marks }: Person): Readonly<Record<string, string>> {
  const known = Object.entries({ ...marks, ...ids }).filter(([name]) => postbackMacros.includes(name));
  const own = clickIds.find((name) => ids[name] !== undefined);
  const clickId = own === undefined ? {} : { click_id: ids[own] ?? '' };
  return { ...Object.fromEntries(known), ...clickId };
}

export function valuesOf(conversion: OutgoingConversion, status: string): MacroValues {
  return {
    ...conversion.identity.ids,
    user_id: conversion.userId,
    goal: conversion.target,
    status,
    value: conversion.value,
    currency: conversion.currency,
    conversion_id: conversion.conversionId,
    timestamp: String(Math.floor(conversion.happenedMs / 1000)),
    event_type: conversion.eventType,
    cause: conversion.cause,
    platform: conversion.platform,
  };
}
