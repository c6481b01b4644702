import {
  keepPreviousData,
  QueryClient,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { type Answer, call, type GetRoute, type Input, type Route } from './call.ts';
import { ApiProblem } from './problem.ts';

/** One cache of answers, by route and input. What is refused is not asked again; what the network lost is, once. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) =>
          failures < 1 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
      },
    },
  });
}

interface Options {
  readonly enabled?: boolean;
  readonly refetchMs?: number;
  /** Shows the answer to the former input until the new one is there: a table does not jump. */
  readonly keep?: boolean;
}

/** The answer of a reading route. */
export function useAnswer<R extends GetRoute>(
  route: R,
  input: Input<R>,
  { enabled = true, refetchMs, keep = false }: Options = {},
): UseQueryResult<Answer<R>> {
  return useQuery<Answer<R>>({
    queryKey: [route, input],
    queryFn: ({ signal }) => call(route, input, signal),
    enabled,
    ...(refetchMs === undefined ? {} : { refetchInterval: refetchMs }),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}

/** The answers of a reading route to several inputs, in their order. */
export function useAnswers<R extends GetRoute>(
  route: R,
  inputs: readonly Input<R>[],
): readonly UseQueryResult<Answer<R>>[] {
  return useQueries({
    queries: inputs.map((input) => ({
      queryKey: [route, input],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => call(route, input, signal),
    })),
  });
}

interface PageOf {
  readonly items: readonly unknown[];
  readonly next_cursor: string | null;
}
type ItemOf<R extends GetRoute> = Answer<R> extends { readonly items: readonly (infer Item)[] } ? Item : never;

export interface Listed<Item> {
  readonly items: readonly Item[];
  readonly query: UseInfiniteQueryResult;
}

/** The rows of a list that comes in pages. */
export function useListed<R extends GetRoute>(
  route: R,
  input: Input<R>,
  { refetchMs, enabled = true }: Options = {},
): Listed<ItemOf<R>> {
  const query = useInfiniteQuery({
    queryKey: [route, input, 'pages'],
    queryFn: async ({ pageParam, signal }) => {
      const asked: { readonly query?: unknown } = input;
      const page = { ...(asked.query ?? {}), ...(pageParam === null ? {} : { cursor: pageParam }) };
      return (await call(route, { ...input, query: page }, signal)) as PageOf;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    enabled,
    ...(refetchMs === undefined ? {} : { refetchInterval: refetchMs }),
  });
  const items = (query.data?.pages.flatMap((page) => page.items) ?? []) as readonly ItemOf<R>[];
  return { items, query };
}

/** A changing route; what the routes in `refreshes` answered before is asked anew. */
export function useChange<R extends Route>(
  route: R,
  refreshes: readonly GetRoute[] = [],
): UseMutationResult<Answer<R>, Error, Input<R>> {
  const client = useQueryClient();
  return useMutation<Answer<R>, Error, Input<R>>({
    mutationFn: (input) => call(route, input),
    onSuccess: async () => {
      await Promise.all(refreshes.map((one) => client.invalidateQueries({ queryKey: [one] })));
    },
  });
}
