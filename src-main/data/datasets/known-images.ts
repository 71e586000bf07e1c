/** @file The images that an import must not store twice: the same file, or another file of the same image. */
import type { InstanceId } from "../../../src-shared/domain/identifiers";
import { describeLocation, type FileLocation } from "../../../src-shared/domain/instance";

export interface KnownImage {
  readonly instanceId: InstanceId;
  readonly sha256: string;
  readonly location: FileLocation;
}

export class KnownImages {
  readonly #byInstance = new Map<InstanceId, KnownImage>();
  readonly #bySha256 = new Map<string, KnownImage>();

  constructor(images: Iterable<KnownImage>) {
    for (const image of images) this.add(image);
  }

  add(image: KnownImage): void {
    this.#byInstance.set(image.instanceId, image);
    if (!this.#bySha256.has(image.sha256)) this.#bySha256.set(image.sha256, image);
  }

  /** A sentence that names the image which is known already; undefined for a new one. */
  findDuplicate({ instanceId, sha256 }: Pick<KnownImage, "instanceId" | "sha256">): string | undefined {
    const same = this.#bySha256.get(sha256);
    if (same) return `The file has the same content as ${describeLocation(same.location)}.`;
    const other = this.#byInstance.get(instanceId);
    if (!other) return undefined;
    return `The file has the SOP Instance UID of ${describeLocation(other.location)} and other content.`;
  }
}
