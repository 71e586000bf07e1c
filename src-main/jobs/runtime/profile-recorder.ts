/** @file A session's profile while it is written: a folder of its own, read once and removed. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { InferenceSession } from "onnxruntime-node";
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import { placementFromProfile } from "./node-placement";
import type { NodePlacement } from "./session";

/** A profile grows with each run; one that was left running for long is not worth its reading. */
const MAX_PROFILE_CHARACTERS = 64 << 20;

export interface ProfileRecorder {
  readonly options: Pick<InferenceSession.SessionOptions, "enableProfiling" | "profileFilePrefix">;
  /** Ends the recording; undefined where it has ended before, or tells nothing. */
  readonly take: (session: InferenceSession) => Promise<NodePlacement | undefined>;
  readonly discard: () => Promise<void>;
}

export async function startRecording(provider: ExecutionProvider): Promise<ProfileRecorder> {
  const folder = await mkdtemp(path.join(tmpdir(), "overread-profile-"));
  let isTaken = false;
  const discard = async (): Promise<void> => rm(folder, { recursive: true, force: true });
  return {
    options: { enableProfiling: true, profileFilePrefix: path.join(folder, "profile") },
    take: async (session) => {
      if (isTaken) return undefined;
      isTaken = true;
      try {
        session.endProfiling();
        return await readPlacement(folder, provider);
      } finally {
        await discard();
      }
    },
    discard,
  };
}

async function readPlacement(folder: string, provider: ExecutionProvider): Promise<NodePlacement | undefined> {
  const [file] = await readdir(folder);
  if (file === undefined) return undefined;
  const profile = await readFile(path.join(folder, file), "utf8");
  if (profile.length > MAX_PROFILE_CHARACTERS) return undefined;
  const placement = placementFromProfile(profile, provider);
  return Object.keys(placement.nodes).length === 0 ? undefined : placement;
}
