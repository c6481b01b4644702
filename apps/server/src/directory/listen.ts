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
      clearInterval(asking);
      next.end().catch(() => {});
      onChange();
      timer = setTimeout(() => void connect(), retryMs);
    };
    next.on('error', lose);
    next.on('end', lose);
    next.on('notification', onChange);
    try {
      await next.connect();
      await next.query(`listen ${configChannel}`);
      onChange();
      if (ended) return;
      asking = setInterval(() => void next.query('select 1').catch(lose), askEveryMs);
    } catch {
      lose();
    }
  };

  void connect();
  return async () => {
    ended = true;
    clearTimeout(timer);
    clearInterval(asking);
    await client?.end().catch(() => {});
  };
}
