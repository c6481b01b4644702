import { Menu, UnstyledButton } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useProjects } from '../api/projects.ts';
import type { Project } from '../api/schema.gen.ts';
import { useRights } from '../api/session.ts';
import { Icon } from '../parts/icon.tsx';
import { PlatformMark } from '../parts/platform-mark.tsx';
import { useSay } from '../text/language.tsx';
import { navigation } from '../texts/navigation.ts';
import styles from './project-switcher.module.css';

export function ProjectSwitcher({ current }: { readonly current: Project | null }): ReactNode {
  const say = useSay();
  const projects = useProjects();
  const navigate = useNavigate();
  const { canEdit } = useRights();
  return (
    <Menu width={240}>
      <Menu.Target>
        <UnstyledButton className={styles.switcher}>
          {current !== null && <PlatformMark platform={current.platform} />}
          <span className={styles.title}>{current?.title ?? say(navigation.chooseProject)}</span>
          <Icon name="down" size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {projects.map((project) => (
          <Menu.Item
            key={project.id}
            leftSection={<PlatformMark platform={project.platform} />}
            onClick={() => void navigate({ to: '/p/$project/overview', params: { project: project.id } })}
          >
            {project.title}
          </Menu.Item>
        ))}
        {canEdit && (
          <Menu.Item
            leftSection={<Icon name="plus" />}
            onClick={() => void navigate({ to: '/setup', search: { step: 'project' } })}
          >
            {say(navigation.newProject)}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
