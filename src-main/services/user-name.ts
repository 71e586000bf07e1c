/** @file Who is reading, as the system knows the person. */
import { userInfo } from "node:os";

/** A container may run under a number that no user list names: a review is kept all the same. */
export function userName(read: () => { readonly username: string } = userInfo): string {
  try {
    return read().username;
  } catch {
    return process.env["USER"] || "unknown";
  }
}
