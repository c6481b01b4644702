import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, Suspense } from 'react';
import { projectsQuery } from '../../api/projects.ts';
import { sessionQuery } from '../../api/session.ts';
import { Answered } from '../../parts/answered.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { useSay } from '../../text/language.tsx';
import { setup } from '../../texts/setup.ts';
import { signIn } from '../../texts/sign-in.ts';
import { Doorway } from '../sign-in/doorway.tsx';
import { DataStep } from './data-step.tsx';
import { LinkStep } from './link-step.tsx';
import { OwnerStep } from './owner-step.tsx';
import { ProjectStep } from './project-step.tsx';
import { type SetupStep, Steps, setupSteps } from './steps.tsx';
import { TestStep } from './test-step.tsx';

/** From the one-time link to the first data. The address holds where one is, so that the way can be left and taken up again. */
export function SetupPage(): ReactNode {
  const session = useQuery(sessionQuery);
  return <Answered query={session}>{(data) => <Way signedIn={data !== null} />}</Answered>;
}

function Way({ signedIn }: { readonly signedIn: boolean }): ReactNode {
  const say = useSay();
  const navigate = useNavigate();
  const { token, step: named, project = '', link = '' } = useSearch({ strict: false });
  const step = stepOf(signedIn, named);
  // Whoever makes the first one is still on their way through the first run.
  const projects = useQuery({ ...projectsQuery, enabled: signedIn && step === 'project' });
  const go = (next: SetupStep, search: Readonly<Record<string, string>> = {}): void => {
    void navigate({ to: '/setup', search: { step: next, project, link, ...search } });
  };
  if (!signedIn && token === undefined) {
    return (
      <Doorway title={say(setup.title)} lead={say(setup.noToken)}>
        <LinkButton to="/sign-in" fullWidth>
          {say(signIn.submit)}
        </LinkButton>
      </Doorway>
    );
  }
  const adding = step === 'project' && (projects.data ?? []).length > 0;
  return (
    <Doorway wide title={say(adding ? setup.addTitle : setup.title)} lead={say(adding ? setup.addLead : setup.lead)}>
      <Steps current={step} />
      <Suspense fallback={<Skeleton />}>
        {step === 'owner' && <OwnerStep token={token ?? ''} onDone={() => go('project')} />}
        {step === 'project' && <ProjectStep onDone={(id) => go('link', { project: id })} />}
        {step === 'link' && <LinkStep projectId={project} onDone={(id) => go('test', { link: id })} />}
        {step === 'test' && <TestStep projectId={project} linkId={link} onDone={() => go('data')} />}
        {step === 'data' && <DataStep projectId={project} />}
      </Suspense>
    </Doorway>
  );
}

function stepOf(signedIn: boolean, named: string | undefined): SetupStep {
  if (!signedIn) return 'owner';
  return setupSteps.find((step) => step === named && step !== 'owner') ?? 'project';
}
