import type { ReactNode } from 'react';
import type { Link, NewLink, Project } from '../../api/schema.gen.ts';
import { useChange } from '../../api/use-answer.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { useToasts } from '../../parts/toast.tsx';
import { useSay } from '../../text/language.tsx';
import { linksTexts } from '../../texts/links.ts';
import { shared } from '../../texts/shared.ts';
import { LinkForm } from './link-form.tsx';

interface NewLinkModalProps {
  readonly project: Project;
  readonly like?: Link | undefined;
  readonly onClose: () => void;
  readonly onMade: (linkId: string) => void;
}

export function NewLinkModal({ project, like, onClose, onMade }: NewLinkModalProps): ReactNode {
  const say = useSay();
  const { tell } = useToasts();
  const create = useChange('POST /projects/{project_id}/links', ['GET /projects/{project_id}/links']);
  const submit = async (body: NewLink): Promise<void> => {
    const link = await create.mutateAsync({ path: { project_id: project.id }, body });
    tell(say(linksTexts.created, { name: link.name }));
    onClose();
    onMade(link.id);
  };
  return (
    <Dialog opened onClose={onClose} title={say(linksTexts.create)} size="lg">
      <LinkForm
        like={like}
        withCode
        action={say(shared.create)}
        busy={create.isPending}
        error={create.error}
        onSubmit={(body) => void submit(body).catch(() => {})}
      />
    </Dialog>
  );
}
