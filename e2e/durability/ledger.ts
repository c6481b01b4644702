/** How one attempt at a call ended for its sender. */
export type Outcome =
  /** OK, or the conflict that says that it is stored already. */
  | 'acknowledged'
  /** Refused for what it says: nothing is stored. */
  | 'refused'
  /** No answer, or 503: stored or not, nobody knows. */
  | 'unanswered'
  /** Nobody took the connection: nothing is stored. */
  | 'unsent';

/** A fact that was told, and how each attempt at telling it ended. */
export interface ToldFact {
  /** A repeated delivery of it is recognised, by its update_id, its date or its Idempotency-Key. */
  readonly repeatable: boolean;
  readonly outcomes: Record<Outcome, number>;
}

/** What the senders know: the database and the ad system are held to it. */
export class Ledger {
  /** By what the fact is about: see `factKey`. */
  readonly facts = new Map<string, ToldFact>();
  /** Ids of the clicks whose code was handed out. */
  readonly clickIds: string[] = [];
  /** `X-Request-Id` of the calls that were answered OK. */
  readonly requestIds: string[] = [];
  /** Answers that must never be given, whatever is killed. */
  readonly wrongAnswers: string[] = [];
  acknowledged = 0;
  unanswered = 0;
  redirectsWithoutCode = 0;
  #lastNumber = 0;

  /** A number that no other call of this run has: for users, updates, clicks. */
  nextNumber(): number {
    this.#lastNumber += 1;
    return this.#lastNumber;
  }

  fact(key: string, repeatable: boolean): ToldFact {
    const known = this.facts.get(key);
    if (known !== undefined) return known;
    const told = { repeatable, outcomes: { acknowledged: 0, refused: 0, unanswered: 0, unsent: 0 } };
    this.facts.set(key, told);
    return told;
  }

  note(told: ToldFact, outcome: Outcome): void {
    told.outcomes[outcome] += 1;
    if (outcome === 'acknowledged') this.acknowledged += 1;
    if (outcome === 'unanswered') this.unanswered += 1;
  }
}

/** How often the fact may stand in the database. */
export function boundsOf({ repeatable, outcomes }: ToldFact): { readonly min: number; readonly max: number } {
  const { acknowledged, unanswered } = outcomes;
  if (!repeatable) return { min: acknowledged, max: acknowledged + unanswered };
  return { min: Math.min(acknowledged, 1), max: Math.min(acknowledged + unanswered, 1) };
}

/** Each fact of the run differs in user, kind or mark: the second it is dated, the event's type, the goal's target. */
export function factKey(kind: string, userId: string, mark: string | number): string {
  return `${kind} of ${userId}, ${mark}`;
}
