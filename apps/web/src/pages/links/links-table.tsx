import type { ReactNode } from 'react';
import type { Link, Project } from '../../api/schema.gen.ts';
import { formatNumber, formatShare } from '../../format/numbers.ts';
import { CopyButton } from '../../parts/copy-field.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { useLanguage, useSay } from '../../text/language.tsx';
import { adSystems } from '../../texts/ad-systems.ts';
import { linksTexts } from '../../texts/links.ts';
import styles from './links.module.css';

interface LinksTableProps {
  readonly project: Project;
  readonly links: readonly Link[];
  readonly onOpen: (link: Link) => void;
}

export function LinksTable({ project, links, onOpen }: LinksTableProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const figure = (value: number, of?: number): ReactNode => (
    <>
      {formatNumber(language, value)}
      {of !== undefined && of > 0 && (
        <span className={styles.share} data-few={of < 20 || undefined}>
          {formatShare(language, value / of)}
        </span>
      )}
    </>
  );
  const isBot = project.kind === 'bot';
  const columns: readonly Column<Link>[] = [
    {
      id: 'name',
      title: say(linksTexts.name),
      cell: (link) => (
        <div className={styles.name}>
          <strong>{link.name}</strong>
          <span>
            {[link.ad_system === null ? null : say(adSystems[link.ad_system]), link.utm.campaign]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </div>
      ),
    },
    {
      id: 'url',
      title: '',
      wideOnly: true,
      cell: (link) => (
        <div className={styles.address}>
          <code>{link.url.replace(/^https?:\/\//, '')}</code>
          <CopyButton small value={link.url} />
        </div>
      ),
    },
    {
      id: 'clicks',
      title: say(linksTexts.clicks),
      hint: say(linksTexts.clicksHint),
      figure: true,
      cell: ({ counts }) => figure(counts.clicks),
    },
    isBot
      ? {
          id: 'starts',
          title: say(linksTexts.starts),
          hint: say(linksTexts.startsHint),
          figure: true,
          cell: ({ counts }) => figure(counts.starts, counts.clicks),
        }
      : {
          id: 'joins',
          title: say(linksTexts.joins),
          hint: say(linksTexts.joinsHint),
          figure: true,
          cell: ({ counts }) => figure(counts.joins, counts.clicks),
        },
    {
      id: 'leaves',
      title: say(linksTexts.leaves),
      hint: say(linksTexts.leavesHint),
      figure: true,
      wideOnly: true,
      cell: ({ counts }) => figure(counts.leaves, isBot ? counts.starts : counts.joins),
    },
  ];
  return (
    <DataTable label={say(linksTexts.lead)} columns={columns} rows={links} keyOf={({ id }) => id} onOpen={onOpen} />
  );
}
