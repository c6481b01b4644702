import { Button, FileButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { importCosts } from '../../api/import-costs.ts';
import { useProject } from '../../api/projects.ts';
import { Dialog } from '../../parts/dialog.tsx';
import formStyles from '../../parts/form.module.css';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useToasts } from '../../parts/toast.tsx';
import { useSay } from '../../text/language.tsx';
import { sourcesTexts } from '../../texts/sources.ts';

/** Costs from a table, as ad systems and spreadsheets export it. */
export function ImportCostsButton(): ReactNode {
  const say = useSay();
  const project = useProject();
  const client = useQueryClient();
  const { tell } = useToasts();
  const [opened, setOpened] = useState(false);
  const load = useMutation({
    mutationFn: (table: File) => importCosts(project.id, table),
    onSuccess: async ({ stored }) => {
      tell(say(sourcesTexts.imported, { count: stored }));
      setOpened(false);
      await client.invalidateQueries({ queryKey: ['GET /projects/{project_id}/reports/sources'] });
    },
  });
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {say(sourcesTexts.importCosts)}
      </Button>
      <Dialog opened={opened} onClose={() => setOpened(false)} title={say(sourcesTexts.importCosts)}>
        <div className={formStyles.form}>
          <p>{say(sourcesTexts.importHint)}</p>
          <pre className={formStyles.sample}>
            {'date;link;amount\n2026-11-01;Blogger;2500\n2026-11-02;Blogger;1800,50'}
          </pre>
          <ProblemNote error={load.error} />
          <div className={formStyles.buttons}>
            <FileButton accept=".csv,.tsv,.txt,text/csv" onChange={(table) => table !== null && load.mutate(table)}>
              {(props) => (
                <Button {...props} loading={load.isPending}>
                  {say(sourcesTexts.chooseFile)}
                </Button>
              )}
            </FileButton>
          </div>
        </div>
      </Dialog>
    </>
  );
}
