/** @file Every file says what it is for; what the laboratory and the contract offer is documented. */
import ts from "typescript";
import { expect, test } from "vitest";
import { readSourceFiles, type SourceFile } from "./source-files";

const WINGS = ["src-shared", "src-main", "src-renderer", "tests"];
const DOCUMENTED = /^(?:src-main\/(?:detection|numerics)|src-shared\/contract)\//u;

test("every file opens with a sentence that says what it is for", () => {
  const silent = readSourceFiles(...WINGS).filter(({ text }) => !/^(?:#!.*\n)?\/\*\* @file \S/u.test(text));
  expect(silent.map(({ path }) => `${path} does not open with /** @file … */.`)).toEqual([]);
});

test("every exported function of the laboratory and the contract is documented", () => {
  const files = readSourceFiles(...WINGS).filter(({ path }) => DOCUMENTED.test(path));
  expect(files.flatMap(undocumentedFunctions)).toEqual([]);
});

test("an exported function without a comment is named with its line", () => {
  const text =
    "/** Counts. */\nexport function count() {}\n\nexport async function recount() {}\nfunction inner() {}\n";
  expect(undocumentedFunctions({ path: "a.ts", text })).toEqual([
    "a.ts:4 exports recount without a word of documentation.",
  ]);
});

function undocumentedFunctions({ path, text }: SourceFile): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return source.statements
    .filter((statement) => ts.isFunctionDeclaration(statement))
    .filter((statement) => isExported(statement) && ts.getJSDocCommentsAndTags(statement).length === 0)
    .map((statement) => {
      const line = source.getLineAndCharacterOfPosition(statement.getStart()).line + 1;
      return `${path}:${line} exports ${statement.name?.text ?? "a function"} without a word of documentation.`;
    });
}

function isExported(statement: ts.FunctionDeclaration): boolean {
  return statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}
