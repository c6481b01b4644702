import { parseArgs } from 'node:util';
import { describeFindings } from './findings.ts';
import { proveDurability } from './run.ts';

const usage =
  'node e2e/durability/main.ts [--kills 100] [--servers 1] [--senders 8]\nOTKUDA_KILL_SEED repeats a run.\n';

/** The full form of the kill test: `kills` times kill -9 under load, then the account. Exit code 1 where anything is amiss. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '100' },
      servers: { type: 'string', default: '1' },
      senders: { type: 'string', default: '8' },
    },
  });
  const [kills = 0, servers = 0, senders = 0] = [values.kills, values.servers, values.senders].map(Number);
  if (![kills, servers, senders].every((number) => Number.isSafeInteger(number) && number > 0)) {
    process.stderr.write(usage);
    return 2;
  }
  const seed = Number(process.env.OTKUDA_KILL_SEED ?? Math.floor(Math.random() * 1_000_000));
  say(`${kills} kills, ${servers} server${servers === 1 ? '' : 's'}, ${senders} senders, OTKUDA_KILL_SEED=${seed}`);
  const { ledger, findings, conversions, uploads, looks } = await proveDurability({
    ...{ kills, servers, senders, seed, pauseMsMax: 40 },
    onKill({ what, readyAfterMs }, number, { acknowledged }) {
      say(`kill ${number}: ${what}; ready after ${readyAfterMs} ms; ${acknowledged} requests acknowledged so far`);
    },
  });
  const { lost, doubled } = findings;
  say(`${ledger.clickIds.length} clicks with a code, ${ledger.redirectsWithoutCode} redirects without one`);
  say(`${ledger.unanswered} calls without an answer or answered 503`);
  const asked = `${looks.found} found and ${looks.absent} missing when asked about after their server had died`;
  say(`${conversions} conversions told in ${uploads} uploads; ${asked}`);
  const account = describeFindings(findings);
  if (account !== '') say(account);
  say(`${kills} kills: ${ledger.acknowledged} acknowledged, ${lost.length} lost, ${doubled.length} doubled`);
  return account === '' ? 0 : 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main();
