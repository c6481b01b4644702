import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { csvTable } from '../../reports/csv.ts';

/** Whether a table was asked for instead of JSON. */
export function wantsTable(request: Pick<FastifyRequest, 'headers' | 'query'>): boolean {
  const { format } = request.query as { readonly format?: string };
  if (format !== undefined) return format === 'csv';
  return /(^|,)\s*text\/csv\s*(;|,|$)/i.test(request.headers.accept ?? '');
}

/** Sends rows as a CSV file. */
export function sendTable(reply: FastifyReply, name: string, rows: readonly object[]): FastifyReply {
  return asFile(reply, name).serializer(String).send(csvTable(rows));
}

/** Sends lines of CSV as they come, no faster than they are taken. */
export function streamTable(reply: FastifyReply, name: string, lines: AsyncIterable<string>): FastifyReply {
  return asFile(reply, name).send(Readable.from(lines));
}

function asFile(reply: FastifyReply, name: string): FastifyReply {
  return reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}.csv"`);
}
