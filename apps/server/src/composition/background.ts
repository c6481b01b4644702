import type pg from 'pg';
import type { Config } from '../config.ts';
import type { Pacing } from '../delivery/index.ts';
import type { Directory } from '../directory/directory.ts';
import { sweepUnneededAddresses } from '../directory/unneeded-addresses.ts';
import { startMaintenance } from '../maintenance/maintenance.ts';
import type { Messengers } from '../messengers/messengers.ts';
import { countConversions } from '../reports/count-conversions.ts';
import { sendMorningReports } from '../reports/morning-schedule.ts';
import type { Ends } from './ends.ts';
import type { Warn } from './warn.ts';

interface BackgroundNeeds {
  readonly config: Pick<Config, 'retentionDays'>;
  readonly pool: pg.Pool;
  readonly directory: Pick<Directory, 'readProject'>;
  readonly pacing: Pick<Pacing, 'limits'>;
  readonly messengers: Pick<Messengers, 'sendToOwners'>;
  readonly now: () => number;
  readonly warn: Warn;
  readonly ends: Ends;
}

/** What is done on a schedule, by whichever process of a database comes to it. */
export async function startBackground(needs: BackgroundNeeds): Promise<void> {
  const { config, pool, directory, pacing, messengers, now, warn, ends } = needs;
  let stopping = false;
  const maintenance = await startMaintenance({
    pool,
    now,
    retentionDays: config.retentionDays,
    log: warn,
    tasks: [
      { name: 'sweep_addresses', cron: '47 * * * *', run: () => sweepUnneededAddresses(pool, directory) },
      {
        name: 'count_conversions',
        cron: '* * * * *',
        run: () => countConversions(pool, { busy: () => pacing.limits, stopped: () => stopping }),
      },
      {
        name: 'send_morning_reports',
        cron: '*/5 * * * *',
        run: () =>
          sendMorningReports(pool, messengers.sendToOwners.bind(messengers), now(), (projectId, error) =>
            warn('a morning report could not be sent', { projectId, error }),
          ),
      },
    ],
  });
  const end = (): Promise<void> => {
    stopping = true;
    return maintenance.stop();
  };
  ends.add('work', end, 1_000);
}
