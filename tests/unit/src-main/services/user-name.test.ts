/** @file The name under which a review is kept. */
import { afterEach, expect, test, vi } from "vitest";
import { userName } from "../../../../src-main/services/user-name";

afterEach(() => void vi.unstubAllEnvs());

test("the system's own name for the person is taken", () => {
  expect(userName(() => ({ username: "reader" }))).toBe("reader");
});

test.each([
  ["reader", "reader"],
  ["", "unknown"],
])("where the system has none, the environment says %j and the review is kept as by %s", (user, expected) => {
  vi.stubEnv("USER", user);
  const refuse = (): never => {
    throw new Error("ENOENT: no such file or directory, uv_os_get_passwd");
  };
  expect(userName(refuse)).toBe(expected);
});
