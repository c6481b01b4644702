import type { ReactNode } from 'react';
import { useProject } from '../../api/projects.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { formatNumber, formatShare } from '../../format/numbers.ts';
import { useLanguage, useSay } from '../../text/language.tsx';
import { audienceTexts } from '../../texts/audience.ts';
import { shared } from '../../texts/shared.ts';
import styles from './breakdown.module.css';

const languagesShown = 5;

interface Part {
  readonly name: string;
  readonly present: number;
  readonly share: number | null;
}

/** Who is here now, at a glance: how many, for how long, with which language. */
export function Breakdown(): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const project = useProject();
  const report = useAnswer('GET /projects/{project_id}/reports/audience', { path: { project_id: project.id } });
  if (report.data === undefined || report.data.present === 0) return null;
  const { present, by_age, by_language, by_premium } = report.data;
  const premium = by_premium.find((part) => part.premium === true);
  const languageNames = new Intl.DisplayNames(language, { type: 'language', fallback: 'code' });
  const ages: Part[] = by_age.map(({ from_days, to_days, ...part }) => ({
    ...part,
    name: nameOfAge(from_days, to_days),
  }));
  const spoken: Part[] = by_language.slice(0, languagesShown).map(({ language: code, ...part }) => ({
    ...part,
    name: code === null ? say(shared.unknown) : (languageNames.of(code) ?? code),
  }));
  return (
    <section className={styles.breakdown} aria-label={say(audienceTexts.hereNow)}>
      <dl className={styles.figures}>
        <div>
          <dt>{say(audienceTexts.hereNow)}</dt>
          <dd>{formatNumber(language, present)}</dd>
        </div>
        {premium !== undefined && (
          <div>
            <dt>{say(audienceTexts.premium)}</dt>
            <dd>
              {formatNumber(language, premium.present)}
              {premium.share !== null && <small> · {formatShare(language, premium.share)}</small>}
            </dd>
          </div>
        )}
      </dl>
      <Parts title={say(audienceTexts.age)} parts={ages} />
      <Parts title={say(audienceTexts.language)} parts={spoken} />
    </section>
  );

  function nameOfAge(from: number | null, to: number | null): string {
    if (from === null) return say(shared.unknown);
    if (to === null) return say(audienceTexts.ageFrom, { from });
    return from === 0 ? say(audienceTexts.ageFirst) : say(audienceTexts.ageBetween, { from, to });
  }
}

function Parts({ title, parts }: { readonly title: string; readonly parts: readonly Part[] }): ReactNode {
  const { language } = useLanguage();
  const most = Math.max(1, ...parts.map(({ present }) => present));
  return (
    <div>
      <h3>{title}</h3>
      <ul className={styles.parts}>
        {parts
          .filter(({ present }) => present > 0)
          .map(({ name, present, share }) => (
            <li key={name}>
              <span className={styles.fill} style={{ width: `${(present / most) * 100}%` }} />
              <span className={styles.name}>{name}</span>
              <span className={styles.value}>{formatNumber(language, present)}</span>
              <span className={styles.share}>{share === null ? '' : formatShare(language, share)}</span>
            </li>
          ))}
      </ul>
    </div>
  );
}
