import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useProject } from '../../api/projects.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { useSay } from '../../text/language.tsx';
import { integrationsTexts } from '../../texts/integrations.ts';
import { navigation } from '../../texts/navigation.ts';
import { constructorsFor } from './constructors.ts';
import { FirstRequest } from './first-request.tsx';
import { Guide } from './guide.tsx';
import styles from './integrations.module.css';
import { KeyChoice } from './key-choice.tsx';

export function IntegrationsPage(): ReactNode {
  const say = useSay();
  const project = useProject();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const shown = constructorsFor(project);
  const chosen = shown.find(({ guide }) => guide === search.with) ?? shown[0];
  return (
    <>
      <PageHead title={say(navigation.integrations)} lead={say(integrationsTexts.lead)} />
      <FirstRequest project={project} />
      <div className={styles.columns}>
        <nav aria-label={say(integrationsTexts.guide)}>
          <ul className={styles.choices}>
            {shown.map(({ guide, name }) => (
              <li key={guide}>
                <button
                  type="button"
                  aria-pressed={guide === chosen?.guide}
                  onClick={() =>
                    void navigate({ to: '.', search: (all: object) => ({ ...all, with: guide }), replace: true })
                  }
                >
                  {typeof name === 'string' ? name : say(name)}
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <div>
          {chosen !== undefined && (
            <KeyChoice project={project}>{(key) => <Guide name={chosen.guide} projectKey={key} />}</KeyChoice>
          )}
        </div>
      </div>
    </>
  );
}
