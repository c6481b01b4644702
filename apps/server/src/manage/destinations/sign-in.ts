import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { findSession } from '../../accounts/sessions.ts';
import type { Reason, SignInReason } from '../../destinations/reasons.ts';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { principalOf } from '../principal-of.ts';
import { invalid, notFound, Problem } from '../problem.ts';
import { sessionCookie } from '../session-cookie.ts';
import { destinationParams, requireDestination } from './find-destination.ts';
import { newState, nonceHash, openState, type SignInState, sealState } from './sign-in-state.ts';
import { changeDestination } from './store-destination.ts';

const tags = ['Destinations'];
const callback = '/destinations/oauth/callback';

const query = Type.Object({
  state: Type.Optional(Type.String({ maxLength: 2000, default: '' })),
  code: Type.Optional(Type.String({ maxLength: 2000 })),
  error: Type.Optional(Type.String({ maxLength: 500, description: 'the platform says why there is no code' })),
});

/** Signing in at an ad system in place of a token given by hand: there with a state, back with a code. */
export function signInAtPlatformRoutes(app: ManageApp, manage: Manage): void {
  const redirectUri = `${manage.publicUrl}/api/v1${callback}`;

  app.post(
    '/projects/:project_id/destinations/:destination_id/oauth',
    {
      schema: {
        tags,
        operationId: 'signInAtPlatform',
        summary: 'Begins to sign in at the ad system',
        description:
          'For `yandex_metrica` with `client_id` and `client_secret`: send the browser to `url`. It comes back to `redirect_uri`, which ' +
          'the app at oauth.yandex.ru has to name as its Redirect URI, and the tokens are stored. Good for 10 minutes, once, and for the ' +
          'session that began it. Beginning again ends the one before.',
        params: destinationParams,
        response: answers(
          {
            200: Type.Object(
              { url: Type.String({ format: 'uri' }), redirect_uri: Type.String({ format: 'uri' }) },
              { title: 'SignInAtPlatform' },
            ),
          },
          ['conflict'],
        ),
      },
    },
    async (request) => {
      const { project_id: projectId, destination_id: destinationId } = await requireDestination(manage, request.params);
      const principal = principalOf(request);
      const sessionId = principal.kind === 'person' ? principal.sessionId : null;
      const state = newState({ projectId, destinationId, sessionId }, manage.now());
      const way = { redirectUri, state: sealState(manage.sealer, state) };
      const address = await manage.signIn.address(projectId, destinationId, way);
      switch (address.kind) {
        case 'unknown':
          throw notFound('destination', destinationId);
        case 'unfit':
          throw new Problem('conflict', 'this destination knows no signing in, or its settings have to be given anew');
        case 'lacks':
          throw invalid(address.settings.map((name) => ({ field: `settings.${name}`, expected: 'a value' })));
        case 'address':
          await setNonce(manage, state);
          return { url: address.url, redirect_uri: redirectUri };
      }
    },
  );

  app.get(
    callback,
    {
      config: { access: 'anyone' },
      schema: {
        tags,
        security: [],
        operationId: 'finishSignInAtPlatform',
        summary: 'Where the ad system sends the browser back',
        description: 'Sends it on to the dashboard, with `connected` or with `not_connected` and the reason.',
        querystring: query,
        response: answers({ 302: Type.Null() }),
      },
    },
    async (request, reply) => {
      const state = await takeState(manage, request, request.query.state ?? '');
      const back = new URL(`${manage.publicUrl}/p/${state.projectId}/conversions`);
      const reason = await connect(manage, state, redirectUri, request.query);
      if (reason === null) back.searchParams.set('connected', state.destinationId);
      else {
        back.searchParams.set('not_connected', state.destinationId);
        back.searchParams.set('reason', reason);
      }
      return reply.redirect(back.href, 302);
    },
  );
}

/** Null where all went well. */
async function connect(
  manage: Manage,
  { projectId, destinationId }: SignInState,
  redirectUri: string,
  { code, error }: { readonly code?: string; readonly error?: string },
): Promise<Reason | SignInReason | null> {
  if (error !== undefined || code === undefined) return 'access_denied_by_person';
  const exchanged = await manage.signIn.exchange(projectId, destinationId, { code, redirectUri });
  if (!exchanged.ok) return exchanged.reason;
  await changeDestination(
    manage,
    { project_id: projectId, destination_id: destinationId },
    { settings: exchanged.settings },
  );
  return null;
}

/**
 * The state, which is worth nothing from then on. Somebody could send a victim to the end of a sign-in of their own, to have the
 * victim's tokens stored in their destination: so it ends in the browser that began it. Throws a 400 problem.
 */
async function takeState(manage: Manage, request: FastifyRequest, text: string): Promise<SignInState> {
  const state = openState(manage.sealer, text, manage.now());
  if (state === null || !(await isBrowserOf(manage, request, state))) throw unusable();
  if (!(await takeNonce(manage, state))) throw unusable();
  return state;
}

function unusable(): Problem {
  const expected = 'that of a sign-in which this browser began within the last 10 minutes, and which has not ended';
  return invalid([{ field: 'state', expected }]);
}

async function isBrowserOf(manage: Manage, request: FastifyRequest, { sessionId }: SignInState): Promise<boolean> {
  if (sessionId === null) return true;
  const cookie = sessionCookie(request);
  if (cookie === null) return false;
  return (await findSession(manage.pool, cookie, manage.now()))?.sessionId === sessionId;
}

async function setNonce({ db }: Manage, state: SignInState): Promise<void> {
  await db
    .updateTable('destinations')
    .set({ sign_in_nonce: nonceHash(state) })
    .where('project_id', '=', state.projectId)
    .where('destination_id', '=', state.destinationId)
    .execute();
}

async function takeNonce({ db }: Manage, state: SignInState): Promise<boolean> {
  const taken = await db
    .updateTable('destinations')
    .set({ sign_in_nonce: null })
    .where('project_id', '=', state.projectId)
    .where('destination_id', '=', state.destinationId)
    .where('sign_in_nonce', '=', nonceHash(state))
    .where('deleted_at', 'is', null)
    .returning('destination_id')
    .executeTakeFirst();
  return taken !== undefined;
}
