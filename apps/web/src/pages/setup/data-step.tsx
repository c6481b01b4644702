import type { ReactNode } from 'react';
import { useAnswer } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import formStyles from '../../parts/form.module.css';
import { LinkButton } from '../../parts/link-button.tsx';
import { nameOfPerson } from '../../parts/person.tsx';
import { nameOfSource } from '../../parts/source-name.ts';
import { useSay } from '../../text/language.tsx';
import { setup } from '../../texts/setup.ts';
import styles from './setup.module.css';

export function DataStep({ projectId }: { readonly projectId: string }): ReactNode {
  const say = useSay();
  const people = useAnswer('GET /projects/{project_id}/subscribers', {
    path: { project_id: projectId },
    query: { limit: 1 },
  });
  return (
    <Answered query={people}>
      {({ items: [person] }) => (
        <>
          <h2>{say(setup.dataTitle)}</h2>
          <div className={styles.result}>
            {person !== undefined && (
              <p className={styles.person}>
                {say(setup.dataLine, {
                  person: nameOfPerson(say, person),
                  source: nameOfSource(say, person.first_touch),
                })}
              </p>
            )}
            <p>{say(setup.dataHint)}</p>
          </div>
          <div className={formStyles.buttons}>
            <LinkButton variant="default" to="/p/$project/integrations" params={{ project: projectId }}>
              {say(setup.connectLater)}
            </LinkButton>
            <LinkButton to="/p/$project/overview" params={{ project: projectId }}>
              {say(setup.toOverview)}
            </LinkButton>
          </div>
        </>
      )}
    </Answered>
  );
}
