/** What a call of the management API answers. */
export type Manage = (method: 'GET' | 'POST', path: string, body?: object) => Promise<Record<string, string>>;
