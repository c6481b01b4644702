import { Menu, UnstyledButton } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Project } from '../api/schema.gen.ts';
import { Icon } from '../parts/icon.tsx';
import { useSay } from '../text/language.tsx';
import { navigation } from '../texts/navigation.ts';
import styles from './bottom-bar.module.css';
import { sections } from './sections.ts';
import { useCarriedView } from './use-carried-view.ts';

/** What a thumb reaches on a phone; the rest is behind "More". */
export function BottomBar({ project }: { readonly project: Project | null }): ReactNode {
  const say = useSay();
  const carried = useCarriedView();
  const navigate = useNavigate();
  return (
    <nav className={styles.bar} aria-label={say(navigation.main)}>
      {project !== null &&
        sections
          .filter(({ onPhone }) => onPhone)
          .map((section) => (
            <Link
              key={section.to}
              className={styles.item}
              to={section.to}
              params={{ project: project.id }}
              search={carried(section.to)}
              activeProps={{ 'aria-current': 'page' }}
            >
              <Icon name={section.icon} size={20} />
              {say(section.name)}
            </Link>
          ))}
      <Menu position="top-end" width={220}>
        <Menu.Target>
          <UnstyledButton className={styles.item}>
            <Icon name="more" size={20} />
            {say(navigation.more)}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {project !== null &&
            sections
              .filter(({ onPhone }) => !onPhone)
              .map((section) => (
                <Menu.Item
                  key={section.to}
                  leftSection={<Icon name={section.icon} />}
                  onClick={() =>
                    void navigate({ to: section.to, params: { project: project.id }, search: carried(section.to) })
                  }
                >
                  {say(section.name)}
                </Menu.Item>
              ))}
          <Menu.Item leftSection={<Icon name="user" />} onClick={() => void navigate({ to: '/account' })}>
            {say(navigation.account)}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
