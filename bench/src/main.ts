import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster } from '../../e2e/durability/cluster.ts';
import { type Bar, ceilingBar, medianRatio, ratioBar, table } from './bars.ts';
import { measureDeliveries, startMetrica } from './deliveries.ts';
import { type InviteBench, type Leased, prepareInvites, startChannel } from './invites.ts';
import type { LoadOptions } from './load.ts';
import type { Manage } from './manage.ts';
import { printOverload } from './overload.ts';
import { adminToken, load, memoryOf, type Running, startEcho, startServer } from './processes.ts';
import { printProfile } from './profile.ts';
import { reportBars } from './report-bars.ts';
import { printSoak, type SoakOptions } from './soak.ts';

/**
 * `npm run bench`: the bars of the design, each as a ratio of two figures taken in the same run on the same machine by the same client,
 * in interleaved rounds, of whose ratios the median counts. `--rounds N`, `--seconds N`, `--backlog N` (conversions that drain; 0: none), `--profile` (where the
 * time of a batch goes, by step). Instead of them: `--reports` (the bars of reports, over `--events N`; `--data FOLDER` keeps what was generated
 * there, and takes it from there the next time), `--overload` (what happens where more is offered than can be stored), `--soak`
 * (full load for ten minutes, or `--minutes N`).
 */
const rounds = option('--rounds', 5);
const seconds = option('--seconds', 3);
const backlog = option('--backlog', 200_000);
const connections = 64;
const users = 10_000;
const invitesPerSecondMax = 50_000;
const leasedShareMin = 0.9;
const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36';
const event =
  '{"user_id":"u{user}","event_type":"lesson","event_result":"in_progress","labels":[{"name":"course","value":"a"}]}';

function option(name: string, byDefault: number): number {
  const at = process.argv.indexOf(name);
  return at < 0 ? byDefault : Number(process.argv[at + 1]);
}

function text(name: string): string | null {
  const at = process.argv.indexOf(name);
  return at < 0 ? null : (process.argv[at + 1] ?? null);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function bench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'otkuda-bench-'));
  const running: Running[] = [];
  const closing: (() => Promise<void>)[] = [];
  const started = async (starting: Promise<Running>): Promise<Running> => {
    const one = await starting;
    running.push(one);
    return one;
  };
  try {
    const metrica = await startMetrica();
    closing.push(() => metrica.close());
    const telegram = await startChannel();
    closing.push(() => telegram.close());
    const first = await started(startServer(folder));
    await first.stop();
    const later = await started(
      startServer(folder, { YANDEX_METRICA_URL: metrica.url, TELEGRAM_API_URL: telegram.url }),
    );
    const target = await prepare(later);
    if (process.argv.includes('--overload')) return await printOverload(later, target.key, say);
    if (process.argv.includes('--soak')) return await printSoak(soakOf(later, target));
    const echo = await started(startEcho('echo'));
    const bare = await started(startEcho('redirect'));
    const bars = await measure(later, target, echo, bare);
    const databaseUrl = await new Cluster(join(folder, 'postgres')).url();
    const invites = await prepareInvites(manageOf(later), telegram, databaseUrl);
    closing.push(() => invites.close());
    bars.push(...(await measureInvites(later, target, invites, bare)));
    if (backlog > 0) {
      const bench = { manage: manageOf(later), plain: plain(later), echo: plain(echo), server: later, backlog, say };
      bars.push(...(await measureDeliveries(bench, metrica)));
    }
    bars.push(ceilingBar('start to ready, first time', first.readyMs / 1000, 6, 4, 's'));
    bars.push(ceilingBar('start to ready, later', later.readyMs / 1000, 3, 2, 's'));
    say(table(bars));
    if (process.argv.includes('--profile')) await printProfile(`http://127.0.0.1:${later.port}`, say);
    if (bars.some((bar) => !bar.holds)) process.exitCode = 1;
  } finally {
    for (const one of running.reverse()) if (one.child.exitCode === null) await one.stop();
    for (const close of closing) await close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Target {
  readonly key: string;
  readonly link: string;
}

function manageOf({ port }: Running): Manage {
  return async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/projects${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const answer = (await response.json()) as Record<string, string>;
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
}

/** A project without limits, ten thousand subscribers, a link. */
async function prepare(server: Running): Promise<Target> {
  const manage = manageOf(server);
  const project = await manage('POST', '', { platform: 'telegram', kind: 'bot', title: 'Bench', username: 'my_bot' });
  const key = await manage('POST', `/${project.id}/keys`, { limits: { per_second: 0, per_hour: 0, per_day: 0 } });
  const link = await manage('POST', `/${project.id}/links`, { name: 'Bench', code: 'bench' });
  const { statuses } = await load({
    ...plain(server),
    path: `/v1/${key.key}/user_did_start_bot`,
    body: '{"user_id":"u{n}","first_name":"Bench"}',
    requestsMax: users,
    seconds: 60,
  });
  if (statuses['200'] !== users) throw new Error(`the subscribers were not made: ${JSON.stringify(statuses)}`);
  return { key: key.key ?? '', link: new URL(link.url ?? '').pathname };
}

/** Three calls of the API to one click, as many connections in all as the bars have. */
function soakOf(server: Running, { key, link }: Target): SoakOptions {
  const event = { ...plain(server), connections: 48, path: `/v1/${key}/add_event` };
  const click = { ...clickOn(server, link), connections: 16 };
  const loads = [
    { name: 'add_event', status: '200', options: event },
    { name: 'redirect', status: '302', options: click },
  ];
  return { minutes: option('--minutes', 10), server, loads, say };
}

function plain({ port }: Running): LoadOptions {
  const headers = { 'content-type': 'application/json', 'user-agent': browser };
  return { port, connections, seconds, users, requestsMax: null, method: 'POST', path: '/', headers, body: event };
}

async function measure(server: Running, target: Target, echo: Running, bare: Running): Promise<Bar[]> {
  const figures = { echo: [] as number[], ingest: [] as number[], bare: [] as number[], redirect: [] as number[] };
  let memory = 0;
  for (let round = 0; round < rounds; round += 1) {
    figures.echo.push((await load(plain(echo))).perSecond);
    const ingest = await load({ ...plain(server), path: `/v1/${target.key}/add_event` });
    figures.ingest.push(onlyStatus(ingest, '200'));
    memory = Math.max(memory, await memoryOf(server));
    figures.bare.push((await load({ ...plain(bare), method: 'GET', body: null })).perSecond);
    figures.redirect.push(onlyStatus(await load(clickOn(server, target.link)), '302'));
    sayRound(round, figures);
  }
  return [
    ratioBar('durable add_event against a bare echo', figures.ingest, figures.echo, 0.2, 0.3),
    ratioBar('durable redirect against a bare 302', figures.redirect, figures.bare, 0.3, 0.45),
    ceilingBar('memory of the server at full ingest', memory / 2 ** 20, 300, 200, 'MB'),
  ];
}

/** The redirect of a channel, in rounds of their own: what the pool is made of and what tends it would be in the figures before. */
async function measureInvites(server: Running, target: Target, invites: InviteBench, bare: Running): Promise<Bar[]> {
  // More than the run can lease, made beforehand: while it lasts, the bot that tends the pool finds nothing to make.
  const poolSize = Math.ceil(rounds * seconds * invitesPerSecondMax);
  await invites.fill(poolSize);
  say(`the pool of invite links: ${poolSize}, made beforehand; once it is empty, refilled by the bot meanwhile`);
  const figures = { bare: [] as number[], redirect: [] as number[], invites: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    figures.bare.push((await load({ ...plain(bare), method: 'GET', body: null })).perSecond);
    figures.redirect.push(onlyStatus(await load(clickOn(server, target.link)), '302'));
    const leasedBefore = await invites.leased();
    const leasing = await load(clickOn(server, invites.link));
    figures.invites.push(onlyStatus(leasing, '302'));
    assertLeased(leasedBefore, await invites.leased(), leasing.requests);
    sayRound(round, figures);
  }
  await invites.empty();
  const empty = { bare: [] as number[], redirect: [] as number[], shared: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    empty.bare.push((await load({ ...plain(bare), method: 'GET', body: null })).perSecond);
    empty.redirect.push(onlyStatus(await load(clickOn(server, target.link)), '302'));
    empty.shared.push(onlyStatus(await load(clickOn(server, invites.link)), '302'));
    sayRound(round, empty);
  }
  const ofBots = medianRatio(figures.invites, figures.redirect).toFixed(3);
  say(`with an invite link of its own against a redirect to a bot: ${ofBots}`);
  say(`with the pool empty against a redirect to a bot: ${medianRatio(empty.shared, empty.redirect).toFixed(3)}`);
  return [
    ratioBar('with an invite link for each click', figures.invites, figures.bare, 0.3, 0.45),
    ratioBar('with the pool of invite links empty', empty.shared, empty.bare, 0.3, 0.45),
  ];
}

function clickOn(server: Running, link: string): LoadOptions {
  const path = `${link}?utm_source=yandex&utm_campaign=bench&yclid={n}`;
  return { ...plain(server), method: 'GET', path, body: null };
}

function sayRound(round: number, figures: Readonly<Record<string, readonly number[]>>): void {
  const latest = Object.entries(figures).map(([name, of]) => `${name} ${Math.round(of.at(-1) ?? 0)}/s`);
  say(`round ${round + 1}: ${latest.join(', ')}`);
}

/**
 * No link belongs to two clicks, and nearly all clicks have one: a few visitors are sent on by the shared link while the first blocks are
 * reserved. Requests under way when the clock ran out were served, and are not counted by the client.
 */
function assertLeased(before: Leased, after: Leased, requests: number): void {
  const leased = after.clicks - before.clicks;
  if (after.links !== after.clicks) throw new Error(`${after.clicks} clicks share ${after.links} links of their own`);
  if (leased < requests * leasedShareMin || leased > requests + connections)
    throw new Error(`${leased} links were leased to ${requests} clicks`);
}

/** A figure of failed calls is none. */
function onlyStatus(
  { statuses, perSecond }: { statuses: Readonly<Record<string, number>>; perSecond: number },
  wanted: string,
): number {
  const others = Object.keys(statuses).filter((status) => status !== wanted);
  if (others.length > 0) throw new Error(`answers other than ${wanted}: ${JSON.stringify(statuses)}`);
  return perSecond;
}

if (process.argv.includes('--reports')) {
  const folder = text('--data');
  const bars = await reportBars({ events: option('--events', 20_000_000), rounds, folder }, say);
  say(table(bars));
  if (bars.some((bar) => !bar.holds)) process.exitCode = 1;
} else {
  await bench();
}
