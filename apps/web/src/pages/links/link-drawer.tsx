import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Link, Project } from '../../api/schema.gen.ts';
import { useRights } from '../../api/session.ts';
import { useChange } from '../../api/use-answer.ts';
import { formatNumber } from '../../format/numbers.ts';
import { ConfirmByName } from '../../parts/confirm.tsx';
import { CopyField } from '../../parts/copy-field.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import formStyles from '../../parts/form.module.css';
import { useToasts } from '../../parts/toast.tsx';
import { useLanguage, useSay } from '../../text/language.tsx';
import { linksTexts } from '../../texts/links.ts';
import { shared } from '../../texts/shared.ts';
import { LinkForm } from './link-form.tsx';
import { LinkTakeaway } from './link-takeaway.tsx';
import styles from './links.module.css';

interface LinkDrawerProps {
  readonly project: Project;
  readonly link: Link;
  readonly onClose: () => void;
  readonly onDuplicate: () => void;
}

const list = 'GET /projects/{project_id}/links';

/** One link: what to take away from it, how it does, what can be done with it. */
export function LinkDrawer({ project, link, onClose, onDuplicate }: LinkDrawerProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { canEdit } = useRights(project.workspace_id);
  const { tell } = useToasts();
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const change = useChange('PATCH /projects/{project_id}/links/{link_id}', [list]);
  const remove = useChange('DELETE /projects/{project_id}/links/{link_id}', [list]);
  const path = { project_id: project.id, link_id: link.id };
  const archive = async (archived: boolean): Promise<void> => {
    await change.mutateAsync({ path, body: { archived } });
    if (archived) tell(say(linksTexts.wasArchived, { name: link.name }), () => void archive(false).catch(() => {}));
    onClose();
  };
  const counts = [
    [linksTexts.clicks, link.counts.clicks],
    project.kind === 'bot'
      ? ([linksTexts.starts, link.counts.starts] as const)
      : ([linksTexts.joins, link.counts.joins] as const),
    [linksTexts.leaves, link.counts.leaves],
  ] as const;
  if (editing) {
    return (
      <Dialog opened onClose={() => setEditing(false)} title={say(linksTexts.change)} size="lg">
        <LinkForm
          like={link}
          withCode={false}
          action={say(shared.save)}
          busy={change.isPending}
          error={change.error}
          onSubmit={(body) => change.mutate({ path, body }, { onSuccess: () => setEditing(false) })}
        />
      </Dialog>
    );
  }
  if (deleting) {
    return (
      <ConfirmByName
        opened
        title={say(linksTexts.deleteTitle)}
        loss={say(linksTexts.deleteLoss)}
        name={link.name}
        action={say(shared.remove)}
        busy={remove.isPending}
        onClose={() => setDeleting(false)}
        onConfirm={() => remove.mutate({ path }, { onSuccess: onClose })}
      />
    );
  }
  return (
    <Dialog opened onClose={onClose} title={link.name} size="lg">
      <div className={styles.parts}>
        <CopyField label={link.name} value={link.url} />
        <dl className={styles.counts}>
          {counts.map(([title, value]) => (
            <div key={title.en}>
              <dt>{say(title)}</dt>
              <dd>{formatNumber(language, value)}</dd>
            </div>
          ))}
        </dl>
        <LinkTakeaway project={project} link={link} />
        <div className={`${formStyles.buttons} ${formStyles.start}`}>
          <Button
            variant="default"
            onClick={() =>
              void navigate({
                to: '/p/$project/audience',
                params: { project: project.id },
                search: { link: link.id },
              })
            }
          >
            {say(linksTexts.openAudience)}
          </Button>
          {canEdit && (
            <>
              <Button variant="default" onClick={() => setEditing(true)}>
                {say(shared.edit)}
              </Button>
              <Button variant="default" onClick={onDuplicate}>
                {say(linksTexts.duplicate)}
              </Button>
              <Button variant="default" onClick={() => void archive(!link.archived).catch(() => {})}>
                {say(link.archived ? linksTexts.unarchive : linksTexts.archive)}
              </Button>
              <Button variant="subtle" color="red" onClick={() => setDeleting(true)}>
                {say(shared.remove)}
              </Button>
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}
