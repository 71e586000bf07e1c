/** @file The patient that a file belongs to by its name: RSNA names each image after its patient. */

export function patientOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(0, dot) : name;
}
