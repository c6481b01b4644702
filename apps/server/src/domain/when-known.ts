/** What is in memory nearly always, and has to be asked for now and then. */
export type NowOrLater<Value> = Value | Promise<Value>;

/**
 * Goes on with a value at once where it is known. Every `await` costs a turn of the microtasks and some objects, and the way of a visitor
 * has several of them.
 */
export function whenKnown<Value, Next>(
  value: NowOrLater<Value>,
  goOn: (value: Value) => NowOrLater<Next>,
): NowOrLater<Next> {
  return value instanceof Promise ? value.then(goOn) : goOn(value);
}
