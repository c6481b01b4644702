import { type QueryClient, queryOptions, type UseSuspenseQueryResult, useSuspenseQuery } from '@tanstack/react-query';
import { type Answer, call } from './call.ts';
import { ApiProblem } from './problem.ts';

export type Session = Answer<'GET /session'>;
export type Role = Session['workspaces'][number]['role'];

/** Who is signed in; null for nobody. Kept until something says otherwise. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: 60_000,
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await call('GET /session', {}, signal);
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
});

export function useSession(): Session {
  const { data }: UseSuspenseQueryResult<Session | null> = useSuspenseQuery(sessionQuery);
  if (data === null) throw new Error('nobody is signed in here');
  return data;
}

/**
 * What the role of whoever is signed in allows on the pages of a workspace, or anywhere where none is named; the server decides again
 * on each call.
 */
export function useRights(workspaceId?: string): { readonly canEdit: boolean; readonly isOwner: boolean } {
  const roles = useSession()
    .workspaces.filter(({ id }) => workspaceId === undefined || id === workspaceId)
    .map(({ role }) => role);
  return { canEdit: roles.some((role) => role !== 'viewer'), isOwner: roles.includes('owner') };
}

/** After signing in or out nothing that was answered before holds any more. */
export function forgetAnswers(client: QueryClient, session: Session | null): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
  client.setQueryData(sessionQuery.queryKey, session);
}
