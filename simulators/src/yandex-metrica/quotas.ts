import { ApiError } from './api-error.ts';
import type { Limits } from './options.ts';

const DAY_MS = 86_400_000;

/** Whether a request may enter. `release` gives its parallel place back and may be called more than once. */
type QuotaAdmission =
  | { readonly kind: 'admitted'; release(): void }
  | { readonly kind: 'refused'; readonly error: ApiError };

/** The quotas of adplatforms.md §2.1. A refused request counts in none, so that a client which waits recovers. */
export class Quotas {
  readonly #limits: Limits;
  readonly #recentByIp = new Map<string, number[]>();
  readonly #todayByLogin = new Map<string, { readonly day: number; readonly count: number }>();
  readonly #runningByLogin = new Map<string, number>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** @param login null where the token is unknown: such a request counts for its address only. */
  admit(ip: string, login: string | null, nowMs: number): QuotaAdmission {
    const recent = (this.#recentByIp.get(ip) ?? []).filter((at) => at > nowMs - 1000);
    if (recent.length >= this.#limits.requestsPerSecondByIpMax) return refused('quota_requests_by_ip');
    const refusal = login === null ? null : this.#enter(login, nowMs);
    if (refusal !== null) return refusal;
    if (Number.isFinite(this.#limits.requestsPerSecondByIpMax)) this.#recentByIp.set(ip, [...recent, nowMs]);
    return { kind: 'admitted', release: this.#releaseOnce(login) };
  }

  #enter(login: string, nowMs: number): QuotaAdmission | null {
    const day = Math.floor(nowMs / DAY_MS);
    const today = this.#todayByLogin.get(login);
    const count = today?.day === day ? today.count : 0;
    const running = this.#runningByLogin.get(login) ?? 0;
    if (count >= this.#limits.requestsPerDayByLoginMax) return refused('quota_requests_by_uid');
    if (running >= this.#limits.parallelRequestsByLoginMax) return refused('quota_parallel_requests');
    this.#todayByLogin.set(login, { day, count: count + 1 });
    this.#runningByLogin.set(login, running + 1);
    return null;
  }

  #releaseOnce(login: string | null): () => void {
    let held = login;
    return () => {
      if (held === null) return;
      this.#runningByLogin.set(held, (this.#runningByLogin.get(held) ?? 0) - 1);
      held = null;
    };
  }
}

function refused(
  errorType: 'quota_requests_by_ip' | 'quota_requests_by_uid' | 'quota_parallel_requests',
): QuotaAdmission {
  return { kind: 'refused', error: new ApiError(errorType) };
}
