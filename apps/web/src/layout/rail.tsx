import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Project } from '../api/schema.gen.ts';
import { useSession } from '../api/session.ts';
import { Icon } from '../parts/icon.tsx';
import { useSay } from '../text/language.tsx';
import { navigation } from '../texts/navigation.ts';
import { ProjectSwitcher } from './project-switcher.tsx';
import styles from './rail.module.css';
import { type Section, sections } from './sections.ts';
import { useCarriedView } from './use-carried-view.ts';

export function Rail({ project }: { readonly project: Project | null }): ReactNode {
  const say = useSay();
  const carried = useCarriedView();
  const { user } = useSession();
  const inGroup = (group: Section['group']): ReactNode =>
    project !== null &&
    sections
      .filter((section) => section.group === group)
      .map((section) => (
        <li key={section.to}>
          <Link
            className={styles.link}
            to={section.to}
            params={{ project: project.id }}
            search={carried(section.to)}
            activeProps={{ 'aria-current': 'page' }}
          >
            <Icon name={section.icon} />
            {say(section.name)}
          </Link>
        </li>
      ));
  return (
    <div className={styles.rail}>
      <ProjectSwitcher current={project} />
      <nav className={styles.nav} aria-label={say(navigation.main)}>
        <ul>{inGroup('data')}</ul>
        <ul className={styles.second}>{inGroup('setup')}</ul>
      </nav>
      <Link className={styles.link} to="/account" activeProps={{ 'aria-current': 'page' }}>
        <Icon name="user" />
        <span className={styles.cut}>{user.name ?? user.email}</span>
      </Link>
    </div>
  );
}
