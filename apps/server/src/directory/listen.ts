import pg from 'pg';

export const configChannel = 'otkuda_config';

/**
 * Listens for changed configuration on a connection of its own. Whatever was missed while the connection was away is unknown, so
 * the caller is told to forget everything each time it is back. Returns a function that ends it.
 */
export function listenForChanges(url: string, onChange: () => void, retryMs = 500): () => Promise<void> {
  let ended = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url });
    client = next;
    let lost = false;
    const lose = (): void => {
      if (lost || ended) return;
      lost = true;
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
    } catch {
      lose();
    }
  };

  void connect();
  return async () => {
    ended = true;
    clearTimeout(timer);
    await client?.end().catch(() => {});
  };
}
