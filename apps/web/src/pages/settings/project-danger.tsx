import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { projectsQuery } from '../../api/projects.ts';
import type { Project } from '../../api/schema.gen.ts';
import { useChange } from '../../api/use-answer.ts';
import { ConfirmByName } from '../../parts/confirm.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useSay } from '../../text/language.tsx';
import { settingsTexts } from '../../texts/settings.ts';
import styles from './settings.module.css';

export function ProjectDanger({ project }: { readonly project: Project }): ReactNode {
  const say = useSay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const remove = useChange('DELETE /projects/{project_id}');
  const confirm = async (): Promise<void> => {
    await remove.mutateAsync({ path: { project_id: project.id } });
    await navigate({ to: '/account' });
    await client.invalidateQueries({ queryKey: projectsQuery.queryKey });
    await navigate({ to: '/' });
  };
  return (
    <Panel title={say(settingsTexts.danger)}>
      <div className={styles.stack}>
        <p>{say(settingsTexts.deleteProjectLoss)}</p>
        <div>
          <Button variant="light" color="red" onClick={() => setAsked(true)}>
            {say(settingsTexts.deleteProject)}
          </Button>
        </div>
      </div>
      <ConfirmByName
        opened={asked}
        title={say(settingsTexts.deleteProject)}
        loss={say(settingsTexts.deleteProjectLoss)}
        name={project.title}
        action={say(settingsTexts.deleteProject)}
        busy={remove.isPending}
        onClose={() => setAsked(false)}
        onConfirm={() => void confirm().catch(() => {})}
      />
    </Panel>
  );
}
