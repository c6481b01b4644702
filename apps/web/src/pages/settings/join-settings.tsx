import { Button, Switch, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Messenger, Project } from '../../api/schema.gen.ts';
import { useChange } from '../../api/use-answer.ts';
import { EditForm } from '../../parts/edit-form.tsx';
import formStyles from '../../parts/form.module.css';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useToasts } from '../../parts/toast.tsx';
import { useSay } from '../../text/language.tsx';
import { messengerTexts } from '../../texts/messenger.ts';
import { shared } from '../../texts/shared.ts';

interface JoinSettingsProps {
  readonly project: Project;
  readonly messenger: Messenger;
  readonly canEdit: boolean;
}

/** How people get into a channel. */
export function JoinSettings({ project, messenger, canEdit }: JoinSettingsProps): ReactNode {
  const say = useSay();
  const { tell } = useToasts();
  const change = useChange('PATCH /projects/{project_id}/messenger', ['GET /projects/{project_id}/messenger']);
  const [personal, setPersonal] = useState(messenger.personal_links);
  const [requests, setRequests] = useState(messenger.join_requests);
  const [approve, setApprove] = useState(messenger.auto_approve === null ? '' : String(messenger.auto_approve));
  const submit = (): void =>
    change.mutate(
      {
        path: { project_id: project.id },
        body: {
          personal_links: personal,
          join_requests: requests,
          auto_approve: approve.trim() === '' ? null : Number(approve),
        },
      },
      { onSuccess: () => tell(say(shared.saved)) },
    );
  return (
    <EditForm canEdit={canEdit} onSubmit={submit}>
      <Switch
        label={say(messengerTexts.personalLinks)}
        description={say(messengerTexts.personalLinksHint)}
        checked={personal}
        onChange={(event) => setPersonal(event.currentTarget.checked)}
      />
      <Switch
        label={say(messengerTexts.joinRequests)}
        checked={requests}
        onChange={(event) => setRequests(event.currentTarget.checked)}
      />
      <TextInput
        label={say(messengerTexts.autoApprove)}
        description={say(messengerTexts.autoApproveHint)}
        inputMode="numeric"
        pattern="[0-9]{0,7}"
        disabled={!requests}
        value={approve}
        onChange={(event) => setApprove(event.currentTarget.value)}
      />
      <ProblemNote error={change.error} />
      {canEdit && (
        <div className={formStyles.buttons}>
          <Button type="submit" variant="default" loading={change.isPending}>
            {say(shared.save)}
          </Button>
        </div>
      )}
    </EditForm>
  );
}
