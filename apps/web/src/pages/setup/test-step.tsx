import { Button } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import formStyles from '../../parts/form.module.css';
import { LinkButton } from '../../parts/link-button.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useSay } from '../../text/language.tsx';
import { setup } from '../../texts/setup.ts';
import styles from './setup.module.css';

interface TestStepProps {
  readonly projectId: string;
  readonly linkId: string;
  readonly onDone: () => void;
}

const lookMs = 2_000;

/** A test event for a bot; a real one ends the step as well, whichever comes first. */
export function TestStep({ projectId, linkId, onDone }: TestStepProps): ReactNode {
  const say = useSay();
  const path = { project_id: projectId };
  const project = useAnswer('GET /projects/{project_id}', { path });
  const people = useAnswer(
    'GET /projects/{project_id}/subscribers',
    { path, query: { limit: 1 } },
    { refetchMs: lookMs },
  );
  const test = useChange('POST /projects/{project_id}/links/{link_id}/test', [
    'GET /projects/{project_id}/subscribers',
  ]);
  const arrived = (people.data?.items.length ?? 0) > 0;
  useEffect(() => {
    if (arrived) onDone();
  }, [arrived, onDone]);
  const isBot = project.data?.kind !== 'channel';
  return (
    <>
      <p className={styles.hint}>{say(isBot ? setup.testHint : setup.testChannelHint)}</p>
      <p className={styles.waiting} role="status">
        {say(setup.testWaiting)}
      </p>
      <ProblemNote error={test.error} />
      <div className={formStyles.buttons}>
        <LinkButton variant="default" to="/p/$project/integrations" params={{ project: projectId }}>
          {say(setup.connectLater)}
        </LinkButton>
        {isBot && (
          <Button
            loading={test.isPending}
            onClick={() =>
              test.mutate({ path: { ...path, link_id: linkId }, body: { first_name: say(setup.testName) } })
            }
          >
            {say(setup.testAction)}
          </Button>
        )}
      </div>
    </>
  );
}
