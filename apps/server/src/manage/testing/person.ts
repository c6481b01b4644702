import type { ManageUnderTest } from './use-manage.ts';

/** Somebody with a browser: what they call goes with their session's cookie and a page's Origin. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly cookie: string;
  call: ManageUnderTest['call'];
}

export const password = 'correct horse battery';
const origin = 'https://otkuda.test';

/** Calls as a page of the dashboard would, without a session. */
export function fromPage(manage: ManageUnderTest, cookie = ''): ManageUnderTest['call'] {
  return (method, path, body, headers = {}) =>
    manage.call(method, path, body, { authorization: '', origin, cookie, ...headers });
}

export function cookieOf(headers: Readonly<Record<string, unknown>>): string {
  return /^otkuda_session=[^;]*/.exec(String(headers['set-cookie']))?.[0] ?? '';
}

let people = 0;

/** Invites somebody new into a workspace and accepts for them. */
export async function invited(manage: ManageUnderTest, workspaceId: string, role: string): Promise<Person> {
  people += 1;
  const email = `${role}${people}@example.org`;
  const { url } = await manage.done('POST', `/workspaces/${workspaceId}/invitations`, { role });
  const token = new URL(url).searchParams.get('token');
  const page = fromPage(manage);
  const { status, headers, body } = await page('POST', '/invitations/accept', { token, email, password });
  if (status !== 201) throw new Error(`${role} was not let in: ${JSON.stringify(body)}`);
  const cookie = cookieOf(headers);
  return { id: body.user.id, email, cookie, call: fromPage(manage, cookie) };
}
