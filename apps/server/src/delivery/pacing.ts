import { FairLine } from './fair-line.ts';

export interface PacingOptions {
  /** How much of the last moments the server spent on storing what many callers wait for, 0 to 1. */
  readonly ingestLoad: () => number;
  /** Conversions a second while ingest is busy, of all destinations together; 0: as many as it can at any time. */
  readonly rowsPerSecond: number;
  /** Milliseconds that only grow. */
  readonly now?: () => number;
  readonly later?: (work: () => void, ms: number) => void;
}

/** What a step of the delivery wants to do. */
export interface PacedStep<T> {
  /** Whose it is: projects take turns. */
  readonly owner: string;
  /** Rows that it may handle at most; `rowsOf` tells what it was. */
  readonly rowsMax: number;
  /** A deadline is near: it neither waits nor counts. */
  readonly urgent: boolean;
  readonly task: () => Promise<T>;
  readonly rowsOf: (done: T) => number;
}

/** Above the first the delivery makes room, until the load is below the second. */
const busyFrom = 0.5;
const calmBelow = 0.25;
/** What a call costs besides its rows, in rows: statements, a connection, a line of the log. */
const rowsPerCall = 10;
/** Room that nobody used is kept for so long. */
const creditSeconds = 1;
/** How soon it is seen that ingest has calmed down. */
const lookMs = 100;

/**
 * Leaves the machine to ingest while that needs it: one process and one database do both, so every conversion that is told at such a
 * moment is paid for by people who wait for an answer. While ingest is busy the delivery goes on at a settled rate, shared in turns
 * by projects; else nothing holds it back.
 */
export class Pacing {
  readonly #options: Required<PacingOptions>;
  readonly #line = new FairLine();
  #limits = false;
  /** Rows that may be handled now; below zero: they were, and the next wait until that is made up for. */
  #credit = 0;
  #countedMs = 0;
  #looks = false;
  #open = false;

  constructor({ now = () => performance.now(), later = setUnrefTimeout, ...options }: PacingOptions) {
    this.#options = { ...options, now, later };
    this.#countedMs = now();
  }

  /** Nothing is ever held back: where no ingest runs beside the delivery. */
  static none(): Pacing {
    return new Pacing({ ingestLoad: () => 0, rowsPerSecond: 0 });
  }

  /** Whether ingest is busy, so that the delivery keeps to its rate. */
  get limits(): boolean {
    const { ingestLoad, rowsPerSecond } = this.#options;
    if (this.#open || rowsPerSecond === 0) return false;
    this.#limits = ingestLoad() >= (this.#limits ? calmBelow : busyFrom);
    return this.#limits;
  }

  /** Steps that wait for their turn. */
  get waiting(): number {
    return this.#line.length;
  }

  /** Runs a step when there is room for it. What it may handle is taken up beforehand, and what it did not handle given back. */
  async run<T>({ owner, rowsMax, urgent, task, rowsOf }: PacedStep<T>): Promise<T> {
    if (urgent || !(this.limits || this.waiting > 0)) return task();
    const reserved = rowsMax + rowsPerCall;
    await new Promise<void>((resolve) => {
      this.#line.add(owner, () => {
        this.#credit -= reserved;
        resolve();
      });
      this.#letGo();
    });
    // A step that fails has cost what it could.
    const done = await task();
    const rows = rowsOf(done);
    this.#credit += reserved - (rows === 0 ? 0 : rows + rowsPerCall);
    this.#letGo();
    return done;
  }

  /** Lets everybody go who waits, now and from now on: the delivery stops. */
  open(): void {
    this.#open = true;
    this.#letGo();
  }

  #letGo(): void {
    this.#count();
    while (this.waiting > 0 && (!this.limits || this.#credit >= 0)) this.#line.next();
    if (this.waiting > 0) this.#look();
  }

  #count(): void {
    const { now, rowsPerSecond } = this.#options;
    const nowMs = now();
    // What is told without a limit is not made up for afterwards.
    if (!this.limits) this.#credit = 0;
    this.#credit += ((nowMs - this.#countedMs) / 1000) * rowsPerSecond;
    this.#credit = Math.min(this.#credit, rowsPerSecond * creditSeconds);
    this.#countedMs = nowMs;
  }

  #look(): void {
    if (this.#looks) return;
    this.#looks = true;
    const untilMs = (-this.#credit / this.#options.rowsPerSecond) * 1000;
    this.#options.later(
      () => {
        this.#looks = false;
        this.#letGo();
      },
      Math.min(Math.max(Math.ceil(untilMs), 1), lookMs),
    );
  }
}

function setUnrefTimeout(work: () => void, ms: number): void {
  setTimeout(work, ms).unref();
}
