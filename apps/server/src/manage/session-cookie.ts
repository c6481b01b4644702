import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionDays } from '../accounts/sessions.ts';

const name = 'otkuda_session';

/** The value that the browser sent; null: none. */
export function sessionCookie({ headers }: FastifyRequest): string | null {
  const found = (headers.cookie ?? '').split(';').find((pair) => pair.trim().startsWith(`${name}=`));
  return found === undefined ? null : found.trim().slice(name.length + 1);
}

/** Scripts cannot read it, other sites cannot make the browser send it with a change, and with https it never travels in the clear. */
function attributes(publicUrl: string, maxAgeSeconds: number): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  return `Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`;
}

export function setSessionCookie(reply: FastifyReply, publicUrl: string, cookie: string): void {
  reply.header('set-cookie', `${name}=${cookie}; ${attributes(publicUrl, sessionDays * 86_400)}`);
}

export function clearSessionCookie(reply: FastifyReply, publicUrl: string): void {
  reply.header('set-cookie', `${name}=; ${attributes(publicUrl, 0)}`);
}
