/** What is not as it must be, in words, by kind. */
export interface Findings {
  /** Acknowledged and not there. */
  readonly lost: string[];
  /** There more often than it was told, or though nobody told it. */
  readonly doubled: string[];
  /** Anything else that does not add up. */
  readonly wrong: string[];
}

export function noFindings(): Findings {
  return { lost: [], doubled: [], wrong: [] };
}

const shownMax = 10;

/** The first of each kind, for the person who has to find out why. Empty where all is well. */
export function describeFindings({ lost, doubled, wrong }: Findings): string {
  const kinds = { lost, doubled, wrong };
  return Object.entries(kinds)
    .filter(([, found]) => found.length > 0)
    .map(([kind, found]) => {
      const more = found.length > shownMax ? `\n  … and ${found.length - shownMax} more` : '';
      return `${found.length} ${kind}:\n${found
        .slice(0, shownMax)
        .map((one) => `  ${one}`)
        .join('\n')}${more}`;
    })
    .join('\n');
}
