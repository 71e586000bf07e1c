/** @file The failure that says of a graph that it cannot be differentiated, whatever it is asked about. */
import { Failure } from "../../../src-shared/domain/failure";

export class NoGradient extends Failure {
  /** One sentence that names the operator and its node. */
  constructor(message: string) {
    super("unsupported", message);
  }
}
