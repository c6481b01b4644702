import type { YandexMetricaSimulator } from '@otkuda/simulators';
import type pg from 'pg';
import { checkDeliveries } from './check-deliveries.ts';
import { checkFacts } from './check-facts.ts';
import { checkRollups } from './check-rollups.ts';
import { checkStates } from './check-states.ts';
import { type Findings, noFindings } from './findings.ts';
import type { Ledger } from './ledger.ts';
import { counterId } from './project.ts';

/** Holds everything that the senders know against the database and the ad system. */
export async function checkAll(
  pool: pg.Pool,
  projectId: string,
  ledger: Ledger,
  metrica: YandexMetricaSimulator,
): Promise<Findings> {
  const findings = noFindings();
  findings.wrong.push(...ledger.wrongAnswers);
  await checkFacts(pool, projectId, ledger, findings);
  await checkStates(pool, projectId, findings);
  await checkRollups(pool, projectId, findings);
  await checkDeliveries(pool, projectId, metrica, counterId, findings);
  return findings;
}
