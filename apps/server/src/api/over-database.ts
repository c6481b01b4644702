import type pg from 'pg';
import type { Directory } from '../directory/directory.ts';
import { setChatLink } from '../directory/set-chat-link.ts';
import { selectLastTransition } from '../reports/last-transition.ts';
import { selectTokenInfo } from '../reports/token-info.ts';
import { selectUserInfo } from '../reports/user-info.ts';
import type { Configuration, Reports } from './method.ts';

export function reportsOver(pool: pg.Pool): Reports {
  return {
    userInfo: (project, userId) => selectUserInfo(pool, project, userId),
    lastTransition: (project, userId, sinceMs) => selectLastTransition(pool, project, userId, sinceMs),
    tokenInfo: (project, keyId) => selectTokenInfo(pool, project, keyId),
  };
}

export function configurationOver(pool: pg.Pool, directory: Pick<Directory, 'forget'>): Configuration {
  return { setChatLink: (projectId, chatLink) => setChatLink(pool, directory, projectId, chatLink) };
}
