import { Outlet } from '@tanstack/react-router';
import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { rememberProject, useProjectOfFrame } from '../api/projects.ts';
import { useAccountPreferences } from '../api/use-account-preferences.ts';
import { PageSkeleton } from '../parts/skeleton.tsx';
import { useSay } from '../text/language.tsx';
import { navigation } from '../texts/navigation.ts';
import { BottomBar } from './bottom-bar.tsx';
import { KeyboardHelp } from './keyboard-help.tsx';
import { ProjectSwitcher } from './project-switcher.tsx';
import { Rail } from './rail.tsx';
import styles from './shell.module.css';
import { useShortcuts } from './use-shortcuts.ts';

/** The frame of every page behind the sign-in: the rail on a desk, the bar at the bottom on a phone. */
export function Shell(): ReactNode {
  const say = useSay();
  const project = useProjectOfFrame();
  const [helpShown, setHelpShown] = useState(false);
  useAccountPreferences();
  useShortcuts(project?.id ?? null, () => setHelpShown(true));
  useEffect(() => {
    if (project !== null) rememberProject(project.id);
  }, [project]);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {say(navigation.skip)}
      </a>
      <div className={styles.top}>
        <ProjectSwitcher current={project} />
      </div>
      <Rail project={project} />
      <main id="content" className={styles.content} tabIndex={-1}>
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
      <BottomBar project={project} />
      <KeyboardHelp opened={helpShown} onClose={() => setHelpShown(false)} />
    </div>
  );
}
