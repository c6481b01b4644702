import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { NewLink } from '../../api/schema.gen.ts';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { CopyField } from '../../parts/copy-field.tsx';
import formStyles from '../../parts/form.module.css';
import { useSay } from '../../text/language.tsx';
import { setup } from '../../texts/setup.ts';
import { shared } from '../../texts/shared.ts';
import { LinkForm } from '../links/link-form.tsx';
import styles from './setup.module.css';

interface LinkStepProps {
  readonly projectId: string;
  readonly onDone: (linkId: string) => void;
}

const list = 'GET /projects/{project_id}/links';

/** Where there is a link already, the step shows it: the way was taken up again. */
export function LinkStep({ projectId, onDone }: LinkStepProps): ReactNode {
  const say = useSay();
  const links = useAnswer(list, { path: { project_id: projectId }, query: { limit: 1 } });
  const create = useChange('POST /projects/{project_id}/links', [list]);
  const submit = (body: NewLink): void => create.mutate({ path: { project_id: projectId }, body });
  return (
    <Answered query={links}>
      {({ items: [link] }) =>
        link === undefined ? (
          <>
            <p className={styles.hint}>{say(setup.linkHint)}</p>
            <LinkForm
              short
              withCode={false}
              action={say(setup.linkAction)}
              busy={create.isPending}
              error={create.error}
              onSubmit={submit}
            />
          </>
        ) : (
          <>
            <div className={styles.result}>
              <p>{say(setup.linkReady)}</p>
              <CopyField label={link.name} value={link.url} />
            </div>
            <div className={formStyles.buttons}>
              <Button onClick={() => onDone(link.id)}>{say(shared.next)}</Button>
            </div>
          </>
        )
      }
    </Answered>
  );
}
