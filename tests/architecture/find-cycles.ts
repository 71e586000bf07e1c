/** @file Finds groups of files that import each other in a circle. */
import { importsOf, type SourceFile } from "./source-files";

/** Each group as its paths; types count, since a reader has to follow them too. */
export function findCycles(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const byName = new Map(files.map(({ path }) => [withoutExtension(path), path]));
  const graph = new Map(
    files.map((file) => {
      const targets = importsOf(file).map(({ to }) => byName.get(withoutExtension(to)));
      return [file.path, targets.filter((target) => target !== undefined)];
    }),
  );
  return stronglyConnected(graph).filter((group) => group.length > 1 || graph.get(group[0]!)!.includes(group[0]!));
}

function withoutExtension(path: string): string {
  return path.replace(/\.(?:ts|tsx|mjs|js)$/u, "");
}

interface Visit {
  readonly index: number;
  low: number;
  isOnStack: boolean;
}

/** @see Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1972 */
function stronglyConnected(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const visits = new Map<string, Visit>();
  const stack: string[] = [];
  const groups: string[][] = [];
  const explore = (node: string): Visit => {
    const visit: Visit = { index: visits.size, low: visits.size, isOnStack: true };
    visits.set(node, visit);
    stack.push(node);
    for (const target of graph.get(node) ?? []) {
      const seen = visits.get(target);
      if (!seen) visit.low = Math.min(visit.low, explore(target).low);
      else if (seen.isOnStack) visit.low = Math.min(visit.low, seen.index);
    }
    if (visit.low === visit.index) groups.push(takeGroup(node));
    return visit;
  };
  const takeGroup = (root: string): string[] => {
    const group = stack.splice(stack.indexOf(root));
    for (const member of group) visits.get(member)!.isOnStack = false;
    return group;
  };
  for (const node of graph.keys()) if (!visits.has(node)) explore(node);
  return groups;
}
