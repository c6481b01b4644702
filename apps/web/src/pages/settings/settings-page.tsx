import type { ReactNode } from 'react';
import { useProject } from '../../api/projects.ts';
import { useRights } from '../../api/session.ts';
import { LinkButton } from '../../parts/link-button.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useSay } from '../../text/language.tsx';
import { navigation } from '../../texts/navigation.ts';
import { settingsTexts } from '../../texts/settings.ts';
import { CurrencyRatesPanel } from './currency-rates-panel.tsx';
import { KeysPanel } from './keys-panel.tsx';
import { MessengerPanel } from './messenger-panel.tsx';
import { ProjectDanger } from './project-danger.tsx';
import { ProjectForm } from './project-form.tsx';
import { ReportKeysPanel } from './report-keys-panel.tsx';
import { ReportSchedulePanel } from './report-schedule-panel.tsx';
import styles from './settings.module.css';
import { TeamPanel } from './team-panel.tsx';

export function SettingsPage(): ReactNode {
  const say = useSay();
  const project = useProject();
  const { canEdit, isOwner } = useRights(project.workspace_id);
  return (
    <div className={styles.page}>
      <PageHead title={say(navigation.settings)} />
      <Panel title={say(settingsTexts.project)}>
        <ProjectForm key={project.id} project={project} disabled={!canEdit} />
      </Panel>
      <KeysPanel project={project} canEdit={canEdit} />
      <MessengerPanel project={project} canEdit={canEdit} />
      <ReportSchedulePanel project={project} canEdit={canEdit} />
      <CurrencyRatesPanel project={project} canEdit={canEdit} />
      <ReportKeysPanel project={project} canEdit={canEdit} />
      {isOwner && <TeamPanel workspaceId={project.workspace_id} />}
      <Panel title={say(settingsTexts.privacy)}>
        <div className={styles.stack}>
          <p>{say(settingsTexts.privacyText)}</p>
          <div>
            <LinkButton variant="default" to="/p/$project/audience" params={{ project: project.id }}>
              {say(settingsTexts.findPerson)}
            </LinkButton>
          </div>
        </div>
      </Panel>
      {canEdit && <ProjectDanger project={project} />}
    </div>
  );
}
