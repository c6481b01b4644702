import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Member } from '../../api/schema.gen.ts';
import { type Role, useSession } from '../../api/session.ts';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { ConfirmByName } from '../../parts/confirm.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Pick } from '../../parts/pick.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useSay } from '../../text/language.tsx';
import { settingsTexts } from '../../texts/settings.ts';
import { InviteModal } from './invite-modal.tsx';
import styles from './settings.module.css';

export const roles = ['viewer', 'editor', 'owner'] as const satisfies readonly Role[];
const members = 'GET /workspaces/{workspace_id}/members';
const invitations = 'GET /workspaces/{workspace_id}/invitations';

export function TeamPanel({ workspaceId }: { readonly workspaceId: string }): ReactNode {
  const say = useSay();
  const { user } = useSession();
  const [inviting, setInviting] = useState(false);
  const [removing, setRemoving] = useState<Member | null>(null);
  const path = { workspace_id: workspaceId };
  const team = useAnswer(members, { path });
  const invited = useAnswer(invitations, { path });
  const change = useChange('PATCH /workspaces/{workspace_id}/members/{person_id}', [members]);
  const remove = useChange('DELETE /workspaces/{workspace_id}/members/{person_id}', [members]);
  const withdraw = useChange('DELETE /workspaces/{workspace_id}/invitations/{invitation_id}', [invitations]);
  return (
    <Panel
      title={say(settingsTexts.team)}
      lead={say(settingsTexts.teamLead)}
      aside={
        <Button variant="default" onClick={() => setInviting(true)}>
          {say(settingsTexts.invite)}
        </Button>
      }
    >
      <ProblemNote error={change.error ?? remove.error} />
      <Answered query={team} rows={2}>
        {({ items }) =>
          items.map((member) => (
            <div key={member.id} className={styles.line}>
              <div className={styles.who}>
                <strong>{member.name || member.email}</strong>
                <p>{member.email}</p>
              </div>
              <Pick
                hideLabel
                label={`${say(settingsTexts.role)}: ${member.email}`}
                width={160}
                value={member.role}
                options={roles.map((role) => ({ value: role, label: say(settingsTexts[role]) }))}
                onChange={(role) => change.mutate({ path: { ...path, person_id: member.id }, body: { role } })}
              />
              {member.id !== user.id && (
                <Button size="compact-sm" variant="subtle" color="red" onClick={() => setRemoving(member)}>
                  {say(settingsTexts.removeMember)}
                </Button>
              )}
            </div>
          ))
        }
      </Answered>
      {invited.data !== undefined && invited.data.items.length > 0 && (
        <>
          <h3>{say(settingsTexts.invited)}</h3>
          {invited.data.items.map((invitation) => (
            <div key={invitation.id} className={styles.line}>
              <div className={styles.who}>
                <strong>{invitation.email ?? say(settingsTexts.anybody)}</strong>
                <p>
                  {say(settingsTexts[invitation.role])} · <Moment at={invitation.expires_at} />
                </p>
              </div>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => withdraw.mutate({ path: { ...path, invitation_id: invitation.id } })}
              >
                {say(settingsTexts.withdraw)}
              </Button>
            </div>
          ))}
        </>
      )}
      {inviting && <InviteModal workspaceId={workspaceId} onClose={() => setInviting(false)} />}
      {removing !== null && (
        <ConfirmByName
          opened
          title={say(settingsTexts.removeTitle)}
          loss={say(settingsTexts.removeLoss, { name: removing.name || removing.email })}
          name={removing.email}
          action={say(settingsTexts.removeMember)}
          busy={remove.isPending}
          onClose={() => setRemoving(null)}
          onConfirm={() =>
            remove.mutate({ path: { ...path, person_id: removing.id } }, { onSuccess: () => setRemoving(null) })
          }
        />
      )}
    </Panel>
  );
}
