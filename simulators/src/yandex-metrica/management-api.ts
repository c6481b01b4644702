import { type Answer, jsonAnswer } from '../stand-in/answer.ts';
import type { PlatformRequest } from '../stand-in/stand-in.ts';
import { ApiError } from './api-error.ts';
import { readConversionFile } from './conversion-file.ts';
import type { Counter } from './counters.ts';
import { errorAnswer } from './error-answer.ts';
import { goalJson, readNewGoal } from './goals.ts';
import { readFilePart } from './multipart.ts';
import { listedJson, polledJson, uploadedJson } from './uploading-json.ts';
import type { World } from './world.ts';

const GOALS_PATH = /^\/management\/v1\/counter\/(\d+)\/goals$/;
const PATH = /^\/management\/v1\/counter\/(\d+)\/offline_conversions\/(upload|uploading|uploadings)(?:\/(\d+))?$/;
const COMMENT_CHARS_MAX = 255;
/** The platform's own default, from its reference of `findAll`. */
const LIST_LIMIT_DEFAULT = 10_000;

type Endpoint = (world: World, counter: Counter, request: PlatformRequest) => object;

/**
 * The offline conversions and goals of the management API (adplatforms.md §2.2): does what the request asks and gives the answer.
 * Any refusal is an answer too; only a defect of the stand-in throws.
 */
export function answerManagement(world: World, request: PlatformRequest): Answer {
  try {
    const { counterId, endpoint } = route(request);
    const counter = world.counters.authorise(request.headers.authorization, counterId);
    return jsonAnswer(200, endpoint(world, counter, request));
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error);
    throw error;
  }
}

function route({ method, pathname }: PlatformRequest): { readonly counterId: string; readonly endpoint: Endpoint } {
  const [, goalsOf] = GOALS_PATH.exec(pathname) ?? [];
  if (goalsOf !== undefined && method === 'GET') return { counterId: goalsOf, endpoint: listGoals };
  if (goalsOf !== undefined && method === 'POST') return { counterId: goalsOf, endpoint: makeGoal };
  const [, counterId, resource, uploadId] = PATH.exec(pathname) ?? [];
  if (counterId !== undefined) {
    if (method === 'POST' && resource === 'upload' && uploadId === undefined) return { counterId, endpoint: upload };
    if (method === 'GET' && resource === 'uploadings' && uploadId === undefined) return { counterId, endpoint: list };
    if (method === 'GET' && resource === 'uploading' && uploadId !== undefined) {
      return { counterId, endpoint: (world, counter) => look(world, counter, Number(uploadId)) };
    }
  }
  throw new ApiError('not_found', { message: `No method ${method} ${pathname}` });
}

function listGoals(_world: World, { goalList }: Counter): object {
  return { goals: goalList.map(goalJson) };
}

function makeGoal({ counters }: World, counter: Counter, request: PlatformRequest): object {
  const goal = readNewGoal(request, counter.goalList);
  counters.addGoal(counter, goal);
  return { goal: goalJson(goal, counter.goalList.length) };
}

function upload(world: World, counter: Counter, { query, headers, body }: PlatformRequest): object {
  const type = query.get('type') ?? 'BASIC';
  if (type !== 'BASIC') {
    const message = `Upload type "${type}" is unknown, or not played by this stand-in`;
    throw new ApiError('invalid_parameter', { message, location: 'type' });
  }
  const comment = query.get('comment') ?? '';
  if (Array.from(comment).length > COMMENT_CHARS_MAX) {
    const message = `The comment is longer than ${COMMENT_CHARS_MAX} characters`;
    throw new ApiError('invalid_parameter', { message, location: 'comment' });
  }
  const now = world.clock();
  const file = readConversionFile(readFilePart(headers['content-type'], body), now);
  const uploading = world.uploadings.add(counter, comment, file, now);
  // Even with no processing time the upload itself is answered UPLOADED: the outcome is always a second look away.
  return { uploading: uploadedJson({ uploading, status: 'UPLOADED', linkage: null }) };
}

function look(world: World, counter: Counter, uploadId: number): object {
  const uploading = world.uploadings.find(counter.id, uploadId);
  if (uploading === null)
    throw new ApiError('not_found', { message: `Uploading ${uploadId} not found`, location: 'id' });
  return { uploading: polledJson(world.uploadings.stateAt(uploading, world.clock())) };
}

function list(world: World, counter: Counter, { query }: PlatformRequest): object {
  const limit = readCount(query, 'limit', LIST_LIMIT_DEFAULT);
  const offset = readCount(query, 'offset', 0);
  const newestFirst = world.uploadings.list(counter.id).toReversed();
  const now = world.clock();
  const page = newestFirst.slice(offset, offset + limit);
  return { uploadings: page.map((uploading) => listedJson(world.uploadings.stateAt(uploading, now))) };
}

function readCount(query: URLSearchParams, name: string, absent: number): number {
  const text = query.get(name);
  if (text === null) return absent;
  if (!/^\d{1,9}$/.test(text)) {
    throw new ApiError('invalid_parameter', { message: `${name} "${text}" is not a count`, location: name });
  }
  return Number(text);
}
