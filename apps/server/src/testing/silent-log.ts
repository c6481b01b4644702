import pino from 'pino';

/** For servers that run inside a test or a harness, whose output is their own. */
export const silentLog = pino({ level: 'silent' });
