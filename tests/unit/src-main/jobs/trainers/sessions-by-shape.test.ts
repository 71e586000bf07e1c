/** @file Sessions are kept for few shapes of batches, and one that failed stands in nobody's way. */
import { expect, test } from "vitest";
import { SessionsByShape } from "../../../../../src-main/jobs/trainers/sessions-by-shape";

const batchOf = (images: number) => ({ images, height: 64, width: 96 });

test("the sessions of the shape that was not seen for longest are released when a third one comes", async () => {
  const released: number[] = [];
  const sessions = new SessionsByShape(async ({ images }) => ({
    images,
    release: async () => void released.push(images),
  }));
  const first = await sessions.for(batchOf(1));
  await sessions.for(batchOf(2));
  expect(await sessions.for(batchOf(1))).toBe(first);
  await sessions.for(batchOf(3));
  expect(released).toEqual([2]);
  await sessions.close();
  expect(released).toEqual([2, 1, 3]);
});

test("sessions that failed to open are opened anew, and closing does not fail for them", async () => {
  let tries = 0;
  const sessions = new SessionsByShape(async () => {
    if (++tries === 1) throw new Error("There is not enough memory.");
    return { tries, release: async () => {} };
  });
  await expect(sessions.for(batchOf(1))).rejects.toThrow("There is not enough memory.");
  await sessions.close();
  expect(await sessions.for(batchOf(1))).toMatchObject({ tries: 2 });
});
