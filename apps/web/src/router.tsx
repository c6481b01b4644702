import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { parseSearch, stringifySearch } from './address/search.ts';
import { projectsQuery, rememberedProject } from './api/projects.ts';
import { sessionQuery } from './api/session.ts';
import { NotFound } from './layout/not-found.tsx';
import { Shell } from './layout/shell.tsx';
import { ErrorState } from './parts/error-state.tsx';
import { PageSkeleton } from './parts/skeleton.tsx';

type Search = Readonly<Record<string, string>>;
const anySearch = (search: Record<string, unknown>): Search =>
  Object.fromEntries(Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

const root = createRootRouteWithContext<{ readonly queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
  validateSearch: anySearch,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
});
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/setup/setup-page.tsx'), 'SetupPage'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./pages/sign-in/invitation-page.tsx'), 'InvitationPage'),
});

/** Everything that needs somebody who is signed in, in the frame with the rail. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session === null) throw redirect({ to: '/sign-in', search: { next: location.href } });
    await context.queryClient.ensureQueryData(projectsQuery);
  },
});
const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: async ({ context }) => {
    const projects = await context.queryClient.ensureQueryData(projectsQuery);
    const project = projects.find(({ id }) => id === rememberedProject()) ?? projects[0];
    if (project === undefined) throw redirect({ to: '/setup' });
    throw redirect({ to: '/p/$project/overview', params: { project: project.id } });
  },
});
const account = createRoute({
  getParentRoute: () => inside,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account/account-page.tsx'), 'AccountPage'),
});
const project = createRoute({ getParentRoute: () => inside, path: '/p/$project' });

const overview = createRoute({
  getParentRoute: () => project,
  path: '/overview',
  component: lazyRouteComponent(() => import('./pages/overview/overview-page.tsx'), 'OverviewPage'),
});
const sources = createRoute({
  getParentRoute: () => project,
  path: '/sources',
  component: lazyRouteComponent(() => import('./pages/sources/sources-page.tsx'), 'SourcesPage'),
});
const retention = createRoute({
  getParentRoute: () => project,
  path: '/retention',
  component: lazyRouteComponent(() => import('./pages/retention/retention-page.tsx'), 'RetentionPage'),
});
const funnel = createRoute({
  getParentRoute: () => project,
  path: '/funnel',
  component: lazyRouteComponent(() => import('./pages/funnel/funnel-page.tsx'), 'FunnelPage'),
});
const links = createRoute({
  getParentRoute: () => project,
  path: '/links',
  component: lazyRouteComponent(() => import('./pages/links/links-page.tsx'), 'LinksPage'),
});
const requests = createRoute({
  getParentRoute: () => project,
  path: '/requests',
  component: lazyRouteComponent(() => import('./pages/requests/requests-page.tsx'), 'RequestsPage'),
});
const request = createRoute({
  getParentRoute: () => project,
  path: '/requests/$request',
  component: lazyRouteComponent(() => import('./pages/requests/request-page.tsx'), 'RequestPage'),
});
const audience = createRoute({
  getParentRoute: () => project,
  path: '/audience',
  component: lazyRouteComponent(() => import('./pages/audience/audience-page.tsx'), 'AudiencePage'),
});
const dossier = createRoute({
  getParentRoute: () => project,
  path: '/audience/$user',
  component: lazyRouteComponent(() => import('./pages/audience/dossier-page.tsx'), 'DossierPage'),
});
const integrations = createRoute({
  getParentRoute: () => project,
  path: '/integrations',
  component: lazyRouteComponent(() => import('./pages/integrations/integrations-page.tsx'), 'IntegrationsPage'),
});
const conversions = createRoute({
  getParentRoute: () => project,
  path: '/conversions',
  component: lazyRouteComponent(() => import('./pages/conversions/conversions-page.tsx'), 'ConversionsPage'),
});
const conversion = createRoute({
  getParentRoute: () => project,
  path: '/conversions/$conversion',
  component: lazyRouteComponent(() => import('./pages/conversions/conversion-page.tsx'), 'ConversionPage'),
});
const settings = createRoute({
  getParentRoute: () => project,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings/settings-page.tsx'), 'SettingsPage'),
});

const tree = root.addChildren([
  signIn,
  setup,
  invitation,
  inside.addChildren([
    home,
    account,
    project.addChildren([
      overview,
      sources,
      retention,
      funnel,
      links,
      requests,
      request,
      audience,
      dossier,
      integrations,
      conversions,
      conversion,
      settings,
    ]),
  ]),
]);

export function newRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queryClient },
    basepath: new URL(document.baseURI).pathname,
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 150,
    defaultPendingComponent: PageSkeleton,
    defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
