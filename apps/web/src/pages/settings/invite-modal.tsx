import { Button, Radio, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Role } from '../../api/session.ts';
import { useChange } from '../../api/use-answer.ts';
import { formatMoment } from '../../format/dates.ts';
import { CopyField } from '../../parts/copy-field.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import formStyles from '../../parts/form.module.css';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useLanguage, useSay } from '../../text/language.tsx';
import { settingsTexts } from '../../texts/settings.ts';
import { shared } from '../../texts/shared.ts';

interface InviteModalProps {
  readonly workspaceId: string;
  readonly onClose: () => void;
}

const choices = [
  ['viewer', settingsTexts.viewer, settingsTexts.viewerHint],
  ['editor', settingsTexts.editor, settingsTexts.editorHint],
  ['owner', settingsTexts.owner, settingsTexts.ownerHint],
] as const;

export function InviteModal({ workspaceId, onClose }: InviteModalProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const invite = useChange('POST /workspaces/{workspace_id}/invitations', [
    'GET /workspaces/{workspace_id}/invitations',
  ]);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Dialog opened onClose={onClose} title={say(settingsTexts.invite)}>
      {invite.data?.url !== undefined ? (
        <div className={formStyles.form}>
          <p>
            {say(settingsTexts.inviteReady, {
              until: formatMoment(language, invite.data.expires_at, zone, new Date()),
            })}
          </p>
          <CopyField label={say(settingsTexts.invite)} value={invite.data.url} />
          <div className={formStyles.buttons}>
            <Button onClick={onClose}>{say(shared.close)}</Button>
          </div>
        </div>
      ) : (
        <form
          className={formStyles.form}
          onSubmit={(event) => {
            event.preventDefault();
            invite.mutate({ path: { workspace_id: workspaceId }, body: { email: email.trim() || null, role } });
          }}
        >
          <TextInput
            label={say(settingsTexts.inviteEmail)}
            type="email"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Radio.Group label={say(settingsTexts.role)} value={role} onChange={(value) => setRole(value)}>
            <div className={formStyles.form} style={{ gap: 8 }}>
              {choices.map(([value, label, hint]) => (
                <Radio key={value} value={value} label={say(label)} description={say(hint)} />
              ))}
            </div>
          </Radio.Group>
          <ProblemNote error={invite.error} />
          <div className={formStyles.buttons}>
            <Button type="submit" loading={invite.isPending}>
              {say(settingsTexts.invite)}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
