/** A test that proves a row: its file and the beginning of its title as it stands there. */
export interface Proof {
  readonly file: string;
  readonly title: string;
}

/** One row of the fault matrix. */
export interface MatrixRow {
  /** A tokens, B cookies, C network, D changes, E protocol and process, F data. */
  readonly id: string;
  /** What goes wrong. */
  readonly fault: string;
  /** What the server does about it, with the code of a result where there is one. */
  readonly result: string;
  readonly proofs: readonly Proof[];
}

/** A row; each proof is a file of `test` without its ending, and the beginning of a title in it. */
export const row = (
  id: string,
  fault: string,
  result: string,
  ...proofs: readonly (readonly [string, string])[]
): MatrixRow => ({
  id,
  fault,
  result,
  proofs: proofs.map(([file, title]) => ({ file: `test/${file}.test.ts`, title })),
});
