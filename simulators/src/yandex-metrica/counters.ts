import { ApiError } from './api-error.ts';
import { exactGoals, type GoalSettings, type Goals, identifiersOf } from './goals.ts';

export interface CounterSettings {
  readonly id: string;
  /** The Yandex login which owns the counter; quotas are counted by it. */
  readonly login: string;
  readonly token: string;
  /** Identifiers of the JavaScript-event goals with the condition "exact". */
  readonly goals: readonly string[];
  /** Goals that take no offline conversions. */
  readonly otherGoals?: Goals;
  /** Yclid, ClientId, UserId and PurchaseId values the counter has visits for; 'all', the default, links every id. */
  readonly knownIds?: 'all' | readonly string[];
}

/** A counter as linking asks it. */
export interface Counter {
  readonly id: string;
  readonly login: string;
  /** Identifiers that conversions may name. */
  readonly goals: ReadonlySet<string>;
  readonly goalList: Goals;
  knows(visitorId: string): boolean;
}

/** The accounts of the stand-in: counters, and the login behind each token. */
export class Counters {
  readonly #loginOfIssued: (token: string) => string | null;
  readonly #byId = new Map<string, Counter>();
  readonly #loginByToken = new Map<string, string>();

  /** `loginOfIssued`: whom a token speaks for that Yandex OAuth has issued. */
  constructor(loginOfIssued: (token: string) => string | null) {
    this.#loginOfIssued = loginOfIssued;
  }

  /**
   * Adds a counter; a known id takes the new settings for the uploads to come, earlier ones keep theirs.
   *
   * @throws {Error} if the token already speaks for another login, or the id is not a number.
   */
  add({ id, login, token, goals, otherGoals = [], knownIds = 'all' }: CounterSettings): void {
    if (!/^\d+$/.test(id)) throw new Error(`A counter id is a number, not "${id}"`);
    const owner = this.#loginByToken.get(token) ?? login;
    if (owner !== login) throw new Error(`The token of counter ${id} belongs to the login ${owner}`);
    const known = knownIds === 'all' ? null : new Set(knownIds);
    this.#loginByToken.set(token, login);
    const goalList = [...exactGoals(goals), ...otherGoals];
    const knows = (visitorId: string): boolean => known?.has(visitorId) ?? true;
    this.#byId.set(id, { id, login, goals: identifiersOf(goalList), goalList, knows });
  }

  /** For the uploads to come: those before were processed without it. */
  addGoal(counter: Counter, goal: GoalSettings): void {
    const goalList = [...counter.goalList, goal];
    this.#byId.set(counter.id, { ...counter, goals: identifiersOf(goalList), goalList });
  }

  /** As its owner deletes it. */
  remove(id: string): void {
    this.#byId.delete(id);
  }

  find(id: string): Counter | null {
    return this.#byId.get(id) ?? null;
  }

  /** The login a token speaks for. */
  loginOf(token: string): string | null {
    return this.#loginByToken.get(token) ?? this.#loginOfIssued(token);
  }

  /**
   * The counter a request may edit.
   *
   * @throws {ApiError} 401 without an `OAuth` token or with an unknown one, 404 for no such counter, 403 for another's.
   */
  authorise(authorization: string | undefined, counterId: string): Counter {
    const token = oauthToken(authorization);
    if (token === null) throw new ApiError('unauthorized');
    const login = this.loginOf(token);
    if (login === null) throw new ApiError('invalid_token');
    const counter = this.find(counterId);
    if (counter === null)
      throw new ApiError('not_found', { message: `Counter ${counterId} not found`, location: 'counterId' });
    if (counter.login !== login) throw new ApiError('access_denied');
    return counter;
  }
}

/** The token of `Authorization: OAuth <token>` (adplatforms.md §2.1); null for any other form. */
export function oauthToken(authorization: string | undefined): string | null {
  return /^OAuth (\S+)$/.exec(authorization ?? '')?.[1] ?? null;
}
