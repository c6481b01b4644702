/** Base addresses that an environment variable can replace, by their names in the configuration. A path in them is kept. */
export type BaseUrlName =
  | 'yandexMetricaUrl'
  | 'yandexOauthUrl'
  | 'vkTrackerUrl'
  | 'metaGraphUrl'
  | 'googleDataManagerUrl'
  | 'googleOauthUrl';

/** What a call is made with, beside the settings. */
export interface CallContext {
  /** Without a slash at its end; '' where the owner gives the address (`Destination.baseUrl` is null). */
  readonly baseUrl: string;
  /** What `Destination.token` fetched; null: it has none, or these settings need none. */
  readonly token: string | null;
  /** For signatures and checks of age; the same rows sent again get the time of that try. */
  readonly nowMs: number;
}
