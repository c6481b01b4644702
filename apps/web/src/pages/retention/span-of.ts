/** Hours in the unit that fits their size. */
export function spanOf(hours: number): { readonly unit: 'hours' | 'days'; readonly count: number } {
  return hours < 48 ? { unit: 'hours', count: hours } : { unit: 'days', count: Math.round(hours / 24) };
}
