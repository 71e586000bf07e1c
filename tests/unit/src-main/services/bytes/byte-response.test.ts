/** @file How a file to keep is named on its way. */
import { expect, test } from "vitest";
import { contentResponse } from "../../../../../src-main/services/bytes/byte-response";

test("a name in any script crosses whole, and none breaks out of its header", () => {
  const { headers } = contentResponse({ type: "text/csv", body: "", fileName: `Ann's "best" (2)*; 肺.csv` });
  expect(headers.get("content-disposition")).toBe(
    `attachment; filename="Ann_s _best_ _2___ _.csv"; ` +
      `filename*=UTF-8''Ann%27s%20%22best%22%20%282%29%2A%3B%20%E8%82%BA.csv`,
  );
});
