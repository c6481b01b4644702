import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { call } from './call.ts';
import type { Project } from './schema.gen.ts';

const remembered = 'otkuda.project';

/** All projects of whoever is signed in. There are few: one page of them is all. */
export const projectsQuery = queryOptions({
  queryKey: ['GET /projects'],
  staleTime: 60_000,
  queryFn: async ({ signal }): Promise<readonly Project[]> => {
    const { items } = await call('GET /projects', { query: { limit: 1000 } }, signal);
    return items;
  },
});

export function useProjects(): readonly Project[] {
  return useSuspenseQuery(projectsQuery).data;
}

/** The project of the address; null where the address names none that there is. */
export function useProjectOrNull(): Project | null {
  const { project } = useParams({ strict: false });
  return useProjects().find(({ id }) => id === project) ?? null;
}

/** The project that the frame is about: that of the address, else the one that was looked at last. */
export function useProjectOfFrame(): Project | null {
  const named = useProjectOrNull();
  const projects = useProjects();
  return named ?? projects.find(({ id }) => id === rememberedProject()) ?? projects[0] ?? null;
}

/** The project of the address, on pages that are only there for one. */
export function useProject(): Project {
  const project = useProjectOrNull();
  if (project === null) throw new Error('there is no project here');
  return project;
}

export function rememberedProject(): string | null {
  return localStorage.getItem(remembered);
}

export function rememberProject(id: string): void {
  localStorage.setItem(remembered, id);
}
