import pg from 'pg';

export const configChannel = 'otkuda_config';

/** A connection of a machine that is gone looks like one on which nothing happens: it is asked now and then. */
const usualTimes = { retryMs: 500, askEveryMs: 10_000, answerMsMax: 3_000 };

/**
 * Listens for changed configuration on a connection of its own. Whatever was missed while the connection was away is unknown, so
 * the caller is told to forget everything each time it is back. Returns a function that ends it.
 */
export function listenForChanges(
  url: string,
  onChange: () => void,
  { retryMs, askEveryMs, answerMsMax } = usualTimes,
): () => Promise<void> {
  let ended = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let asking: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: answerMsMax,
      query_timeout: answerMsMax,
    });
    client = next;
    let lost = false;
    const lose = (): void => {
      if (lost || ended) return;
      lost = true;
      clearTimeout(asking);
      next.end().catch(() => {});
      onChange();
      timer = setTimeout(() => void connect(), retryMs);
    };
    // The next question waits for the answer to the last: a connection does one thing at a time.
    const askLater = (): void => {
      if (ended || lost) return;
      asking = setTimeout(() => void next.query('select 1').then(askLater, lose), askEveryMs);
    };
    next.on('error', lose);
    next.on('end', lose);
    next.on('notification', onChange);
    try {
      await next.connect();
      await next.query(`listen ${configChannel}`);
      onChange();
      askLater();
    } catch {
      lose();
    }
  };

  void connect();
  return async () => {
    ended = true;
    clearTimeout(timer);
    clearTimeout(asking);
    await client?.end().catch(() => {});
  };
}
