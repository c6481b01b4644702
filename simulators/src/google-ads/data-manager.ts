import { type Answer, jsonAnswer } from '../stand-in/answer.ts';
import type { PlatformRequest } from '../stand-in/stand-in.ts';
import { ApiError, apiErrorAnswer, invalidArgument, permissionDenied, type Violation } from './api-error.ts';
import type { CredentialSettings } from './credentials.ts';
import { eventViolations } from './event-rules.ts';
import { shapeViolations } from './json-shape.ts';
import { type DestinationJson, type IngestRequestJson, ingestRequest } from './request-shape.ts';
import { requestStatusJson } from './request-status.ts';
import type { Ingestion } from './requests.ts';
import type { World } from './world.ts';

const DESTINATIONS_MAX = 10;
const EVENTS_MAX = 2000;

/** `events:ingest` and `requestStatus:retrieve` (adplatforms.md §5.1). Every refusal is an answer. */
export function answerDataManager(world: World, request: PlatformRequest): Answer {
  try {
    const credentials = world.credentials.authorise(request.headers.authorization, world.clock());
    world.quota.count(`${credentials.clientId} ${request.method}`, world.clock());
    const resource = `${request.method} ${request.pathname}`;
    if (resource === 'POST /v1/events:ingest') return ingest(world, credentials, request);
    if (resource === 'GET /v1/requestStatus:retrieve') return retrieve(world, request);
    throw new ApiError({ status: 404, code: 'NOT_FOUND', reason: 'NOT_FOUND', message: `No method ${resource}` });
  } catch (error) {
    if (error instanceof ApiError) return apiErrorAnswer(error);
    throw error;
  }
}

function ingest(world: World, credentials: CredentialSettings, request: PlatformRequest): Answer {
  const body = readRequest(request);
  const { destinations = [], events = [] } = body;
  const violations = [
    ...sizeViolations(body),
    ...destinations.flatMap((destination, index) => destinationViolations(world, credentials, destination, index)),
    ...eventViolations(body, world.clock()),
  ];
  if (violations.length > 0) throw invalidArgument(violations);
  if (body.validateOnly === true) return jsonAnswer(200, { requestId: 't-0' });
  const ingestions = destinations.map((destination): Ingestion => {
    const { reference = '', operatingAccount, productDestinationId = '' } = destination;
    const own = events.filter(({ destinationReferences = [] }) => {
      return destinationReferences.length === 0 || destinationReferences.includes(reference);
    });
    const merged = own.map((event) => (body.consent === undefined ? event : { consent: body.consent, ...event }));
    const accountId = operatingAccount?.accountId ?? '';
    return { reference, accountId, conversionActionId: productDestinationId, events: merged };
  });
  const { requestId } = world.taken.take(ingestions, world.clock());
  return jsonAnswer(200, { requestId });
}

/** @throws {ApiError} for what is not the JSON of the message. */
function readRequest({ headers, body }: PlatformRequest): IngestRequestJson {
  let value: unknown;
  try {
    if (!/^application\/json\b/.test(headers['content-type'] ?? '')) throw new SyntaxError('no JSON');
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw invalidArgument([{ field: '', reason: 'INVALID_FORMAT', description: 'Invalid JSON payload received.' }]);
  }
  const violations = shapeViolations(value, ingestRequest, '').map((violation) => ({
    ...violation,
    field: violation.field.replace(/^(events|destinations)\[/, '$1.$1['),
  }));
  if (violations.length > 0) throw invalidArgument(violations);
  // The shape was checked field by field.
  return value as IngestRequestJson;
}

function sizeViolations({ destinations = [], events = [] }: IngestRequestJson): Violation[] {
  const found: Violation[] = [];
  const add = (field: string, reason: string): void => void found.push({ field, reason, description: reason });
  if (destinations.length === 0) add('destinations', 'REQUIRED_FIELD_MISSING');
  if (destinations.length > DESTINATIONS_MAX) add('destinations', 'TOO_MANY_DESTINATIONS');
  if (events.length === 0) add('events', 'REQUIRED_FIELD_MISSING');
  if (events.length > EVENTS_MAX) add('events', 'TOO_MANY_EVENTS');
  const references = destinations.map(({ reference }) => reference);
  if (new Set(references).size < references.length) add('destinations', 'DUPLICATE_DESTINATION_REFERENCE');
  return found;
}

/** @throws {ApiError} 403 where the person may not use the account they log in with. */
function destinationViolations(
  { accounts }: World,
  credentials: CredentialSettings,
  { operatingAccount, loginAccount, productDestinationId = '' }: DestinationJson,
  index: number,
): Violation[] {
  const field = `destinations.destinations[${index}]`;
  const operatingId = operatingAccount?.accountId ?? '';
  const loginId = loginAccount?.accountId ?? operatingId;
  const malformed = [operatingId, loginId].some((id) => !/^\d{10}$/.test(id));
  if (malformed || operatingAccount?.accountType === undefined) {
    const description = 'An account of ten digits without hyphens was expected.';
    return [{ field: `${field}.operating_account`, reason: 'INVALID_FORMAT', description }];
  }
  if (!credentials.accounts.includes(loginId)) throw permissionDenied('PERMISSION_DENIED');
  const refusal = accounts.refusal(operatingId, loginId, productDestinationId);
  return refusal === null ? [] : [{ field, ...refusal }];
}

function retrieve(world: World, { query }: PlatformRequest): Answer {
  const request = world.taken.find(query.get('requestId') ?? '');
  if (request === undefined) {
    throw invalidArgument([{ field: 'request_id', reason: 'INVALID_REQUEST_ID', description: 'No such request.' }]);
  }
  const isProcessed = world.clock() - request.receivedMs >= world.processingMs;
  return jsonAnswer(200, requestStatusJson(request, isProcessed));
}
