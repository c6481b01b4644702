import type pg from 'pg';
import { uuidFloor } from '../domain/uuid.ts';
import { dayReport } from './day-figures.ts';
import type { Figures } from './figures.ts';
import type { ReportProject } from './report-project.ts';

export type ReportLanguage = 'ru' | 'en';

export interface MorningReport {
  readonly text: string;
  /** Nobody came, nobody left, nothing was clicked, and nothing is broken. */
  readonly empty: boolean;
}

interface Texts {
  readonly title: (project: string) => string;
  readonly subscriptions: string;
  readonly unsubscriptions: string;
  readonly clicks: string;
  readonly goals: string;
  readonly revenue: string;
  readonly sources: string;
  readonly organic: string;
  readonly unknown: string;
  readonly noLink: string;
  readonly broken: string;
  readonly nothing: string;
  readonly stopped: (name: string) => string;
  readonly failed: (name: string, count: number) => string;
}

const texts: Readonly<Record<ReportLanguage, Texts>> = {
  ru: {
    title: (project) => `${project}: за 24 часа`,
    subscriptions: 'Подписки',
    unsubscriptions: 'Отписки',
    clicks: 'Клики',
    goals: 'Цели',
    revenue: 'Доход',
    sources: 'Источники:',
    organic: 'Без источника',
    unknown: 'Неизвестный источник',
    noLink: 'Без ссылки',
    broken: 'Не работает:',
    nothing: 'Ничего не произошло.',
    stopped: (name) => `${name}: отправка остановлена, проверьте подключение`,
    failed: (name, count) => `${name}: не отправлено конверсий: ${count}`,
  },
  en: {
    title: (project) => `${project}: the last 24 hours`,
    subscriptions: 'Subscriptions',
    unsubscriptions: 'Unsubscriptions',
    clicks: 'Clicks',
    goals: 'Goals',
    revenue: 'Revenue',
    sources: 'Sources:',
    organic: 'Without a source',
    unknown: 'Unknown source',
    noLink: 'Without a link',
    broken: 'Broken:',
    nothing: 'Nothing happened.',
    stopped: (name) => `${name}: sending has stopped, check the connection`,
    failed: (name, count) => `${name}: conversions that failed: ${count}`,
  },
};

const sourcesShown = 7;

/** What the owner reads in the messenger in the morning: how the last 24 hours went, beside the 24 before them, and what is broken. */
export async function morningReport(
  pool: pg.Pool,
  project: ReportProject & { readonly title: string },
  language: ReportLanguage,
  nowMs: number,
): Promise<MorningReport> {
  const words = texts[language];
  const report = await dayReport(pool, project, nowMs);
  const broken = await selectBroken(pool, project.projectId, Date.parse(report.from), words);
  const { figures, before } = report;
  const quiet = figures.joins + figures.leaves + figures.clicks + figures.goals + figures.events === 0;
  const line = (name: string, pick: (of: Figures) => number): string =>
    `${name}: ${pick(figures).toLocaleString(language)}${change(pick(figures), pick(before), language)}`;
  const sources = report.sources
    .filter(({ figures: own }) => own.joins + own.leaves + own.clicks > 0)
    .slice(0, sourcesShown)
    .map(({ kind, keys, figures: own, before: earlier }) => {
      const name =
        kind === 'organic' ? words.organic : kind === 'unknown' ? words.unknown : (keys[0]?.label ?? words.noLink);
      const left = own.leaves > 0 ? ` / −${own.leaves.toLocaleString(language)}` : '';
      return `• ${name}: +${own.joins.toLocaleString(language)}${left}${change(own.joins, earlier.joins, language)}`;
    });
  const lines = [
    words.title(project.title),
    '',
    ...(quiet ? [words.nothing] : []),
    ...(quiet
      ? []
      : [
          line(words.subscriptions, (of) => of.joins),
          line(words.unsubscriptions, (of) => of.leaves),
          line(words.clicks, (of) => of.clicks),
        ]),
    ...(figures.goals > 0 ? [line(words.goals, (of) => of.goals)] : []),
    ...(figures.revenue === '0'
      ? []
      : [`${words.revenue}: ${Number(figures.revenue).toLocaleString(language)} ${project.currency}`]),
    ...(sources.length > 0 ? ['', words.sources, ...sources] : []),
    ...(broken.length > 0 ? ['', words.broken, ...broken.map((one) => `• ${one}`)] : []),
  ];
  return { text: lines.join('\n'), empty: quiet && broken.length === 0 };
}

/** ` (+3)`: against the day before; nothing where it is the same. */
function change(now: number, before: number, language: ReportLanguage): string {
  if (now === before) return '';
  const difference = Math.abs(now - before).toLocaleString(language);
  return ` (${now > before ? '+' : '−'}${difference})`;
}

/** Destinations that wait for the owner, and those that failed to be told something since then. */
async function selectBroken(pool: pg.Pool, projectId: string, sinceMs: number, words: Texts): Promise<string[]> {
  const { rows } = await pool.query<{ name: string; state: string; failed: number }>(
    `select d.name, d.state, (
       select count(*) from conversions c
       where c.project_id = d.project_id and c.destination_id = d.destination_id and c.state in ('failed', 'expired', 'uncertain')
         and c.reason is distinct from 'window' and c.conversion_id >= $2::uuid)::integer as failed
     from destinations d where d.project_id = $1 and d.deleted_at is null order by d.name`,
    [projectId, uuidFloor(sinceMs)],
  );
  return rows.flatMap(({ name, state, failed }) => [
    ...(state === 'needs_owner' ? [words.stopped(name)] : []),
    ...(failed > 0 ? [words.failed(name, failed)] : []),
  ]);
}
