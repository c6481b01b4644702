import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { addressOf } from '../../api/call.ts';
import type { LiveFigures } from '../../api/schema.gen.ts';
import { useSay } from '../../text/language.tsx';
import { reportsTexts } from '../../texts/reports.ts';
import styles from './overview.module.css';

/** What happens at this moment, told by the server as it happens. */
export function LiveLine({ projectId }: { readonly projectId: string }): ReactNode {
  const say = useSay();
  const client = useQueryClient();
  const [figures, setFigures] = useState<LiveFigures | null>(null);
  const [away, setAway] = useState(false);
  useEffect(() => {
    const source = new EventSource(addressOf('GET /projects/{project_id}/live', { path: { project_id: projectId } }));
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      setAway(false);
      setFigures(JSON.parse(data) as LiveFigures);
      void client.invalidateQueries({ queryKey: ['GET /projects/{project_id}/reports/dynamics'] });
    });
    source.addEventListener('error', () => setAway(true));
    return () => source.close();
  }, [client, projectId]);
  if (figures === null && !away) return null;
  return (
    <span className={styles.live} data-away={away || undefined}>
      {away || figures === null
        ? say(reportsTexts.liveAway)
        : say(reportsTexts.liveLine, {
            clicks: say(reportsTexts.liveClicks, { count: figures.clicks }),
            joins: say(reportsTexts.liveJoins, { count: figures.joins }),
          })}
    </span>
  );
}
