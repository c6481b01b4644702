import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useProject } from '../../api/projects.ts';
import type { Destination } from '../../api/schema.gen.ts';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { ConfirmByName } from '../../parts/confirm.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { useToasts } from '../../parts/toast.tsx';
import { useSay } from '../../text/language.tsx';
import { conversionsTexts } from '../../texts/conversions.ts';
import { shared } from '../../texts/shared.ts';
import { DestinationForm } from './destination-form.tsx';
import { useSignIn } from './use-sign-in.ts';

interface DestinationModalProps {
  /** Undefined: a new one. */
  readonly destination: Destination | undefined;
  readonly onClose: () => void;
}

const list = 'GET /projects/{project_id}/destinations';
const one = '/projects/{project_id}/destinations/{destination_id}';

export function DestinationModal({ destination, onClose }: DestinationModalProps): ReactNode {
  const say = useSay();
  const project = useProject();
  const { tell } = useToasts();
  const [deleting, setDeleting] = useState(false);
  const types = useAnswer('GET /destination-types', {});
  const create = useChange('POST /projects/{project_id}/destinations', [list]);
  const change = useChange(`PATCH ${one}`, [list]);
  const remove = useChange(`DELETE ${one}`, [list]);
  const signIn = useSignIn(project.id);
  const title = say(destination === undefined ? conversionsTexts.add : shared.edit);
  if (deleting && destination !== undefined) {
    const path = { project_id: project.id, destination_id: destination.id };
    return (
      <ConfirmByName
        opened
        title={say(conversionsTexts.deleteTitle)}
        loss={say(conversionsTexts.deleteLoss)}
        name={destination.name}
        action={say(shared.remove)}
        busy={remove.isPending}
        onClose={() => setDeleting(false)}
        onConfirm={() => remove.mutate({ path }, { onSuccess: onClose })}
      />
    );
  }
  return (
    <Dialog opened onClose={onClose} title={title} size="lg">
      <Answered query={types}>
        {({ items }) => (
          <DestinationForm
            types={items}
            destination={destination}
            kind={project.kind}
            busy={create.isPending || change.isPending}
            error={create.error ?? change.error}
            onSubmit={(body, leaves) => {
              const done = {
                onSuccess: ({ id }: Destination) => {
                  if (leaves) signIn.begin(id);
                  else tell(say(conversionsTexts.connected, { name: body.name }));
                  onClose();
                },
              };
              if (destination === undefined) create.mutate({ path: { project_id: project.id }, body }, done);
              else {
                const { type: _, ...changed } = body;
                change.mutate(
                  { path: { project_id: project.id, destination_id: destination.id }, body: changed },
                  done,
                );
              }
            }}
          >
            {destination !== undefined && (
              <Button variant="subtle" color="red" onClick={() => setDeleting(true)}>
                {say(shared.remove)}
              </Button>
            )}
          </DestinationForm>
        )}
      </Answered>
    </Dialog>
  );
}
