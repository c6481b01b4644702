/** Fields of the server's answers that the demo reads. */
interface Shown {
  readonly id: string;
  readonly key: string;
  readonly code: string;
  readonly url: string;
  readonly items: readonly Conversion[];
}

interface Conversion {
  readonly state: string;
  readonly target: string;
  readonly response: string | null;
}

/** A server that runs, as its owner and a bot use it. */
export class Owner {
  readonly url: string;
  readonly token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  async manage(verb: string, path: string, body?: object): Promise<Shown> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method: verb,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${verb} ${path}: ${response.status} ${await response.text()}`);
    // The server's own answer; the demo reads a few fields of it.
    return (await response.json()) as Shown;
  }

  async call(key: string, method: string, body: object): Promise<string> {
    const response = await fetch(`${this.url}/v1/${key}/${method}`, { method: 'POST', body: JSON.stringify(body) });
    return `${response.status} ${await response.text()}`;
  }
}
