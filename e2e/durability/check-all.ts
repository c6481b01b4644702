import type { YandexMetricaSimulator } from '@otkuda/simulators';
import type pg from 'pg';
import { checkDeliveries } from './check-deliveries.ts';
import { checkFacts } from './check-facts.ts';
import { checkReportRollups } from './check-report-rollups.ts';
import { checkRollups } from './check-rollups.ts';
import { checkStates } from './check-states.ts';
import { type Findings, noFindings } from './findings.ts';
import type { Ledger } from './ledger.ts';
import { counterId } from './project.ts';

/** Holds what the senders know against the database. */
export async function checkStored(pool: pg.Pool, projectId: string, ledger: Ledger): Promise<Findings> {
  const findings = noFindings();
  findings.wrong.push(...ledger.wrongAnswers);
  await checkFacts(pool, projectId, ledger, findings);
  await checkStates(pool, projectId, findings);
  await checkRollups(pool, projectId, findings);
  await checkReportRollups(pool, projectId, findings);
  return findings;
}

/** The same, and what the ad system was told; everything has to be told by then. */
export async function checkAll(
  pool: pg.Pool,
  projectId: string,
  ledger: Ledger,
  metrica: YandexMetricaSimulator,
): Promise<Findings> {
  const findings = await checkStored(pool, projectId, ledger);
  await checkDeliveries(pool, projectId, metrica, counterId, findings);
  return findings;
}
