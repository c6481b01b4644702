import type { Violation } from './api-error.ts';

/** An account of Google Ads. */
export interface AccountSettings {
  /** Ten digits, no hyphens. */
  readonly id: string;
  /** Ids of its conversion actions of type UPLOAD_CLICKS. */
  readonly conversionActions: readonly string[];
  /** Ids of its conversion actions of other types. */
  readonly otherConversionActions?: readonly string[];
  /** Manager accounts above it. */
  readonly managers?: readonly string[];
  /** Click ids that its ads made; 'all', the default, takes any. */
  readonly knownClickIds?: 'all' | readonly string[];
}

export class Accounts {
  readonly #byId = new Map<string, AccountSettings>();

  add(account: AccountSettings): void {
    this.#byId.set(account.id, account);
  }

  find(id: string): AccountSettings | undefined {
    return this.#byId.get(id);
  }

  /** What is wrong with sending to a conversion action of an account through another; null: nothing. */
  refusal(operatingId: string, loginId: string, conversionActionId: string): Omit<Violation, 'field'> | null {
    const account = this.#byId.get(operatingId);
    if (account === undefined) return { reason: 'INVALID_DESTINATION', description: 'The account is unknown.' };
    if (loginId !== operatingId && !(account.managers ?? []).includes(loginId)) {
      return {
        reason: 'OPERATING_ACCOUNT_LOGIN_ACCOUNT_MISMATCH',
        description: 'The login account does not manage the operating account.',
      };
    }
    if (account.conversionActions.includes(conversionActionId)) return null;
    return account.otherConversionActions?.includes(conversionActionId)
      ? {
          reason: 'INVALID_CONVERSION_ACTION_TYPE',
          description: 'The type of the conversion action is not UPLOAD_CLICKS.',
        }
      : { reason: 'INVALID_CONVERSION_ACTION_ID', description: 'The conversion action is unknown.' };
  }
}
