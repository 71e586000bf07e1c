/** @file Thrown by every call that could not reach the back end, or was under way when the connection broke. */

export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";

  constructor(options?: ErrorOptions) {
    super("The connection to Overread's back end is lost.", options);
  }
}
