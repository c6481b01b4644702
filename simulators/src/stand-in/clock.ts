/** The time now, in milliseconds since the epoch. Injected, so that tests walk days without waiting. */
export type Clock = () => number;
