import type { ReactNode } from 'react';
import { useProject } from '../../api/projects.ts';
import type { Destination } from '../../api/schema.gen.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Icon } from '../../parts/icon.tsx';
import { LinkButton, type LinkButtonTarget } from '../../parts/link-button.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useReason } from '../../parts/use-reason.ts';
import { useSay } from '../../text/language.tsx';
import type { Text } from '../../text/text.ts';
import { reportsTexts } from '../../texts/reports.ts';
import { sayRequest } from '../requests/say-request.ts';
import styles from './overview.module.css';

interface Matter {
  readonly key: string;
  readonly says: string;
  readonly action: Text;
  readonly to: LinkButtonTarget;
  readonly search: Readonly<Record<string, string>>;
}

/** What waits for somebody; each line has its one action. Nothing at all where all is well. */
export function Attention(): ReactNode {
  const say = useSay();
  const sayReason = useReason();
  const project = useProject();
  const path = { project_id: project.id };
  const destinations = useAnswer(
    'GET /projects/{project_id}/destinations',
    { path, query: { limit: 200 } },
    { refetchMs: 30_000 },
  );
  const requests = useAnswer(
    'GET /projects/{project_id}/requests',
    { path, query: { limit: 1 } },
    { refetchMs: 30_000 },
  );
  const matters: Matter[] = (destinations.data?.items ?? []).flatMap((one) => mattersOf(one));
  const last = requests.data?.items[0];
  if (requests.data !== undefined && last === undefined) {
    matters.push({
      key: 'none',
      says: say(reportsTexts.attentionNoRequests),
      action: reportsTexts.attentionConnect,
      to: '/p/$project/integrations',
      search: {},
    });
  }
  if (last?.outcome === 'refused') {
    matters.push({
      key: 'refused',
      says: say(reportsTexts.attentionRefused, {
        why: last.explained === null ? sayRequest(say, last, last.outline) : say(last.explained.what),
      }),
      action: reportsTexts.attentionLook,
      to: '/p/$project/requests',
      search: { outcome: 'refused' },
    });
  }
  if (project.suspended) {
    matters.push({
      key: 'suspended',
      says: say(reportsTexts.attentionSuspended),
      action: reportsTexts.attentionSettings,
      to: '/p/$project/settings',
      search: {},
    });
  }
  if (matters.length === 0) return null;
  return (
    <Panel title={say(reportsTexts.attention)}>
      <div className={styles.attention}>
        {matters.map((matter) => (
          <div key={matter.key} className={styles.matter}>
            <Icon name="warning" />
            <p>{matter.says}</p>
            <LinkButton
              variant="default"
              size="compact-sm"
              to={matter.to}
              params={{ project: project.id }}
              search={matter.search}
            >
              {say(matter.action)}
            </LinkButton>
          </div>
        ))}
      </div>
    </Panel>
  );

  function mattersOf({ id, name, state, reason, counts }: Destination): Matter[] {
    const to = '/p/$project/conversions' as const;
    const found: Matter[] = [];
    if (state === 'needs_owner') {
      found.push({
        key: id,
        says: say(reportsTexts.attentionOwner, {
          name,
          count: counts.pending,
          reason: reason === null ? '' : sayReason(reason),
        }),
        action: reportsTexts.attentionReconnect,
        to,
        search: { edit: id },
      });
    }
    if (counts.failed > 0) {
      found.push({
        key: `${id} failed`,
        says: `${name}: ${say(reportsTexts.attentionFailed, { count: counts.failed })}`,
        action: reportsTexts.attentionLook,
        to,
        search: { state: 'failed', destination: id },
      });
    }
    return found;
  }
}
