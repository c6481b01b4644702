import type { Clock } from '../stand-in/clock.ts';

/** Bounds the stand-in enforces; `Infinity` switches one off (for benches). */
export interface Limits {
  readonly requestsPerSecondByIpMax: number;
  readonly parallelRequestsByLoginMax: number;
  /** The count starts again at 00:00 GMT. */
  readonly requestsPerDayByLoginMax: number;
  readonly bodyBytesMax: number;
}

/**
 * The quotas of adplatforms.md §2.1. The platform takes files up to 1 GB; the stand-in holds a body in memory and in its
 * request log, so it stops at 256 MiB, far above any batch of ours.
 */
export const PLATFORM_LIMITS: Limits = {
  requestsPerSecondByIpMax: 30,
  parallelRequestsByLoginMax: 3,
  requestsPerDayByLoginMax: 5000,
  bodyBytesMax: 256 * 1024 * 1024,
};

export interface YandexMetricaOptions {
  /** Port on 127.0.0.1; 0 or absent takes a free one. */
  readonly port?: number;
  /** Default `Date.now`. */
  readonly now?: Clock;
  /** Seconds from UPLOADED to PROCESSED; 0, the default, means processed at the first look. */
  readonly processingSeconds?: number;
  readonly limits?: Partial<Limits>;
  /** How many of the newest requests `requests()` remembers, so that a long bench does not fill the memory. Default 1000. */
  readonly requestsKeptMax?: number;
}
