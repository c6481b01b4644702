import { apiErrors, type KeyMode } from '@otkuda/contract';
import type { Answer } from '../ingest/records.ts';

export interface Enveloped {
  readonly status: number;
  readonly body: string;
}

/** The published envelope. `mode` stands in every answer to a known key; the HTTP status equals the code unless the key says otherwise. */
export function envelope(answer: Answer, mode: KeyMode | null, always200: boolean): Enveloped {
  const known = mode === null ? {} : { mode };
  if (answer.ok) {
    const data = answer.data === null ? {} : { data: answer.data };
    return { status: 200, body: JSON.stringify({ status: 'OK', ...known, ...data }) };
  }
  const { code, text } = apiErrors[answer.error];
  const details = answer.details === null ? {} : { error_details: answer.details };
  const body = { status: 'error', ...known, error_code: code, error_description: text, ...details };
  return { status: always200 ? 200 : code, body: JSON.stringify(body) };
}
