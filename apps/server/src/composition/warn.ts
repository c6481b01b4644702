import type { Logger } from 'pino';

/** How the parts say what an operator should know. */
export type Warn = (message: string, details?: object) => void;

export function warnTo(log: Logger): Warn {
  return (message, details = {}) => log.warn(details, message);
}
