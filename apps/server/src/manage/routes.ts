import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { accountRoutes } from './accounts/account.ts';
import { invitationRoutes } from './accounts/invitations.ts';
import { memberRoutes } from './accounts/members.ts';
import { ownerRoutes } from './accounts/owner.ts';
import { signInRoutes } from './accounts/sign-in.ts';
import { tokenRoutes } from './accounts/tokens.ts';
import { authorize } from './authorize.ts';
import { conversionRoutes } from './conversions/conversions.ts';
import { replayRoutes } from './conversions/replay.ts';
import { costRoutes } from './costs/costs.ts';
import { currencyRateRoutes } from './costs/currency-rates.ts';
import { importCostRoutes } from './costs/import-costs.ts';
import { type Manage, type ManageApp, type ManageDependencies, manageOver } from './dependencies.ts';
import { destinationActionRoutes } from './destinations/destination-actions.ts';
import { destinationTypeRoutes } from './destinations/destination-types.ts';
import { destinationRoutes } from './destinations/destinations.ts';
import { destinationNoticeRoutes } from './destinations/notices.ts';
import { platformGoalRoutes } from './destinations/platform-goals.ts';
import { signInAtPlatformRoutes } from './destinations/sign-in.ts';
import { answerError, answerUnknownAddress } from './error-answers.ts';
import { eventRoutes } from './events/events.ts';
import { readJsonOrNothing } from './json-body.ts';
import { keyRoutes } from './keys/keys.ts';
import { clickRoutes } from './links/clicks-route.ts';
import { linkRoutes } from './links/links.ts';
import { linkQrRoutes } from './links/qr-route.ts';
import { linkTemplateRoutes } from './links/templates-route.ts';
import { testLinkRoutes } from './links/test-link.ts';
import { liveRoutes } from './live/live.ts';
import { messengerRoutes } from './messenger/messenger.ts';
import { openApiDocument } from './openapi/document.ts';
import { docsPage } from './openapi/page.ts';
import { projectRoutes } from './projects/projects.ts';
import { reportKeyRoutes } from './report-keys/report-keys.ts';
import { peopleReportRoutes } from './reports/people-reports.ts';
import { reportScheduleRoutes } from './reports/report-schedule.ts';
import { sourceReportRoutes } from './reports/source-reports.ts';
import { requestReplayRoutes } from './requests/replay.ts';
import { requestRoutes } from './requests/requests.ts';
import { subscriberRoutes } from './subscribers/subscribers.ts';
import { compileValidator } from './validate.ts';

const bodyBytesMax = 256 * 1024;

/** The resources of `/api/v1`; to add one is its folder and a line here. */
const resources: ReadonlyArray<(app: ManageApp, manage: Manage) => void> = [
  projectRoutes,
  keyRoutes,
  linkRoutes,
  testLinkRoutes,
  liveRoutes,
  linkQrRoutes,
  linkTemplateRoutes,
  clickRoutes,
  messengerRoutes,
  destinationTypeRoutes,
  destinationRoutes,
  destinationActionRoutes,
  destinationNoticeRoutes,
  signInAtPlatformRoutes,
  platformGoalRoutes,
  conversionRoutes,
  replayRoutes,
  requestRoutes,
  requestReplayRoutes,
  eventRoutes,
  subscriberRoutes,
  ownerRoutes,
  signInRoutes,
  accountRoutes,
  tokenRoutes,
  memberRoutes,
  invitationRoutes,
  sourceReportRoutes,
  peopleReportRoutes,
  costRoutes,
  importCostRoutes,
  currencyRateRoutes,
  reportKeyRoutes,
  reportScheduleRoutes,
];

/** The management API with its documents. */
export async function manageRoutes(scope: FastifyInstance, dependencies: ManageDependencies): Promise<void> {
  const manage = manageOver(dependencies);
  await openApiDocument(scope, dependencies);
  docsPage(scope, dependencies.publicUrl);
  await scope.register(
    async (plain) => {
      const app = plain.withTypeProvider<TypeBoxTypeProvider>();
      app.addHook('onRequest', authorize(dependencies));
      app.addHook('onSend', async (_request, reply) => {
        reply.header('cache-control', 'no-store');
      });
      app.setValidatorCompiler(compileValidator);
      app.setErrorHandler(answerError(dependencies));
      app.setNotFoundHandler(answerUnknownAddress);
      app.addHook('onRoute', (route) => {
        route.bodyLimit ??= bodyBytesMax;
      });
      readJsonOrNothing(app);
      for (const routes of resources) routes(app, manage);
    },
    { prefix: '/api/v1' },
  );
}
