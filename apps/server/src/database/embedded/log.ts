/** Where the embedded PostgreSQL tells the server's log what it does. */
export type Log = (message: string, details?: object) => void;
