import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Project, ReportKey } from '../../api/schema.gen.ts';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { ConfirmByName } from '../../parts/confirm.tsx';
import { CopyField } from '../../parts/copy-field.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Pill } from '../../parts/pill.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useSay } from '../../text/language.tsx';
import { reportKeysTexts } from '../../texts/report-keys.ts';
import { settingsTexts } from '../../texts/settings.ts';
import { reportAddresses } from './report-addresses.ts';
import styles from './settings.module.css';

interface ReportKeysPanelProps {
  readonly project: Project;
  readonly canEdit: boolean;
}

const list = 'GET /projects/{project_id}/report-keys';
const one = '/projects/{project_id}/report-keys/{report_key_id}';

/** Keys for scripts and tables that read reports as CSV, each with the addresses it opens. */
export function ReportKeysPanel({ project, canEdit }: ReportKeysPanelProps): ReactNode {
  const say = useSay();
  const [openId, setOpenId] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<ReportKey | null>(null);
  const path = { project_id: project.id };
  const keys = useAnswer(list, { path, query: { limit: 100 } });
  const create = useChange('POST /projects/{project_id}/report-keys', [list]);
  const revoke = useChange(`DELETE ${one}`, [list]);
  return (
    <Panel
      title={say(reportKeysTexts.title)}
      lead={say(reportKeysTexts.lead)}
      aside={
        canEdit && (
          <Button
            variant="default"
            loading={create.isPending}
            onClick={() => create.mutate({ path }, { onSuccess: ({ id }) => setOpenId(id) })}
          >
            {say(reportKeysTexts.newKey)}
          </Button>
        )
      }
    >
      <ProblemNote error={create.error} />
      <Answered query={keys} rows={1}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{say(canEdit ? reportKeysTexts.none : reportKeysTexts.noneViewer)}</p>
          ) : (
            <div>
              {items.map((key) => (
                <KeyLine
                  key={key.id}
                  project={project}
                  shown={key}
                  canEdit={canEdit}
                  open={openId === key.id}
                  onToggle={() => setOpenId(openId === key.id ? null : key.id)}
                  onRevoke={() => setRevoking(key)}
                />
              ))}
            </div>
          )
        }
      </Answered>
      {revoking !== null && (
        <ConfirmByName
          opened
          title={say(reportKeysTexts.revokeTitle)}
          loss={say(reportKeysTexts.revokeLoss)}
          name={revoking.key_hint}
          action={say(settingsTexts.revoke)}
          busy={revoke.isPending}
          onClose={() => setRevoking(null)}
          onConfirm={() =>
            revoke.mutate({ path: { ...path, report_key_id: revoking.id } }, { onSuccess: () => setRevoking(null) })
          }
        />
      )}
    </Panel>
  );
}

interface KeyLineProps extends ReportKeysPanelProps {
  readonly shown: ReportKey;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly onRevoke: () => void;
}

function KeyLine({ project, shown, canEdit, open, onToggle, onRevoke }: KeyLineProps): ReactNode {
  const say = useSay();
  const gone = shown.revoked_at !== null;
  return (
    <div className={styles.line}>
      <div className={styles.who}>
        <code className={gone ? styles.gone : undefined}>{shown.key_hint}</code>
        <p>
          {say(settingsTexts.created)} <Moment at={shown.created_at} />
        </p>
      </div>
      {gone && <Pill tone="bad">{say(settingsTexts.revoked)}</Pill>}
      {canEdit && !gone && (
        <>
          <Button size="compact-sm" variant="default" aria-expanded={open} onClick={onToggle}>
            {say(open ? reportKeysTexts.hide : reportKeysTexts.addresses)}
          </Button>
          <Button size="compact-sm" variant="subtle" color="red" onClick={onRevoke}>
            {say(settingsTexts.revoke)}
          </Button>
        </>
      )}
      {open && canEdit && !gone && <KeyAddresses project={project} keyId={shown.id} />}
    </div>
  );
}

function KeyAddresses({ project, keyId }: { readonly project: Project; readonly keyId: string }): ReactNode {
  const say = useSay();
  const path = { project_id: project.id, report_key_id: keyId };
  const whole = useAnswer(`GET ${one}`, { path, query: { reveal: true } });
  return (
    <div className={`${styles.stack} ${styles.below}`}>
      <Answered query={whole} rows={4}>
        {({ key = '' }) => (
          <>
            <Taken name={say(reportKeysTexts.key)} value={key} />
            {reportAddresses(document.baseURI, project.platform, key).map(({ report, url }) => (
              <Taken key={report} name={say(reportKeysTexts[report])} value={url} />
            ))}
            <p className={styles.gone}>{say(reportKeysTexts.periodHint)}</p>
          </>
        )}
      </Answered>
    </div>
  );
}

function Taken({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <div>
      <span className={styles.gone}>{name}</span>
      <CopyField label={name} value={value} />
    </div>
  );
}
