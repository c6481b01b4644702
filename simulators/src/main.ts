import { startSampleAccounts } from './sample-accounts.ts';

const PORT_DEFAULT = '4010';

/**
 * The stand-ins as a process of their own, for curl and for a server started by hand. `PORT` (default 4010, 0 for free ones) is where
 * that of Yandex Metrica listens, the others follow; each prints its variables and a destination that it takes. SIGTERM and SIGINT
 * end them with 0.
 */
async function main(): Promise<void> {
  const accounts = await startSampleAccounts(Number(process.env.PORT ?? PORT_DEFAULT));
  const lines = accounts.map(
    ({ name, url, variables, destination }) =>
      `${name} stand-in: ${url} (${variables.join(', ')})\n  ${JSON.stringify(destination)}\n`,
  );
  process.stdout.write(lines.join(''));

  // Nothing else holds the process: with the servers closed it ends by itself, with 0.
  const end = (): void => {
    for (const { close } of accounts) void close();
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}

await main();
