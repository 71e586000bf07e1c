/** @file Stands in for xmlbuilder2, which vtk.js reaches through its XML mesh files: version 4 needs Node's `events` and
 * `url`, and loading it in a browser fails with "Class extends value undefined". Flat images never call it. */
export const create = refuse;
export const convert = refuse;
export const fragment = refuse;
export const builder = refuse;

function refuse(): never {
  throw new Error("XML mesh files are not part of Overread.");
}
