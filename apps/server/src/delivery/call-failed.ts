/** A call that got no whole answer. */
export class CallFailed extends Error {
  /** False: it cannot have arrived (no such host, refused, no TLS). True: it may have (time-out or reset after writing). */
  readonly sent: boolean;
  readonly reason: string;

  constructor(sent: boolean, reason: string, cause?: unknown) {
    super(`${sent ? 'no answer' : 'not sent'}: ${reason}`, { cause });
    this.name = 'CallFailed';
    this.sent = sent;
    this.reason = reason;
  }
}

/** The owner's address leads to where this server must not go. Nothing was sent, and trying again is no use. */
export class AddressRefused extends CallFailed {
  constructor(address: string) {
    super(false, `${address} is no public address`);
    this.name = 'AddressRefused';
  }
}
