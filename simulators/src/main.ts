import { startYandexMetrica } from './yandex-metrica/simulator.ts';

const PORT_DEFAULT = '4010';

/**
 * The stand-ins as a process of their own, for curl and for a server started by hand. `PORT` (default 4010, 0 for a free
 * one) is where the Yandex Metrica stand-in listens; SIGTERM and SIGINT end it with 0.
 */
async function main(): Promise<void> {
  const port = Number(process.env.PORT ?? PORT_DEFAULT);
  const yandexMetrica = await startYandexMetrica({ port });
  yandexMetrica.addCounter({
    id: '2215573',
    login: 'owner',
    token: 'y0_TEST',
    goals: ['bot_start', 'lead', 'purchase'],
    knownIds: 'all',
  });
  process.stdout.write(`Yandex Metrica stand-in: ${yandexMetrica.url} (counter 2215573, token y0_TEST)\n`);

  // Nothing else holds the process: with the server closed it ends by itself, with 0.
  const end = (): void => void yandexMetrica.close();
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}

await main();
