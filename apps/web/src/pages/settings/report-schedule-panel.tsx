import { Button, Switch } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Project, ReportSchedule } from '../../api/schema.gen.ts';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { CodeBlock } from '../../parts/code-block.tsx';
import { EditForm } from '../../parts/edit-form.tsx';
import formStyles from '../../parts/form.module.css';
import { Panel } from '../../parts/panel.tsx';
import { Pick } from '../../parts/pick.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useToasts } from '../../parts/toast.tsx';
import { useSay } from '../../text/language.tsx';
import { reportScheduleTexts } from '../../texts/report-schedule.ts';
import { shared } from '../../texts/shared.ts';

interface ReportSchedulePanelProps {
  readonly project: Project;
  readonly canEdit: boolean;
}

const route = '/projects/{project_id}/report-schedule';

/** When the owners are told in the messenger how the day went. */
export function ReportSchedulePanel({ project, canEdit }: ReportSchedulePanelProps): ReactNode {
  const say = useSay();
  const schedule = useAnswer(`GET ${route}`, { path: { project_id: project.id } });
  return (
    <Panel title={say(reportScheduleTexts.title)} lead={say(reportScheduleTexts.lead)}>
      <Answered query={schedule} rows={2}>
        {(data) => <ScheduleForm key={project.id} project={project} schedule={data} canEdit={canEdit} />}
      </Answered>
    </Panel>
  );
}

interface ScheduleFormProps extends ReportSchedulePanelProps {
  readonly schedule: ReportSchedule;
}

function ScheduleForm({ project, schedule, canEdit }: ScheduleFormProps): ReactNode {
  const say = useSay();
  const { tell } = useToasts();
  const path = { project_id: project.id };
  const [draft, setDraft] = useState(schedule);
  const [previewed, setPreviewed] = useState(false);
  const messenger = useAnswer('GET /projects/{project_id}/messenger', { path });
  const preview = useAnswer(
    `GET ${route}/preview`,
    { path, query: { language: draft.language } },
    { enabled: previewed },
  );
  const put = useChange(`PUT ${route}`, [`GET ${route}`]);
  const change = (part: Partial<ReportSchedule>): void => setDraft((all) => ({ ...all, ...part }));
  return (
    <EditForm
      canEdit={canEdit}
      onSubmit={() => put.mutate({ path, body: draft }, { onSuccess: () => tell(say(shared.saved)) })}
    >
      <Switch
        label={say(reportScheduleTexts.enabled)}
        checked={draft.enabled}
        onChange={(event) => change({ enabled: event.currentTarget.checked })}
      />
      {draft.enabled && messenger.data?.owner_chats.length === 0 && <p>{say(reportScheduleTexts.noChat)}</p>}
      <div className={formStyles.row}>
        <Pick
          label={say(reportScheduleTexts.hour)}
          value={String(draft.hour)}
          options={Array.from({ length: 24 }, (_, hour) => ({
            value: String(hour),
            label: `${String(hour).padStart(2, '0')}:00`,
          }))}
          onChange={(hour) => change({ hour: Number(hour) })}
        />
        <Pick
          label={say(reportScheduleTexts.language)}
          value={draft.language}
          options={[
            { value: 'ru', label: 'Русский' },
            { value: 'en', label: 'English' },
          ]}
          onChange={(language) => change({ language })}
        />
      </div>
      <Switch
        label={say(reportScheduleTexts.skipEmpty)}
        checked={draft.skip_empty}
        onChange={(event) => change({ skip_empty: event.currentTarget.checked })}
      />
      {preview.data !== undefined && (
        <CodeBlock label={say(reportScheduleTexts.previewTitle)} text={preview.data.text} />
      )}
      <ProblemNote error={put.error ?? preview.error} />
      <div className={formStyles.buttons}>
        <Button variant="default" loading={previewed && preview.isFetching} onClick={() => setPreviewed(true)}>
          {say(reportScheduleTexts.preview)}
        </Button>
        {canEdit && (
          <Button type="submit" loading={put.isPending}>
            {say(shared.save)}
          </Button>
        )}
      </div>
    </EditForm>
  );
}
