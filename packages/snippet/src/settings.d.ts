// What the server puts in place of OTKUDA_SETTINGS when it serves a script, and what pages may have.

/** For landing.js. */
interface LandingSettings {
  /** Where visits are told: the server's address, without a slash at the end. */
  readonly base: string;
  /** The code of the tracking link; null: the server knows none of that name. */
  readonly link: string | null;
  /** What the page asked for, for the message where `link` is null. */
  readonly asked: string;
  /** The counter of Yandex Metrica; null: none. */
  readonly counter: string | null;
  /** The goal that a press is for the counter; null: none. */
  readonly goal: string | null;
  /** The bot or chat that the page named; null: none. */
  readonly chat: string | null;
  /** Addresses of the bots and chats whose links are rewritten. */
  readonly chats: readonly string[];
  /** Where to go without a code; null: the page has to know. */
  readonly plain: string | null;
}

/** For page.js. */
interface PageSettings {
  readonly counter: string | null;
  readonly goal: string | null;
  /** Where the ClientID is told, and of which click. */
  readonly learn: string;
  readonly link: string;
  readonly click: string;
  /** The address that opens the messenger's app; null: only `to`. */
  readonly app: string | null;
  readonly to: string;
}

declare const OTKUDA_SETTINGS: LandingSettings & PageSettings;

/** Yandex Metrica's function, or the queue that stands in for it until its script is there. */
type Ym = ((counter: number, method: string, ...rest: unknown[]) => void) & { a?: unknown[]; l?: number };

interface Otkuda {
  /** Resolves with the address to go to: with the code of this visit, or, where the server is away, without one; null: not known. */
  ready: Promise<string | null>;
  /** The same for each snippet of the page, by the code of its link. */
  readonly links: Record<string, Promise<string | null>>;
  /** Addresses with a code that links of this page have got. */
  readonly given: Set<string>;
}

interface Window {
  ym?: Ym;
  otkuda?: Otkuda;
  readonly navigation?: EventTarget;
}

interface Document {
  readonly prerendering?: boolean;
}
