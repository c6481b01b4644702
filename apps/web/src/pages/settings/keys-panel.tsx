import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Key, Project } from '../../api/schema.gen.ts';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import { formatNumber } from '../../format/numbers.ts';
import { Answered } from '../../parts/answered.tsx';
import { ConfirmByName } from '../../parts/confirm.tsx';
import { CopyField } from '../../parts/copy-field.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Pill } from '../../parts/pill.tsx';
import { useLanguage, useSay } from '../../text/language.tsx';
import { settingsTexts } from '../../texts/settings.ts';
import { NewKeyModal } from './new-key-modal.tsx';
import styles from './settings.module.css';

interface KeysPanelProps {
  readonly project: Project;
  readonly canEdit: boolean;
}

const list = 'GET /projects/{project_id}/keys';

export function KeysPanel({ project, canEdit }: KeysPanelProps): ReactNode {
  const say = useSay();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const path = { project_id: project.id };
  const keys = useAnswer(list, { path, query: { limit: 100 } });
  const revoke = useChange('DELETE /projects/{project_id}/keys/{key_id}', [list]);
  return (
    <Panel
      title={say(settingsTexts.keys)}
      lead={say(settingsTexts.keysLead)}
      aside={
        canEdit && (
          <Button variant="default" onClick={() => setMaking(true)}>
            {say(settingsTexts.newKey)}
          </Button>
        )
      }
    >
      <Answered query={keys} rows={2}>
        {({ items }) => (
          <div>
            {items.map((key) => (
              <KeyLine key={key.id} project={project} shown={key} canEdit={canEdit} onRevoke={() => setRevoking(key)} />
            ))}
          </div>
        )}
      </Answered>
      {making && <NewKeyModal project={project} onClose={() => setMaking(false)} />}
      {revoking !== null && (
        <ConfirmByName
          opened
          title={say(settingsTexts.revokeTitle)}
          loss={say(settingsTexts.revokeLoss)}
          name={revoking.key_hint}
          action={say(settingsTexts.revoke)}
          busy={revoke.isPending}
          onClose={() => setRevoking(null)}
          onConfirm={() =>
            revoke.mutate({ path: { ...path, key_id: revoking.id } }, { onSuccess: () => setRevoking(null) })
          }
        />
      )}
    </Panel>
  );
}

interface KeyLineProps extends KeysPanelProps {
  readonly shown: Key;
  readonly onRevoke: () => void;
}

function KeyLine({ project, shown, canEdit, onRevoke }: KeyLineProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const [revealed, setRevealed] = useState(false);
  const whole = useAnswer(
    'GET /projects/{project_id}/keys/{key_id}',
    { path: { project_id: project.id, key_id: shown.id }, query: { reveal: true } },
    { enabled: revealed },
  );
  const gone = shown.revoked_at !== null;
  const limit = (value: number): string => (value === 0 ? '∞' : formatNumber(language, value));
  const { per_second, per_hour, per_day } = shown.limits;
  return (
    <div className={styles.line}>
      <div className={styles.who}>
        <code className={gone ? styles.gone : undefined}>{shown.key_hint}</code>
        <p>
          {say(settingsTexts.created)} <Moment at={shown.created_at} /> · {limit(per_second)} / {limit(per_hour)} /{' '}
          {limit(per_day)}
        </p>
      </div>
      <Pill tone={shown.mode === 'sandbox' ? 'warn' : 'quiet'}>
        {say(shown.mode === 'sandbox' ? settingsTexts.sandbox : settingsTexts.production)}
      </Pill>
      {gone && <Pill tone="bad">{say(settingsTexts.revoked)}</Pill>}
      {!gone && shown.expires_at !== null && Date.parse(shown.expires_at) < Date.now() && (
        <Pill tone="bad">{say(settingsTexts.expired)}</Pill>
      )}
      {canEdit && !gone && (
        <>
          <Button size="compact-sm" variant="default" onClick={() => setRevealed(true)}>
            {say(settingsTexts.reveal)}
          </Button>
          <Button size="compact-sm" variant="subtle" color="red" onClick={onRevoke}>
            {say(settingsTexts.revoke)}
          </Button>
        </>
      )}
      {revealed && whole.data?.key !== undefined && (
        <div style={{ flexBasis: '100%' }}>
          <CopyField label={shown.key_hint} value={whole.data.key} />
        </div>
      )}
    </div>
  );
}
