import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Project } from '../../api/schema.gen.ts';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { CopyField } from '../../parts/copy-field.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useSay } from '../../text/language.tsx';
import { reportKeysTexts } from '../../texts/report-keys.ts';
import { type AnyKey, KeyLine } from './key-line.tsx';
import { reportAddresses } from './report-addresses.ts';
import { RevokeKey } from './revoke-key.tsx';
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
  const [revoking, setRevoking] = useState<AnyKey | null>(null);
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
                  shown={key}
                  canEdit={canEdit}
                  actions={
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-expanded={openId === key.id}
                      onClick={() => setOpenId(openId === key.id ? null : key.id)}
                    >
                      {say(openId === key.id ? reportKeysTexts.hide : reportKeysTexts.addresses)}
                    </Button>
                  }
                  onRevoke={() => setRevoking(key)}
                >
                  {openId === key.id && <KeyAddresses project={project} keyId={key.id} />}
                </KeyLine>
              ))}
            </div>
          )
        }
      </Answered>
      <RevokeKey
        revoking={revoking}
        texts={reportKeysTexts}
        busy={revoke.isPending}
        onClose={() => setRevoking(null)}
        onRevoke={({ id }) =>
          revoke.mutate({ path: { ...path, report_key_id: id } }, { onSuccess: () => setRevoking(null) })
        }
      />
    </Panel>
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
